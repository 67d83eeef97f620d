import { expect, test } from 'vitest';
import { orderSrvRecords } from '../../../src/sip/location/srv-order.ts';

const record = (target: string, priority: number, weight: number) => ({ target, priority, weight, port: 5061 });
const targets = (records: Parameters<typeof orderSrvRecords>[0], ...dice: readonly number[]): string => {
  const left = [...dice];
  return orderSrvRecords(records, () => left.shift() ?? 0)
    .map(({ target }) => target)
    .join(' ');
};

test('lower priorities come first, in whatever order the records came', () => {
  expect(targets([record('c', 30, 1), record('a', 2, 1), record('b', 10, 1)])).toBe('a b c');
});

test('within a priority each has its part of the dice, by weight; what has none comes last unless the dice show naught', () => {
  const records = [record('heavy', 1, 3), record('none', 1, 0), record('light', 1, 1)];
  // The dice are cut in 5: 0 for none, 1 for light, 2 to 4 for heavy.
  expect([0, 0.2, 0.4, 0.99].map((first) => targets(records, first, 0.99).split(' ')[0])).toEqual([
    'none',
    'light',
    'heavy',
    'heavy',
  ]);
  expect(targets(records, 0.99, 0.99)).toBe('heavy light none');
});

test('every record comes once, alike ones too', () => {
  expect(targets([record('a', 1, 0), record('a', 1, 0), record('b', 1, 0)], 0.5, 0.5)).toBe('a a b');
  expect(targets([])).toBe('');
});
