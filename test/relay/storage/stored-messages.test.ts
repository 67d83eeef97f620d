import { beforeEach, expect, it, vi } from 'vitest';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
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

it('what comes after more than a page of such messages is found', () => {
  const rows = add(...Array.from({ length: 40 }, (_, at) => `${at}`)).map((row) => valueOf(row));
  bench.queue.failWritesWith('read-only');
  for (const row of rows.slice(0, -1)) bench.stored.remove(row);
  expect(valueOf(bench.stored.next(BOB, {}))?.position).toBe(rows.at(-1)!.position);
  bench.stored.remove(rows.at(-1)!);
  expect(valueOf(bench.stored.next(BOB, {}))).toBeNull();
});

it('something may be held for whom something is, and for everybody while the store cannot tell', () => {
  expect(bench.stored.mayHold(BOB)).toBe(false);
  add('one');
  expect([bench.stored.mayHold(BOB), bench.stored.mayHold(addressOf('carol'))]).toEqual([true, false]);
  vi.spyOn(bench.queue, 'usageOf').mockImplementation(() => {
    throw new StoreUnavailable('damaged');
  });
  expect(bench.stored.mayHold(addressOf('carol'))).toBe(true);
});

it('a store that fails for a while keeps what was dealt with out of sight, and loses it with the next write', () => {
  const [one] = add('one').map((row) => valueOf(row));
  bench.queue.failWritesWith('disk-full');
  bench.stored.remove(one!);
  expect(add('two')).toMatchObject([{ error: 'disk-full' }]);
  expect(valueOf(bench.stored.next(BOB, {}))).toBeNull();
  bench.queue.failWritesWith(null);
  const [two] = add('two').map((row) => valueOf(row));
  expect(bench.queue.usageOfAll().count).toBe(1);
  expect(valueOf(bench.stored.next(BOB, {}))?.position).toBe(two!.position);
});
