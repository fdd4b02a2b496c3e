/** Templates beside the box that a message is written in; a slash on a line of its own opens them. */

import { Button, Combobox, Kbd, ScrollArea, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { IconTemplate } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { rowsOf } from '@/api/paging';
import type { ReplyTemplate } from '@/api/types';
import { tellFailure } from '@/ui/toast';
import { fillTemplate, templateQueries } from './queries';
import { asksForTemplates, withTemplate } from './template-words';

interface Props {
  ticketId: string;
  text: string;
  onText: (text: string) => void;
  /** Where the writing goes on afterwards. */
  inputId: string;
}

const TYPING_MS = 200;
const BETWEEN = '|';

export function TemplatePicker({ ticketId, text, onText, inputId }: Props) {
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words.trim(), TYPING_MS);
  const box = useCombobox({
    onDropdownOpen: () => box.focusSearchInput(),
    onDropdownClose: () => {
      setWords('');
      document.getElementById(inputId)?.focus();
    },
  });
  const opened = box.dropdownOpened;
  const query = useInfiniteQuery({ ...templateQueries.list(settled), enabled: opened });
  const before = useRef(text);
  useEffect(() => {
    if (asksForTemplates(before.current, text)) box.openDropdown();
    before.current = text;
    // The box is a new object at every rendering; only the words matter here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  const fill = useMutation({
    mutationFn: (chosen: string) => {
      const [id = '', language = ''] = chosen.split(BETWEEN);
      return fillTemplate(ticketId, id, language || null);
    },
    onSuccess: ({ text: filled }) => onText(withTemplate(text, filled)),
    onError: tellFailure,
  });
  const rows = rowsOf(query.data);
  return (
    <Combobox
      store={box}
      position="top-start"
      width={320}
      onOptionSubmit={(chosen) => {
        fill.mutate(chosen);
        box.closeDropdown();
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          loading={fill.isPending}
          leftSection={<IconTemplate size={16} />}
          rightSection={
            <Kbd size="xs" className="tk-wide-only" aria-hidden>
              /
            </Kbd>
          }
          onClick={() => box.toggleDropdown()}
        >
          Templates
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label="Search templates"
          placeholder="Search templates"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Combobox.Options>
          <ScrollArea.Autosize mah={260} type="scroll">
            {rows.flatMap(optionsOf)}
            {rows.length === 0 && (
              <Combobox.Empty>
                {query.isPending
                  ? 'Looking …'
                  : query.isError
                    ? 'They could not be loaded'
                    : 'Nothing fits'}
              </Combobox.Empty>
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function optionsOf(one: ReplyTemplate) {
  return ['', ...Object.keys(one.translations)].map((language) => (
    <Combobox.Option key={`${one.id}-${language}`} value={`${one.id}${BETWEEN}${language}`}>
      <Text size="sm">
        {one.name}
        {language && ` (${language})`}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={1}>
        {one.folder ? `${one.folder} · ` : ''}
        {language ? one.translations[language] : one.text}
      </Text>
    </Combobox.Option>
  ));
}
