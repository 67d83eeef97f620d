import { beforeEach, expect, test } from 'vitest';
import { failure, success } from '../../../src/domain/result.ts';
import type { NaptrRecord, Resolver, SrvRecord } from '../../../src/ports/network/resolver.ts';
import { LOCATION_TIMEOUT_MS, locateServer, type LocationQuestion } from '../../../src/sip/location/locate-server.ts';
import { orderSrvRecords } from '../../../src/sip/location/srv-order.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

interface Zone {
  readonly naptr?: Readonly<Record<string, readonly NaptrRecord[]>>;
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>;
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  readonly silent?: boolean;
}

let asked: string[];
let clock: VirtualClock;
beforeEach(() => {
  asked = [];
  clock = new VirtualClock();
});

const resolverOf = ({ naptr, srv, addresses, silent }: Zone): Resolver => {
  const note = <Answer>(question: string, answer: Answer): Promise<Answer> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  return {
    naptr: (domain) =>
      note(`NAPTR ${domain}`, silent === true ? failure('unavailable') : success(naptr?.[domain] ?? [])),
    srv: (name) => note(`SRV ${name}`, silent === true ? failure('unavailable') : success(srv?.[name] ?? [])),
    addresses: (host) => note(`A ${host}`, success(addresses?.[host] ?? [])),
  };
};
const srv = (target: string, port = 5061, priority = 10, weight = 0): SrvRecord => ({ target, port, priority, weight });
const naptr = (replacement: string, service = 'SIPS+D2T', order = 10, preference = 10, flags = 's'): NaptrRecord => ({
  replacement,
  service,
  order,
  preference,
  flags,
});
const locate = async (question: LocationQuestion, zone: Zone): Promise<readonly string[] | string> => {
  const located = await locateServer(question, { resolver: resolverOf(zone), clock, fraction: () => 0 });
  expect(clock.pendingTimers).toBe(0);
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
  expect(await locate({ target: 'example.org', port: null }, zone)).toBe('not-offered');
});

test('a domain that does not exist is not found', async () => {
  expect(await locate({ target: 'example.org', port: null }, {})).toBe('not-found');
});

