/** When there are words enough to ask the model, and what of them is sent. */

const FEWEST_WORDS = 12;
const FEWEST_CHARACTERS = 40;
// What the API takes; the form itself says when a text is longer.
const LONGEST_SUBJECT = 200;
const LONGEST_DESCRIPTION = 20_000;

interface Words {
  subject: string;
  description: string;
}

export function readable({ subject, description }: Words): Words {
  return {
    subject: subject.trim().slice(0, LONGEST_SUBJECT),
    description: description.trim().slice(0, LONGEST_DESCRIPTION),
  };
}

export function isEnough({ subject, description }: Words): boolean {
  const text = `${subject} ${description}`.trim();
  return text.length >= FEWEST_CHARACTERS || text.split(/\s+/).length >= FEWEST_WORDS;
}

export function withReason(description: string, reason: string): string {
  return `${description.trimEnd()}\n\nWhy it is urgent: ${reason}`.trimStart();
}
