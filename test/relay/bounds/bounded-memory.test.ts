import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { LoginGuard } from '../../../src/relay/access/login-guard.ts';
import { Acquaintances } from '../../../src/relay/bounds/acquaintances.ts';
import { LOGIN_LIMITS, RELAY_LIMITS } from '../../../src/relay/bounds/relay-limits.ts';
import { shortKey } from '../../../src/relay/bounds/short-key.ts';
import { StrangerBudget } from '../../../src/relay/bounds/stranger-budget.ts';
import { RecentRequests } from '../../../src/relay/delivery/recent-requests.ts';
import { HeldUsage } from '../../../src/relay/bounds/held-usage.ts';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import { addressOf } from '../support/relay-rig.ts';

const MIB = 1_048_576;
const now = monotonicMs(0);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What a client wrote, as the parser hands it on: a part of a line, which keeps the whole line alive. */
const longText = (at: number): string => `${at} ${'x'.repeat(4_000)} ${at}`.slice(1);

function heapGrowthMib(work: () => unknown): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = work();
  collect();
  const grown = (process.memoryUsage().heapUsed - before) / MIB;
  expect(kept).toBeDefined();
  return grown;
}

describe('what the relay remembers', () => {
  it('of messages is bounded in number and in bytes, however long their ids are', () => {
    const recent = new RecentRequests({ capacity: RELAY_LIMITS.rememberedRequests, rememberMs: 600_000 });
    const grown = heapGrowthMib(() => {
      for (let at = 0; at < 30_000; at += 1) {
        const fields = [
          { name: 'Call-ID', value: longText(at) },
          { name: 'CSeq', value: '1 MESSAGE' },
          { name: 'From', value: `<${addressOf('alice')}>;tag=1` },
        ];
        const [from, to] = [addressOf('alice'), addressOf('bob')];
        const message = { from, to, fields, body: new Uint8Array(0), hopsLeft: 1, isRelayReport: false };
        recent.first(message, () => undefined, now)?.({ statusCode: 202, reason: 'Accepted' });
      }
      return recent;
    });
    expect(recent.size).toBeLessThanOrEqual(2 * RELAY_LIMITS.rememberedRequests);
    expect(grown).toBeLessThan(20);
  });

  it('of wrong passwords is bounded too, whatever names were invented', () => {
    const guard = new LoginGuard({ limits: LOGIN_LIMITS, isKnownDevice: () => false });
    const grown = heapGrowthMib(() => {
      for (let at = 0; at < 30_000; at += 1) {
        guard.failed({ username: longText(at), isAccount: false, network: `n${at}`, instance: null }, now);
      }
      return guard;
    });
    expect(grown).toBeLessThan(20);
  });

  it('of who wrote to whom has a bound, and the last to write is remembered', () => {
    const acquaintances = new Acquaintances();
    for (let at = 0; at < 60_000; at += 1) acquaintances.wrote(addressOf('alice'), `sip:${at}@x` as PeerAddress);
    expect(acquaintances.size).toBe(50_000);
    expect(acquaintances.knows(addressOf('alice'), 'sip:59999@x' as PeerAddress)).toBe(true);
    expect(acquaintances.knows(addressOf('alice'), 'sip:0@x' as PeerAddress)).toBe(false);
  });

  it('of strangers’ budgets has a bound, and ends when they are whole again', () => {
    const strangers = new StrangerBudget(RELAY_LIMITS, 100);
    for (let at = 0; at < 50_000; at += 1) strangers.take(addressOf('alice'), `sip:${at}@x` as PeerAddress, 1, now);
    expect(strangers.size).toBeLessThanOrEqual(20_002);
    strangers.take(addressOf('bob'), addressOf('carol'), 1, monotonicMs(1_000_000));
    expect(strangers.size).toBe(2);
  });

  it('of what is held ends with it', () => {
    const held = new HeldUsage(new MemoryRelayQueue());
    const sealed = new Uint8Array(1);
    for (let at = 0; at < 1_000; at += 1) {
      const [from, to] = [`sip:f${at}@x` as PeerAddress, `sip:t${at}@x` as PeerAddress];
      held.between(from, to);
      held.from(from);
      held.to(to);
      held.added({ from, to, sealed });
      held.removed({ from, to, sealed });
    }
    expect(held.size).toBe(0);
  });
});

it('a key has one length, and parts that are cut otherwise have another', () => {
  expect(shortKey(longText(1))).toHaveLength(43);
  expect(shortKey('a', 'bc')).not.toBe(shortKey('ab', 'c'));
  expect(shortKey('a', 'b')).toBe(shortKey('a', 'b'));
});