test('within a priority the order is random by weight, and every record comes once', () => {
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

test('failover goes through NAPTR, SRV and each address of each target, IPv6 too, and tries no place twice', async () => {
  const zone = {
    naptr: { 'example.org': [naptr('_sips._tcp.empty', 'SIPS+D2T', 1), naptr('_sips._tcp.full', 'SIPS+D2T', 2)] },
    srv: { '_sips._tcp.full': [srv('second', 5062, 20), srv('first', 5061, 10), srv('alias', 5061, 15)] },
    addresses: {
      first: ['2001:db8::1', '192.0.2.1'],
      alias: ['192.0.2.1', '192.0.2.7'],
      second: ['192.0.2.2', '2001:db8::2'],
    },
  };
  expect(await locate({ target: 'example.org', port: null }, zone)).toEqual([
    '2001:db8::1 5061',
    '192.0.2.1 5061',
    '192.0.2.7 5061',
    '192.0.2.2 5062',
    '2001:db8::2 5062',
  ]);
});

test('a thousand records of each kind lead to 16 places and at most 22 questions', async () => {
  const thousand = Array.from({ length: 1_000 }, (_, at) => at);
  const names = thousand.map((at) => `_sips._tcp.s${at}`);
  const zone = {
    naptr: { 'example.org': names.map((name) => naptr(name)) },
    srv: Object.fromEntries(names.map((name) => [name, thousand.map((at) => srv(`h${at}`, 5061, 1_000 - at))])),
    addresses: Object.fromEntries(thousand.map((at) => [`h${at}`, thousand.map((n) => `192.0.${n >> 8}.${n & 255}`)])),
  };
  const found = await locate({ target: 'example.org', port: null }, zone);
  expect(found).toHaveLength(16);
  expect(asked.length).toBeLessThanOrEqual(22);
  expect(asked).toContain('A h999');
});

test('records that point at each other, or at themselves, lead nowhere and end', async () => {
  const zone = {
    naptr: { 'example.org': [naptr('example.org'), naptr('_sips._tcp.example.org', 'SIPS+D2T', 20)] },
    srv: {
      'example.org': [srv('_sips._tcp.example.org')],
      '_sips._tcp.example.org': [srv('example.org'), srv('_sips._tcp.example.org', 5061, 20)],
    },
    addresses: {},
  };
  expect(await locate({ target: 'example.org', port: null }, zone)).toBe('not-found');
  expect(asked.length).toBeLessThanOrEqual(6);
});

test.each([
  'a b',
  'evil\r\nHost: x',
  'a\0b',
  '../etc/hosts',
  'x'.repeat(64),
  `${'a.'.repeat(130)}org`,
  'sip:bob@evil.example',
  '[::1]',
  'żółw.example',
  '-a.example',
])('a name that is none is passed over, in NAPTR and in SRV: %j', async (name) => {
  const zone = {
    naptr: { 'example.org': [naptr(name, 'SIPS+D2T', 1), naptr('_sips._tcp.good', 'SIPS+D2T', 2)] },
    srv: { '_sips._tcp.good': [srv(name, 5061, 1), srv('good', 5061, 2), srv('good', 0, 3)] },
    addresses: { good: ['192.0.2.1', 'evil', '999.1.1.1'], [name]: ['192.0.2.66'] },
  };
  expect(await locate({ target: 'example.org', port: null }, zone)).toEqual(['192.0.2.1 5061']);
  expect(asked.filter((question) => question.includes(name))).toEqual([]);
});

test.each([
  ['of another service', 'SIP+D2T', 's'],
  ['whose flag leads elsewhere than to SRV', 'SIPS+D2T', 'a'],
])('a NAPTR record %s is passed over', async (_, service, flags) => {
  const zone = {
    naptr: { 'example.org': [naptr('_sips._tcp.other', service, 1, 1, flags), naptr('_sips._tcp.good')] },
    srv: { '_sips._tcp.other': [srv('other')], '_sips._tcp.good': [srv('good')] },
    addresses: { other: ['192.0.2.66'], good: ['192.0.2.1'] },
  };
  expect(await locate({ target: 'example.org', port: null }, zone)).toEqual(['192.0.2.1 5061']);
});

test('NAPTR records of one order are followed by preference', async () => {
  const zone = {
    naptr: {
      'example.org': [
        naptr('_sips._tcp.last', 'SIPS+D2T', 2, 1),
        naptr('_sips._tcp.b', 'SIPS+D2T', 1, 20),
        naptr('_sips._tcp.a', 'SIPS+D2T', 1, 10),
      ],
    },
    srv: { '_sips._tcp.a': [srv('a')], '_sips._tcp.b': [srv('b')], '_sips._tcp.last': [srv('last')] },
    addresses: { a: ['192.0.2.1'], b: ['192.0.2.2'], last: ['192.0.2.3'] },
  };
  const found = await locate({ target: 'example.org', port: null }, zone);
  expect(asked.filter((question) => /^SRV .*(?:a|b|last)$/.test(question))).toEqual(
    ['a', 'b', 'last'].map((name) => `SRV _sips._tcp.${name}`),
  );
  expect(found).toContain('192.0.2.1 5061');
});

const never = <Answer>(): Promise<Answer> => new Promise<Answer>(() => undefined);

test('name servers that never answer are given up within 10 s, all questions together', async () => {
  const silent: Resolver = { naptr: never, srv: never, addresses: never };
  let outcome = '';
  void locateServer({ target: 'example.org', port: null }, { resolver: silent, clock, fraction: () => 0 }).then(
    (located) => (outcome = located.ok ? 'found' : located.error),
  );
  await clock.run(LOCATION_TIMEOUT_MS - 1);
  expect(outcome).toBe('');
  await clock.run(1);
  expect(outcome).toBe('not-found');
  expect(LOCATION_TIMEOUT_MS).toBeLessThanOrEqual(10_000);
  expect(clock.pendingTimers).toBe(0);
});

test('a router that swallows NAPTR does not keep the SRV records from us, nor one silent host the others', async () => {
  const zone = resolverOf({
    srv: { '_sips._tcp.example.org': [srv('mute', 7000, 1), srv('a', 7000, 2)] },
    addresses: { a: ['192.0.2.1'] },
  });
  const resolver: Resolver = {
    ...zone,
    naptr: never,
    addresses: (host) => (host === 'mute' ? never() : zone.addresses(host)),
  };
  const located = locateServer({ target: 'example.org', port: null }, { resolver, clock, fraction: () => 0 });
  await clock.run(LOCATION_TIMEOUT_MS);
  expect(await located).toEqual(success([{ address: '192.0.2.1', port: 7000 }]));
});
