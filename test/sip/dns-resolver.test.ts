import { expect, test } from 'vitest';
import { DnsResolver } from '../../src/sip/dns-resolver.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

test('a name of the hosts file has addresses', async () => {
  const clock = new VirtualClock();
  const found = await new DnsResolver(clock).addresses('localhost');
  expect(found.ok && found.value.some((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
  expect(clock.pendingTimers).toBe(0);
});

test('a question that nobody answers is given up after 5 s', async () => {
  const clock = new VirtualClock();
  const resolver = new DnsResolver(clock);
  const answers = Promise.all([resolver.srv('_sips._tcp.nowhere.invalid'), resolver.naptr('nowhere.invalid')]);
  // Virtual time runs out before any name server can have answered.
  clock.advance(5_000);
  expect(await answers).toEqual([
    { ok: false, error: 'unavailable' },
    { ok: false, error: 'unavailable' },
  ]);
});
