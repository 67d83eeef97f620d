import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { DeviceAgeMs, EpochMs, MonotonicMs } from '../../../src/domain/time.ts';
import { Acquaintances } from '../../../src/relay/bounds/acquaintances.ts';
import { HeldUsage } from '../../../src/relay/bounds/held-usage.ts';
import { Quotas, type Fullness } from '../../../src/relay/bounds/quotas.ts';
import { RELAY_LIMITS, type RelayLimits } from '../../../src/relay/bounds/relay-limits.ts';
import { StrangerBudget } from '../../../src/relay/bounds/stranger-budget.ts';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((user) => `sip:${user}@relay.test` as PeerAddress);
const NOW = 0 as MonotonicMs;
/** Each stored message has so many bytes. */
const BYTES = 10;

const NO_BOUND: Partial<RelayLimits> = {
  reservedPerSender: 0,
  reservedBytesPerSender: 0,
  storedPerRecipient: 1_000,
  storedBytesPerRecipient: 1_000_000,
  shareOfOneSender: 1,
  storedPerSender: 1_000,
  storedBytesPerSender: 1_000_000,
  storedBytes: 1_000_000,
  reservedBytesInStore: 0,
};

/** What is told of one more of alice's messages to bob when her first two to him, and one of carol's, are held. */
function asked(limits: Partial<RelayLimits>, bytes = BYTES): Fullness | null {
  const held = new MemoryRelayQueue();
  const stored = (from: PeerAddress) => ({
    from,
    to: bob!,
    storedAtMs: 0 as EpochMs,
    fromAgeMs: 0 as DeviceAgeMs,
    expiresAtAgeMs: 1 as DeviceAgeMs,
    sealed: new Uint8Array(BYTES),
  });
  held.change({ add: [stored(alice!), stored(alice!), stored(carol!)], remove: [] });
  const acquaintances = new Acquaintances();
  acquaintances.wrote(bob!, alice!);
  const all = { ...RELAY_LIMITS, ...NO_BOUND, ...limits };
  const quotas = new Quotas({
    limits: all,
    held: new HeldUsage(held),
    acquaintances,
    strangers: new StrangerBudget(all, 1),
  });
  return quotas.refusal({ from: alice!, to: bob!, sealed: new Uint8Array(bytes) }, NOW);
}

describe('a bound of the store', () => {
  it.each<[keyof RelayLimits, number, Fullness]>([
    ['storedPerRecipient', 4, 'recipient-full'],
    ['storedBytesPerRecipient', 40, 'recipient-full'],
    ['storedPerSender', 3, 'sender-full'],
    ['storedBytesPerSender', 30, 'sender-full'],
    ['storedBytes', 40, 'store-full'],
  ])('%s of %i may be reached and not passed', (bound, value, fullness) => {
    expect([asked({ [bound]: value }), asked({ [bound]: value - 1 })]).toEqual([null, fullness]);
  });

  it.each<[string, Partial<RelayLimits>, number]>([
    ['messages', { storedPerRecipient: 6 }, 0.5],
    ['bytes', { storedBytesPerRecipient: 60 }, 0.5],
  ])('counts the share of one sender in %s', (_what, limits, share) => {
    expect(asked({ ...limits, shareOfOneSender: share })).toBe(null);
    expect(asked({ ...limits, shareOfOneSender: share - 0.01 })).toBe('recipient-full');
  });

  it('leaves each sender what is reserved in a box, in messages and in bytes, and not one more', () => {
    const full = { storedPerRecipient: 1 };
    const both = { reservedPerSender: 3, reservedBytesPerSender: 30 };
    expect(asked({ ...full, ...both })).toBe(null);
    expect(asked({ ...full, ...both, reservedPerSender: 2 })).toBe('recipient-full');
    expect(asked({ ...full, ...both, reservedBytesPerSender: 29 })).toBe('recipient-full');
  });

  it('leaves each sender what is reserved in a full store, and not one byte more', () => {
    expect(asked({ storedBytes: 1, reservedBytesInStore: 30 })).toBe(null);
    expect(asked({ storedBytes: 1, reservedBytesInStore: 30 }, BYTES + 1)).toBe('store-full');
  });
});
