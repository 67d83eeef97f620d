import { expect, test } from 'vitest';
import { failure, success } from '../../../src/domain/result.ts';
import type { NaptrRecord, Resolver, SrvRecord } from '../../../src/ports/resolver.ts';
import { locateServer, type LocationQuestion } from '../../../src/sip/location/locate-server.ts';
import { orderSrvRecords } from '../../../src/sip/location/srv-order.ts';

interface Zone {
  readonly naptr?: Readonly<Record<string, readonly NaptrRecord[]>>;
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>;
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  readonly silent?: boolean;
}

const resolverOf = (zone: Zone): Resolver => ({
  naptr: (domain) =>
    Promise.resolve(zone.silent === true ? failure('unavailable') : success(zone.naptr?.[domain] ?? [])),
  srv: (name) => Promise.resolve(zone.silent === true ? failure('unavailable') : success(zone.srv?.[name] ?? [])),
  addresses: (host) => Promise.resolve(success(zone.addresses?.[host] ?? [])),
});
const srv = (target: string, port = 5061, priority = 10, weight = 0): SrvRecord => ({ target, port, priority, weight });
const naptr = (replacement: string, service = 'SIPS+D2T', order = 10, preference = 10, flags = 's'): NaptrRecord => ({
  replacement,
  service,
  order,
  preference,
  flags,
});
const locate = async (question: LocationQuestion, zone: Zone): Promise<readonly string[] | string> => {
  const located = await locateServer(question, resolverOf(zone), () => 0);
  return located.ok ? located.value.map(({ address, port }) => `${address} ${port}`) : located.error;
};

test.each([
  ['127.0.0.1', 5099, ['127.0.0.1 5099']],
  ['127.0.0.1', null, ['127.0.0.1 5061']],
  ['[::1]', null, ['::1 5061']],
])('a number is taken at its word: %s', async (target, port, expected) => {
  expect(await locate({ target, port }, { silent: true })).toEqual(expected);
});

test('a port given by hand leaves only the addresses to ask for', async () => {
  const zone = {
    srv: { '_sips._tcp.example.org': [srv('other')] },
    addresses: { 'example.org': ['192.0.2.1', '2001:db8::1'], other: ['192.0.2.9'] },
  };
  expect(await locate({ target: 'example.org', port: 5099 }, zone)).toEqual(['192.0.2.1 5099', '2001:db8::1 5099']);
});

test('NAPTR leads to SRV, and SRV to addresses; only TLS is followed, in the order of the records', async () => {
  const zone = {
    naptr: {
      'example.org': [
        naptr('_sip._udp.example.org', 'SIP+D2U', 1),
        naptr('_sips._tcp.second', 'SIPS+D2T', 20),
        naptr('_sips._tcp.first', 'sips+d2t', 10),
      ],
    },
    srv: {
      '_sips._tcp.first': [srv('b', 6000, 20), srv('a', 5061, 10)],
      '_sips._tcp.second': [srv('c')],
      '_sip._udp.example.org': [srv('u')],
    },
    addresses: { a: ['192.0.2.1', '192.0.2.2'], b: ['192.0.2.3'], c: ['192.0.2.4'], u: ['192.0.2.5'] },
  };
  expect(await locate({ target: 'example.org', port: null }, zone)).toEqual([
    '192.0.2.1 5061',
    '192.0.2.2 5061',
    '192.0.2.3 6000',
  ]);
});

test('without NAPTR the SRV records of SIP over TLS are asked for', async () => {
  const zone = { srv: { '_sips._tcp.example.org': [srv('a', 7000)] }, addresses: { a: ['192.0.2.1'] } };
  expect(await locate({ target: 'example.org', port: null }, zone)).toEqual(['192.0.2.1 7000']);
});

test('without either, or with name servers that do not answer, the domain itself is the host', async () => {
  const addresses = { 'example.org': ['192.0.2.1'] };
  expect(await locate({ target: 'example.org', port: null }, { addresses })).toEqual(['192.0.2.1 5061']);
  expect(await locate({ target: 'example.org', port: null }, { addresses, silent: true })).toEqual(['192.0.2.1 5061']);
});

test('a target without an address gives way to the next', async () => {
  const zone = {
    srv: { '_sips._tcp.example.org': [srv('gone', 5061, 1), srv('here', 5061, 2)] },
    addresses: { here: ['192.0.2.1'] },
  };
  expect(await locate({ target: 'example.org', port: null }, zone)).toEqual(['192.0.2.1 5061']);
});

test('an SRV record that says "not offered" is believed', async () => {
  const zone = { srv: { '_sips._tcp.example.org': [srv('.')] }, addresses: { 'example.org': ['192.0.2.1'] } };
  expect(await locate({ target: 'example.org', port: null }, zone)).toBe('not-found');
});

test('a domain that does not exist is not found', async () => {
  expect(await locate({ target: 'example.org', port: null }, {})).toBe('not-found');
});

test('within a priority the weights decide by chance, and every record comes once', () => {
  const records = [srv('light', 1, 1, 10), srv('heavy', 1, 1, 90), srv('later', 1, 2, 50), srv('never', 1, 1, 0)];
  let seed = 1;
  const dice = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const firsts = new Map<string, number>();
  for (let run = 0; run < 2_000; run += 1) {
    const order = orderSrvRecords(records, dice).map(({ target }) => target);
    expect(order.toSorted()).toEqual(['heavy', 'later', 'light', 'never']);
    expect(order[3]).toBe('later');
    firsts.set(order[0]!, (firsts.get(order[0]!) ?? 0) + 1);
  }
  expect(firsts.get('heavy')! / 2_000).toBeGreaterThan(0.85);
  expect(firsts.get('light')! / 2_000).toBeGreaterThan(0.05);
  expect(firsts.get('never')! / 2_000).toBeLessThan(0.03);
});
