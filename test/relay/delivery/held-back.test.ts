import { beforeEach, describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { deviceAgeMs, epochMs, monotonicMs } from '../../../src/domain/time.ts';
import type { StoredRequest } from '../../../src/ports/store/relay-queue.ts';
import { HeldBack } from '../../../src/relay/delivery/held-back.ts';

const [ALICE, CAROL] = ['sip:alice@relay.test', 'sip:carol@relay.test'] as [PeerAddress, PeerAddress];
const DELAYS_MS = [100, 1_000, 5_000];
let held: HeldBack;
beforeEach(() => {
  held = new HeldBack(DELAYS_MS);
});

const row = (from: PeerAddress, position: number): StoredRequest => ({
  from,
  position,
  to: 'sip:bob@relay.test' as PeerAddress,
  storedAtMs: epochMs(0),
  fromAgeMs: deviceAgeMs(0),
  expiresAtAgeMs: deviceAgeMs(1),
  sealed: new Uint8Array(),
});
const decline = (from: PeerAddress, position: number, atMs: number, retryAfterMs = 0): void => {
  held.declined(row(from, position), retryAfterMs, monotonicMs(atMs));
};
const isDue = (from: PeerAddress, atMs: number): boolean => held.isDue(from, monotonicMs(atMs));
/**
 * Declines the sender's oldest message so often, each time when it is due, without trying those behind it before the
 * last one. Returns the time of that.
 */
function declineOldest(from: PeerAddress, times: number): number {
  let atMs = 0;
  for (let count = 0; count < times; count += 1) {
    held.interrupted();
    atMs = Math.max(atMs, held.nextDueAtMs() ?? 0);
    decline(from, 1, atMs);
  }
  return atMs;
}

describe('a sender whose oldest message was declined', () => {
  it('waits alone, and longer after each answer, up to the last wait, which repeats', () => {
    expect([isDue(ALICE, 0), held.nextDueAtMs()]).toEqual([true, null]);
    let atMs = 0;
    for (const delayMs of [...DELAYS_MS, 5_000, 5_000]) {
      decline(ALICE, 1, atMs);
      held.ended(CAROL);
      held.interrupted();
      expect([isDue(ALICE, atMs + delayMs - 1), isDue(ALICE, atMs + delayMs)]).toEqual([false, true]);
      expect([isDue(CAROL, atMs), held.nextDueAtMs()]).toEqual([true, atMs + delayMs]);
      atMs += delayMs;
    }
  });

  it('is tried at once when there are no waits to keep', () => {
    held = new HeldBack([]);
    decline(ALICE, 1, 7);
    expect([held.nextDueAtMs(), isDue(ALICE, 7)]).toEqual([7, true]);
  });

  it('waits as long as the device has named, and never less for a shorter time that it names later', () => {
    decline(ALICE, 1, 0, 3_000);
    expect(held.nextDueAtMs()).toBe(3_000);
    decline(ALICE, 1, 500, 100);
    expect(held.nextDueAtMs()).toBe(3_000);
    decline(ALICE, 1, 3_000);
    expect(held.nextDueAtMs()).toBe(8_000);
  });

  it('is as if new once a message of its was accepted, or none of its is left', () => {
    const ends = {
      accepted: () => void held.accepted(row(ALICE, 1)),
      left: () => {
        held.ended(ALICE);
      },
    };
    for (const end of [ends.accepted, ends.left]) {
      decline(ALICE, 1, 0);
      decline(ALICE, 1, 100);
      end();
      expect([isDue(ALICE, 100), held.nextDueAtMs()]).toEqual([true, null]);
      decline(ALICE, 1, 200);
      expect(held.nextDueAtMs()).toBe(300);
      ends.left();
    }
  });

  it('the one who is due first is the next', () => {
    decline(CAROL, 2, 0, 400);
    decline(ALICE, 1, 10);
    expect(held.nextDueAtMs()).toBe(110);
  });
});

describe('a device that registers', () => {
  it('makes all due but those for whom it has named a time, and these too over a new connection', () => {
    decline(ALICE, 1, 0);
    decline(CAROL, 2, 0, 3_000);
    held.allDue(monotonicMs(10), false);
    expect([isDue(ALICE, 10), isDue(CAROL, 10), isDue(CAROL, 3_000)]).toEqual([true, false, true]);
    held.allDue(monotonicMs(20), true);
    expect([isDue(CAROL, 19), isDue(CAROL, 20)]).toEqual([false, true]);
    decline(CAROL, 2, 20);
    expect([isDue(CAROL, 1_019), isDue(CAROL, 1_020)]).toEqual([false, true]);
  });
});

describe('messages behind one that was declined', () => {
  it('are tried after the third answer, one then, and twice as many after each further one', () => {
    declineOldest(ALICE, 2);
    expect(held.walk).toBeNull();
    for (const tried of [1, 2, 4]) {
      const atMs = held.nextDueAtMs() ?? 0;
      decline(ALICE, 1, atMs);
      for (let position = 1; position <= tried; position += 1) {
        expect(held.walk).toEqual({ from: ALICE, after: position });
        decline(ALICE, position + 1, atMs);
      }
      expect(held.walk).toBeNull();
    }
  });

  it('are never more than 256 at a time', () => {
    const atMs = declineOldest(ALICE, 20);
    let tried = 0;
    for (; held.walk !== null; tried += 1) decline(ALICE, tried + 2, atMs);
    expect(tried).toBe(256);
  });

  it('do not lengthen the wait of the first one', () => {
    const atMs = declineOldest(ALICE, 3);
    decline(ALICE, 2, atMs);
    expect(held.nextDueAtMs()).toBe(atMs + 5_000);
  });

  it('once one of them is taken, end those in front of it, oldest first, and no other sender’s', () => {
    const atMs = declineOldest(ALICE, 4);
    decline(ALICE, 2, atMs);
    expect(held.accepted(row(CAROL, 9))).toEqual([]);
    expect(held.walk).toEqual({ from: ALICE, after: 2 });
    expect(held.accepted(row(ALICE, 3)).map(({ position }) => position)).toEqual([1, 2]);
    expect([held.walk, held.accepted(row(ALICE, 4))]).toEqual([null, []]);
  });

  it('are left alone when there is none, and its sender waits on', () => {
    const atMs = declineOldest(ALICE, 3);
    held.ended(ALICE);
    expect([held.walk, isDue(ALICE, atMs), held.nextDueAtMs()]).toEqual([null, false, atMs + 5_000]);
  });

  it('end with the walk when nobody is there any more, and nothing is given up', () => {
    const atMs = declineOldest(ALICE, 3);
    held.interrupted();
    expect([held.walk, isDue(ALICE, atMs)]).toEqual([null, false]);
    expect(held.accepted(row(ALICE, 1))).toEqual([]);
  });

  it('of two senders who are declined in turn are walked for the one that was declined last', () => {
    declineOldest(ALICE, 3);
    decline(CAROL, 9, 0);
    expect(held.walk).toBeNull();
  });
});
