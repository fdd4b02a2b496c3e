/** The picker: type, choose with the arrows, Enter. The command palette is one, and so is 'assign to'. */

import { Group, Kbd, Loader, Modal, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { closePicker, narrowed, type Choice, type Question } from './picker-store';
import classes from './picker.module.css';

const WAIT_MS = 120;

export default function Picker({ question }: { question: Question }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const found = useFound(question, typed);
  const choices = [...narrowed(question.choices(typed), typed), ...found.choices];
  const active = Math.min(at, Math.max(choices.length - 1, 0));
  const run = (choice: Choice | undefined) => {
    if (!choice || choice.disabled) return;
    closePicker();
    // After the dialog gave the focus back, so that what runs may take it.
    setTimeout(choice.run, 0);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      setAt((active + step + choices.length) % choices.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(choices[active]);
    }
  };
  return (
    <Modal.Root
      opened
      onClose={closePicker}
      padding={0}
      size={600}
      yOffset="12vh"
      centered={false}
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay backgroundOpacity={0.45} blur={2} />
      <Modal.Content aria-label={question.title} data-testid="picker">
        <Modal.Body>
          <div className={classes.field}>
            <input
              className={classes.input}
              data-autofocus
              role="combobox"
              aria-label={question.title}
              aria-expanded
              aria-controls={`${id}-list`}
              aria-activedescendant={choices.length > 0 ? `${id}-${active}` : undefined}
              aria-autocomplete="list"
              autoComplete="off"
              spellCheck={false}
              placeholder={question.placeholder}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setAt(0);
              }}
              onKeyDown={press}
            />
            {found.isWaiting && <Loader size={16} aria-label="Searching" />}
          </div>
          <Choices {...{ id, choices, active, run }} setActive={setAt} />
          {choices.length === 0 && !found.isWaiting && (
            <Text size="sm" c="dimmed" p="md" role="status">
              {question.empty ?? 'Nothing fits. Try other words.'}
            </Text>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function useFound({ search }: Question, typed: string) {
  const [settled] = useDebouncedValue(typed.trim(), WAIT_MS);
  const query = useQuery({
    queryKey: ['picker', search?.key ?? '', settled],
    queryFn: ({ signal }) => search?.load(settled, signal) ?? Promise.resolve([]),
    enabled: search !== undefined,
    placeholderData: keepPreviousData,
    // What a choice does belongs to the page that asked.
    gcTime: 0,
    staleTime: 0,
  });
  return { choices: query.data ?? [], isWaiting: search !== undefined && query.isFetching };
}

interface ChoicesProps {
  id: string;
  choices: Choice[];
  active: number;
  setActive: (index: number) => void;
  run: (choice: Choice) => void;
}

function Choices({ id, choices, active, setActive, run }: ChoicesProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} className={classes.list} role="listbox" id={`${id}-list`} aria-label="Choices">
      {choices.map((choice, index) => (
        <div key={choice.id} role="presentation">
          {choice.group && choice.group !== choices[index - 1]?.group && (
            <div className={classes.group} role="presentation">
              {choice.group}
            </div>
          )}
          {/* The field keeps the focus and its keys choose; the pointer is the second way. */}
          {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
          <div
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            aria-disabled={choice.disabled || undefined}
            className={classes.choice}
            onMouseMove={() => index !== active && setActive(index)}
            onClick={() => run(choice)}
          >
            <Line choice={choice} />
          </div>
        </div>
      ))}
    </div>
  );
}

function Line({ choice }: { choice: Choice }) {
  const Shape = choice.icon;
  return (
    <>
      {Shape && <Shape size={17} stroke={1.8} aria-hidden className={classes.icon} />}
      <span className={classes.label}>{choice.label}</span>
      {choice.about && <span className={classes.about}>{choice.about}</span>}
      {choice.isCurrent && <IconCheck size={16} aria-label="as it is now" />}
      {choice.keys && (
        <Group gap={3} wrap="nowrap" className="tk-wide-only">
          {choice.keys.split(' ').map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}
        </Group>
      )}
    </>
  );
}
