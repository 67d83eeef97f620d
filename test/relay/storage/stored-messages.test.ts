import { beforeEach, expect, it } from 'vitest';
import { valueOf } from '../../support/store-fixtures.ts';
import { addressOf } from '../support/relay-rig.ts';
import { StoredBench, storedText } from '../support/stored-bench.ts';

const BOB = addressOf('bob');
let bench: StoredBench;
beforeEach(() => {
  bench = new StoredBench();
});
const add = (...texts: readonly string[]) =>
  bench.stored.addAll(texts.map((text) => ({ message: storedText(text), lifeMs: 1_000 })));

it('what could not be stored is not counted, beside what was', () => {
  valueOf(add('kept')[0]!);
  expect(bench.held.to(BOB).count).toBe(1);
  bench.queue.failWritesWith('disk-full');
  expect(add('one', 'two')).toMatchObject([{ error: 'disk-full' }, { error: 'disk-full' }]);
  expect(bench.held.to(BOB).count).toBe(1);
});

it('what was dealt with is neither given again nor counted, and leaves the queue a moment later', () => {
  const rows = add('one', 'two').map((row) => valueOf(row));
  expect(bench.held.to(BOB).count).toBe(2);
  bench.stored.remove(rows[0]!);
  expect(valueOf(bench.stored.next(BOB, {}))?.position).toBe(rows[1]!.position);
  expect([bench.held.to(BOB).count, bench.queue.usageOfAll().count]).toEqual([1, 2]);
  bench.clock.advance(100);
  expect(bench.queue.usageOfAll().count).toBe(1);
});

it('what was dealt with and cannot leave the queue does not expire as well', () => {
  const rows = add('one', 'two').map((row) => valueOf(row));
  bench.queue.failWritesWith('read-only');
  bench.stored.remove(rows[0]!);
  bench.clock.advance(1_000);
  expect(valueOf(bench.stored.expired(1)).map(({ position }) => position)).toEqual([rows[1]!.position]);
});
