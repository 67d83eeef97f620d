import { describe, expect, it } from 'vitest';
import { parsePeerAddress, peerDomain, peerUser } from '../../src/domain/peer-address.ts';
import { COST_TIMEOUT_MS, costOfFourfold, LINEAR } from '../support/cost-growth.ts';

function parsed(text: string): string {
  const result = parsePeerAddress(text);
  return result.ok ? result.value : `refused: ${result.error}`;
}

describe('spellings of one address give one identity', () => {
  it.each([
    'bob@relay.example',
    '  bob@relay.example ',
    'sip:bob@relay.example',
    'SIP:bob@Relay.Example',
    'sips:bob@relay.example',
    'sip:bob@relay.example.',
    'sip:bob@relay.example:5061',
    'sip:bob@relay.example;transport=tls',
    'sip:bob@relay.example:5061;user=phone;gr=urn:uuid:f81d4fae;lr?Subject=hi%0d%0aX',
    'sip:%62ob@relay.example',
    '<sip:bob@relay.example>',
    'Bob <sip:bob@relay.example>;tag=1928301774',
    '"Bob \\"B\\" <boss>" <sip:bob@relay.example;transport=tls> ; tag=a',
    '"sip:boss@relay.example" <sip:bob@relay.example>',
    'boss@relay.example <sip:bob@relay.example>',
    'sip:bob@relay.example;user=phone',
    'sip:bob@relay.example;gr',
    'SIP:%62%6F%62@RELAY.EXAMPLE.:5061;GR=urn:uuid:F81D4FAE;ob;Transport=TLS',
  ])('%s', (text) => {
    expect(parsed(text)).toBe('sip:bob@relay.example');
  });

  it('keeps the case of the user, as RFC 3261 compares it', () => {
    expect(parsed('sip:Bob@relay.example')).toBe('sip:Bob@relay.example');
  });

  it('keeps a reserved character apart from its escape only where the user part may not hold it', () => {
    expect(parsed('sip:+39;x=1@relay.example')).toBe('sip:+39;x=1@relay.example');
    expect(parsed('sip:a%40b@relay.example')).toBe('sip:a%40b@relay.example');
    expect(parsed('sip:a%3cb@relay.example')).toBe('sip:a%3Cb@relay.example');
  });

  it('unescapes once, not twice', () => {
    expect(parsed('sip:%2562ob@relay.example')).toBe('sip:%2562ob@relay.example');
  });

  it('writes letters beyond ASCII as escaped UTF-8', () => {
    expect(parsed('sip:żółw@relay.example')).toBe('sip:%C5%BC%C3%B3%C5%82w@relay.example');
    expect(parsed('sip:%c5%bc%c3%b3%c5%82w@relay.example')).toBe('sip:%C5%BC%C3%B3%C5%82w@relay.example');
  });

  it('writes an IPv6 address in its one short form, and leaves IPv4 alone', () => {
    expect(parsed('sip:bob@[2001:DB8:0:0:0:0:0:1]:5061')).toBe('sip:bob@[2001:db8::1]');
    expect(parsed('sip:bob@192.0.2.7:5061')).toBe('sip:bob@192.0.2.7');
    expect(parsed('<sips:bob@[0:0::0:1]:5061;transport=tls;gr=x>;tag=1')).toBe('sip:bob@[::1]');
  });

  it('gives a telephone number in the user part one form, with or without escapes and user=phone', () => {
    const number = 'sip:+390612345@relay.example';
    expect(parsed('sip:%2B390612345@relay.example;user=phone')).toBe(number);
    expect(parsed('+390612345@Relay.Example')).toBe(number);
  });
});

describe('what is no address is refused with its reason', () => {
  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['<>', 'empty'],
    ['tel:+390612345', 'telephone-number'],
    ['<tel:+390612345>', 'telephone-number'],
    ['mailto:bob@relay.example', 'unsupported-scheme'],
    ['http://relay.example/@', 'unsupported-scheme'],
    ['bob', 'malformed'],
    ['sip:relay.example', 'malformed'],
    ['sip:a@b@relay.example', 'malformed'],
    ['sip:@relay.example', 'bad-user'],
    ['sip:bob:secret@relay.example', 'bad-user'],
    ['sip:bob%zz@relay.example', 'bad-user'],
    ['sip:bob%C0%AF@relay.example', 'bad-user'],
    ['sip:bob%0d%0aX@relay.example', 'bad-user'],
    ['sip:bob%00@relay.example', 'bad-user'],
    ['sip:bob@', 'bad-domain'],
    ['sip:bob@.relay.example', 'bad-domain'],
    ['sip:bob@relay..example', 'bad-domain'],
    ['sip:bob@-relay.example', 'bad-domain'],
    ['sip:bob@relay_example', 'bad-domain'],
    ['sip:bob@rеlay.example', 'bad-domain'], // Cyrillic е
    ['sip:bob@relay.example:0', 'bad-domain'],
    ['sip:bob@relay.example:65536', 'bad-domain'],
    ['sip:bob@relay.example:', 'bad-domain'],
    ['sip:bob@[::g]', 'bad-domain'],
    ['sip:bob@[1::2::3]', 'bad-domain'],
    ['sip:bob@[fe80::1%25eth0]', 'bad-domain'],
    ['sip:bob@relay.example, sip:eve@relay.example', 'malformed'],
    ['<sip:bob@relay.example>, <sip:eve@relay.example>', 'malformed'],
    ['<sip:bob@relay.example', 'malformed'],
    ['"Bob <sip:bob@relay.example>', 'malformed'],
    ['sip:bob @relay.example', 'malformed'],
    ['sip:bob@relay.example\r\nX: y', 'control-character'],
    ['"B\u0000" <sip:bob@relay.example>', 'control-character'],
    ['sip:b\ud800@relay.example', 'control-character'],
    [`sip:${'b'.repeat(400)}@relay.example`, 'too-long'],
    [`"${'B'.repeat(5_000)}" <sip:bob@relay.example>`, 'too-long'],
  ])('%j: %s', (text, reason) => {
    expect(parsed(text)).toBe(`refused: ${reason}`);
  });

  it.each(['"\\', '<', 'a<', ' ', '%41', 'a.', ';', '" '])(
    'costs no more a byte in a long hostile input of %j than in a short one',
    (unit) => {
      const growth = costOfFourfold((size) => parsed(unit.repeat(size).slice(0, size)), 1_024);
      expect(growth).toBeLessThan(LINEAR);
    },
    COST_TIMEOUT_MS,
  );
});

it('tells user and domain of an address', () => {
  const result = parsePeerAddress('sip:a%40b@[::1]');
  if (!result.ok) throw new Error(result.error);
  expect(peerUser(result.value)).toBe('a%40b');
  expect(peerDomain(result.value)).toBe('[::1]');
});
