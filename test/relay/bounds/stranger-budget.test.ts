import { beforeEach, describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { StrangerBudget } from '../../../src/relay/bounds/stranger-budget.ts';

const LIMITS = { strangerMessages: 2, strangerBytes: 1_000, strangerMessagesToAll: 3, strangerBytesToAll: 1_500 };
const REFILL_S = 100;
/** The most that is remembered. */
const CAPACITY = 20_000;
const user = (name: string): PeerAddress => `sip:${name}@relay.test` as PeerAddress;

let budget: StrangerBudget;
beforeEach(() => {
  budget = new StrangerBudget(LIMITS, REFILL_S);
});
const take = (to: string, bytes = 1, atS = 0, from = 'mallory'): boolean =>
  budget.take(user(from), user(to), bytes, monotonicMs(1_000 * atS));

describe('what a stranger may send', () => {
  it('is bounded in messages to each, and to all together', () => {
    expect(['bob', 'bob', 'bob', 'carol', 'dave'].map((to) => take(to))).toEqual([true, true, false, true, false]);
    expect(take('bob', 1, 0, 'eve')).toBe(true);
  });

  it('is bounded in bytes to each, and to all together, and what is refused costs nothing', () => {
    expect(take('bob', 1_001)).toBe(false);
    expect([take('bob', 1_000), take('bob', 1)]).toEqual([true, false]);
    expect([take('carol', 501), take('carol', 500)]).toEqual([false, true]);
  });

  it('comes back with time', () => {
    for (const to of ['bob', 'bob']) take(to);
    expect(take('bob', 1, REFILL_S / 2 - 1)).toBe(false);
    expect(take('bob', 1, REFILL_S / 2)).toBe(true);
  });
});

describe('what is remembered', () => {
  it('goes once it is whole again', () => {
    for (const to of ['bob', 'carol']) take(to);
    expect(budget.size).toBe(3);
    take('dave', 1, REFILL_S, 'eve');
    expect(budget.size).toBe(2);
  });

  it('is bounded, and what was used the longest ago goes first', () => {
    take('bob', 1, 0, 'first');
    take('bob', 1, 0, 'first');
    for (let at = 0; budget.size < CAPACITY; at += 1) take('bob', 1, 0, `s${at}`);
    take('bob', 1, 0, 'one-more');
    take('bob', 1, 0, 'another');
    expect(budget.size).toBeLessThanOrEqual(CAPACITY + 1);
    expect(take('bob', 1, 0, 'first')).toBe(true);
    expect(take('bob', 1, 0, 'another')).toBe(true);
    expect(take('bob', 1, 0, 'another')).toBe(false);
  });

  it('stays of whoever goes on sending, however many others come', () => {
    for (const to of ['bob', 'bob']) take(to);
    for (let at = 0; budget.size < CAPACITY - 10; at += 1) take('bob', 1, 0, `s${at}`);
    expect(take('bob')).toBe(false);
    for (let at = 0; budget.size < CAPACITY; at += 1) take('bob', 1, 0, `t${at}`);
    take('bob', 1, 0, 'one-more');
    expect(take('bob')).toBe(false);
  });
});
