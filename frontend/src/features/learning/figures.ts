/** What the figures of a model mean, in words. */

interface Figure {
  name: string;
  label: string;
  means: string;
  /** A smaller value is the better one. */
  isCost?: boolean;
  isScore?: boolean;
}

/** In the order in which an administrator asks. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'priority_accuracy',
    label: 'Priority right',
    means: 'of all tickets get the priority that people would give',
  },
  {
    name: 'hml_accuracy',
    label: 'High, Medium or Low right',
    means: 'are right when critical counts as high',
  },
  {
    name: 'critical_recall',
    label: 'Critical found',
    means: 'of the critical tickets are called critical',
  },
  {
    name: 'critical_called_low',
    label: 'Critical called Low',
    means: 'of the critical tickets are called low',
    isCost: true,
  },
  {
    name: 'ece',
    label: 'Confidence off by',
    means: 'is how far its confidence lies from how often it is right',
    isCost: true,
  },
  {
    name: 'macro_f1',
    label: 'Even over priorities',
    means: 'macro-F1: 1 would be perfect on each of the four priorities',
    isScore: true,
  },
  {
    name: 'category_macro_f1',
    label: 'Category',
    means: 'macro-F1: 1 would be perfect on each category',
    isScore: true,
  },
];

/** '87 %', '0.4 %' where a whole number would hide it, '0.81' for a score. */
export function figureText(value: number, { isScore = false } = {}): string {
  if (isScore) return value.toFixed(2);
  const hundredths = value * 100;
  const exact = Math.abs(hundredths) < 10 && hundredths !== 0;
  return `${exact ? hundredths.toFixed(1) : Math.round(hundredths)} %`;
}

interface Change {
  text: string;
  isBetter: boolean;
}

/** How much a figure gained over the model it was compared with; null where there is nothing to say. */
export function changeOf(
  figure: Figure,
  value: number | undefined,
  before: number | undefined,
): Change | null {
  if (value === undefined || before === undefined) return null;
  const shift = value - before;
  const size = figure.isScore ? Math.abs(shift).toFixed(2) : Math.abs(shift * 100).toFixed(1);
  if (Number(size) === 0) return null;
  const unit = figure.isScore ? '' : ' points';
  return {
    text: `${shift > 0 ? '+' : '−'}${size}${unit}`,
    isBetter: shift > 0 !== (figure.isCost ?? false),
  };
}
