/** People named in notes: `@[id]` on the way to the server, `@Name` on the page. */

export interface Named {
  id: string;
  name: string;
}

const WIRE = /@\[([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]/gi;
/** An @ at the beginning or after a blank, and up to two words after it. */
const BEGUN = /(?:^|[\s(])@([\p{L}\p{N}.'’-]{0,30}(?: [\p{L}\p{N}.'’-]{0,30})?)$/u;

/** What has been typed of a name just before the caret; null where no name is being typed. */
export function begunBefore(text: string, caret: number): string | null {
  const match = BEGUN.exec(text.slice(0, caret));
  return match ? (match[1] ?? '') : null;
}

/** Put a chosen name in the place of what was typed of it; gives the text and the new caret. */
export function complete(text: string, caret: number, name: string): [string, number] {
  const begun = begunBefore(text, caret) ?? '';
  const before = `${text.slice(0, caret - begun.length)}${name} `;
  return [before + text.slice(caret).replace(/^ /, ''), before.length];
}

/** The name that stands for a person in this text; a second Ann becomes `Ann (2)`. */
export function labelOf(person: Named, chosen: ReadonlyMap<string, string>): string {
  for (let count = 1; ; count += 1) {
    const label = count === 1 ? person.name : `${person.name} (${count})`;
    const taken = chosen.get(label);
    if (taken === undefined || taken === person.id) return label;
  }
}

/** Names become ids, the longest first: `@Ann Okafor` is not `@Ann` and a word. */
export function toWire(text: string, chosen: ReadonlyMap<string, string>): string {
  const labels = [...chosen.keys()].sort((a, b) => b.length - a.length);
  return labels.reduce(
    (done, label) => done.replaceAll(`@${label}`, `@[${chosen.get(label) ?? ''}]`),
    text,
  );
}

/** Ids become names; gives the text and who stands for which name. */
export function fromWire(text: string, people: Named[]): [string, Map<string, string>] {
  const chosen = new Map<string, string>();
  const shown = text.replace(WIRE, (_, id: string) => {
    const person = people.find((one) => one.id === id.toLowerCase());
    if (!person) return '@somebody';
    const label = labelOf(person, chosen);
    chosen.set(label, person.id);
    return `@${label}`;
  });
  return [shown, chosen];
}

export type Piece = string | Named;

/** A text as words and people, in order. */
export function piecesOf(text: string, people: Named[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(WIRE)) {
    const id = (match[1] ?? '').toLowerCase();
    if (match.index > from) pieces.push(text.slice(from, match.index));
    pieces.push(people.find((one) => one.id === id) ?? { id, name: 'somebody who left' });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}
