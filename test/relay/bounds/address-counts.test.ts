import { expect, it } from 'vitest';
import { AddressCounts } from '../../../src/relay/bounds/address-counts.ts';

it('counts an IPv6 /64 as one address, an IPv4 address by itself', () => {
  const counts = new AddressCounts();
  for (const address of ['2001:db8::1', '2001:db8::2', '192.0.2.1']) counts.add(address);
  expect(['2001:db8::3', '192.0.2.1', '192.0.2.2'].map((address) => counts.of(address))).toEqual([2, 1, 0]);
});

it('forgets an address with its last connection, and not before', () => {
  const counts = new AddressCounts();
  for (let at = 0; at < 1_000; at += 1) counts.add(`192.0.2.${at % 250}`);
  expect(counts.size).toBe(250);
  for (let at = 0; at < 750; at += 1) counts.remove(`192.0.2.${at % 250}`);
  expect([counts.size, counts.of('192.0.2.7')]).toEqual([250, 1]);
  for (let at = 0; at < 250; at += 1) counts.remove(`192.0.2.${at}`);
  expect([counts.size, counts.of('192.0.2.7')]).toEqual([0, 0]);
});
