import { describe, expect, test } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { noticesFromIn, otherDevicesIn } from '../../../src/sip/registration/other-devices.ts';
import { HeaderList } from '../../../src/wire/grammar/header-list.ts';
import { parseNameAddr } from '../../../src/wire/grammar/name-addr.ts';
import { deviceMark } from '../../../src/wire/message/relay-notice.ts';
import { BOB } from '../support/link-bench.ts';

const INSTANCE = 'urn:uuid:00000000-0000-4000-8000-00000000000a';
const OURS = 'sip:bob@127.0.0.1:5000;transport=tls';
const named = (instance: string, uri = 'sip:bob@10.0.0.9'): string =>
  `<${uri}>;+sip.instance="<${instance}>";expires=60`;
const markOf = (contact: string): string => deviceMark(parseNameAddr(contact)!);
const others = (...contacts: readonly string[]): readonly string[] =>
  otherDevicesIn(new HeaderList(contacts.map((value) => ({ name: 'Contact', value }))), {
    address: BOB,
    instanceId: INSTANCE,
    contactUri: OURS,
  });
const thief = named('urn:uuid:thief');

describe('the devices that a registrar lists beside ours', () => {
  test('are those with another instance, each once, whatever flows and addresses they have', () => {
    const again = named('URN:UUID:Thief', 'sip:bob@10.0.0.10');
    const two = `${named('urn:uuid:two')}, ${thief}`;
    expect(others(named(INSTANCE, OURS), two, again)).toEqual([markOf(named('urn:uuid:two')), markOf(thief)]);
  });

  test.each([
    ['ours in capitals', named(INSTANCE.toUpperCase(), OURS)],
    ['another flow of ours', named(INSTANCE, 'sip:bob@10.0.0.2')],
    ['ours with a URI that the server has rewritten', named(INSTANCE, 'sip:bob@203.0.113.5:4000')],
    ['one that has just ended', `<sip:bob@10.0.0.9>;+sip.instance="<urn:uuid:thief>";expires=0`],
    ['one that cannot be read', '<sip:bob@10.0.0.9'],
  ])('%s is none', (_, contact) => {
    expect(others(named(INSTANCE, OURS), contact)).toEqual([]);
  });

  test('one without an instance is another, where ours is listed with its own', () => {
    expect(others(named(INSTANCE, OURS), '<sip:bob@10.0.0.9:5062>;expires=60')).toEqual([markOf('<sip:x@y>')]);
  });

  test('one without an instance may be one that we left behind, where the server lists no instances', () => {
    expect(others(`<${OURS}>;expires=60`, '<sip:bob@127.0.0.1:4999>;expires=60')).toEqual([]);
    expect(others(`<${OURS}>;expires=60`, thief)).toEqual([markOf(thief)]);
  });

  test('are looked at up to a bound', () => {
    const many = Array.from({ length: 60 }, (_, at) => named(`urn:uuid:${at}`));
    expect(others(named(INSTANCE, OURS), ...many)).toHaveLength(16);
  });
});

test.each([
  ['<sip:relay@example.org>', 'sip:relay@example.org'],
  ['sip:relay@EXAMPLE.org', 'sip:relay@example.org'],
  ['<sip:relay@elsewhere.example>', null],
  ['<sip:bob@example.org>', null],
  ['nonsense', null],
  [null, null],
])('a server that says that it writes to owners from %s is believed: %s', (said, address) => {
  const headers = said === null ? [] : [{ name: 'X-Relay-Notices-From', value: said }];
  expect(noticesFromIn(new HeaderList(headers), BOB)).toBe(address as PeerAddress | null);
});
