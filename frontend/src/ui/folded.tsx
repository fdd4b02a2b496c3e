/** A long text as its first lines, with a button for the rest. */

import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

const LINES = 4;
/** About what four lines of the narrowest panel hold. */
const SHORT = 180;

/** Is the text longer than what is shown of it at first? Judged by its words, before it is drawn. */
export function isLong(text: string): boolean {
  return text.length > SHORT || text.split('\n').length > LINES;
}

export function Folded({ text, about }: { text: string; about: string }) {
  const [open, { toggle }] = useDisclosure(false);
  const long = isLong(text);
  return (
    <div>
      <Text size="sm" className="tk-prewrap" lineClamp={long && !open ? LINES : undefined}>
        {text}
      </Text>
      {long && (
        <Button
          size="compact-xs"
          variant="subtle"
          mt={4}
          ml={-6}
          aria-expanded={open}
          aria-label={`${open ? 'Show less' : 'Show more'} of ${about}`}
          onClick={toggle}
        >
          {open ? 'Show less' : 'Show more'}
        </Button>
      )}
    </div>
  );
}
