import { expect, it } from 'vitest';
import { begunBefore, complete, fromWire, labelOf, piecesOf, toWire } from './mentions';

const ANN = { id: '01a20086-fbf1-73d8-8cdb-156d4322bdf2', name: 'Ann Okafor' };
const ANN_TWO = { id: '01a20086-fbf1-73d8-8cdb-156d4322bdf3', name: 'Ann Okafor' };
const JO = { id: '01a20086-fbf1-73d8-8cdb-156d4322bdf4', name: 'Jo' };

it.each([
  ['@', 1, ''],
  ['ask @an', 7, 'an'],
  ['ask @ann ok', 11, 'ann ok'],
  ['(@Zoë', 5, 'Zoë'],
  ['mail me@firm.example', 20, null],
  ['ask @ann please come', 20, null],
  ['nothing', 7, null],
])('in %j before %i a name is begun: %j', (text, caret, begun) => {
  expect(begunBefore(text, caret)).toBe(begun);
});

it('puts the chosen name in and leaves the rest', () => {
  expect(complete('ask @an now', 7, 'Ann Okafor')).toEqual(['ask @Ann Okafor now', 16]);
});

it('writes ids for names and names for ids', () => {
  const chosen = new Map([
    ['Ann Okafor', ANN.id],
    ['Ann Okafor (2)', ANN_TWO.id],
    ['Jo', JO.id],
  ]);
  const text = 'Ask @Ann Okafor (2), @Ann Okafor and @Jo.';
  const wire = toWire(text, chosen);
  expect(wire).toBe(`Ask @[${ANN_TWO.id}], @[${ANN.id}] and @[${JO.id}].`);
  const [shown, again] = fromWire(wire, [ANN, ANN_TWO, JO]);
  expect(toWire(shown, again)).toBe(wire);
});

it('tells two people of one name apart', () => {
  expect(labelOf(ANN_TWO, new Map([['Ann Okafor', ANN.id]]))).toBe('Ann Okafor (2)');
  expect(labelOf(ANN, new Map([['Ann Okafor', ANN.id]]))).toBe('Ann Okafor');
});

it('cuts a text into words and people', () => {
  expect(piecesOf(`See @[${ANN.id}]!`, [ANN])).toEqual(['See ', ANN, '!']);
  expect(piecesOf(`@[${JO.id}]`, [])).toEqual([{ id: JO.id, name: 'somebody who left' }]);
});
