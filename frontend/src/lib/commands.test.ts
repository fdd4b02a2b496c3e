import { expect, it } from 'vitest';
import { commandsNow, register, shortcutsOf, type Command } from './commands';
import { intend, takeIntent } from './intents';
import { matcher } from './shortcuts';

function command(id: string, keys: string, told: string[], more: Partial<Command> = {}): Command {
  return { id, keys, label: id, group: 'Test', run: () => told.push(id), ...more };
}

it('lets what was offered last win a key, and gives it back', () => {
  const told: string[] = [];
  const press = (key: string) => matcher(shortcutsOf(commandsNow()))(key)?.run();
  const away = register([command('page', 'c', told)]);
  const gone = register([command('ticket', 'c', told)]);
  press('c');
  gone();
  press('c');
  away();
  press('c');
  expect(told).toEqual(['ticket', 'page']);
});

it('lists a command once, the nearest one', () => {
  const told: string[] = [];
  const away = [
    register([command('assign', 'a', told, { label: 'of the page' })]),
    register([command('assign', 'a', told, { label: 'of the selection' })]),
  ];
  expect(commandsNow().map(({ label }) => label)).toEqual(['of the selection']);
  away.forEach((leave) => leave());
  expect(commandsNow()).toEqual([]);
});

it('knows a second way to type the same', () => {
  const told: string[] = [];
  const away = register([command('open', 'o', told, { also: 'Enter' })]);
  const match = matcher(shortcutsOf(commandsNow()));
  match('o')?.run();
  match('Enter')?.run();
  expect(told).toEqual(['open', 'open']);
  away();
});

it('fulfils a wish once, for its ticket and its kind only', () => {
  intend('t1', 'reply');
  expect(takeIntent('t2', 'reply')).toBe(false);
  expect(takeIntent('t1', 'note')).toBe(false);
  expect(takeIntent('t1', 'reply')).toBe(true);
  expect(takeIntent('t1', 'reply')).toBe(false);
});
