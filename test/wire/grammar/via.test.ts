import { expect, it, test } from 'vitest';
import { branchOf, parseVia, parseVias } from '../../../src/wire/grammar/via.ts';

const read = (value: string): unknown => {
  const via = parseVia(value);
  return via === null ? null : [via.transport, via.host, via.port, Object.fromEntries(via.parameters)];
};

test.each([
  ['no port', 'SIP/2.0/TLS b', ['TLS', 'b', null, {}]],
  ['a port', 'SIP/2.0/TLS b:5061', ['TLS', 'b', 5061, {}]],
  ['the highest port', 'SIP/2.0/TLS b:65535', ['TLS', 'b', 65_535, {}]],
  ['any case', 'sip/2.0/tls Host.Example', ['TLS', 'host.example', null, {}]],
  ['an IPv6 address', 'SIP/2.0/TLS [2001:DB8::1]:5061', ['TLS', '[2001:db8::1]', 5061, {}]],
  ['a host that begins with a line, as some clients send', 'SIP/2.0/TLS _b', ['TLS', '_b', null, {}]],
  ['white space where it may be', 'SIP \t/  2.0 / TLS \t b : 5061 ;rport', ['TLS', 'b', 5061, { rport: null }]],
  ['parameters', 'SIP/2.0/TLS b;Branch=z9hG4bK1;rport', ['TLS', 'b', null, { branch: 'z9hG4bK1', rport: null }]],
  ['a version to come', 'SIP/3.0/QUIC b', ['QUIC', 'b', null, {}]],
])('a Via may have %s', (_, value, expected) => {
  expect(read(value)).toEqual(expected);
});

test.each([
  ['nothing', ''],
  ['no transport', 'SIP/2.0 b'],
  ['no host', 'SIP/2.0/TLS'],
  ['no white space before the host', 'SIP/2.0/TLS:b'],
  ['no white space before an IPv6 address', 'SIP/2.0/TLS[::1]'],
  ['a word before it', 'x SIP/2.0/TLS b'],
  ['a word after the host', 'SIP/2.0/TLS b c'],
  ['a host that begins with a dash', 'SIP/2.0/TLS -b'],
  ['an empty port', 'SIP/2.0/TLS b:'],
  ['port 65,536', 'SIP/2.0/TLS b:65536'],
  ['a port of six digits', 'SIP/2.0/TLS b:000001'],
  ['a parameter without a name', 'SIP/2.0/TLS b;=x'],
])('a Via with %s is malformed', (_, value) => {
  expect(parseVia(value)).toBeNull();
});

it('reads the hops of all headers and of each list, topmost first', () => {
  expect(parseVias(['SIP/2.0/TLS a, SIP/2.0/UDP b', 'SIP/2.0/TCP c'])?.map(({ host }) => host)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(parseVias([])).toEqual([]);
});

it('refuses all hops when one is malformed', () => {
  expect(parseVias(['SIP/2.0/TLS a,', 'SIP/2.0/TCP c'])).toBeNull();
});

it('names the transaction by a branch that says more than the cookie', () => {
  const branch = (parameters: string): string | null => {
    const via = parseVia(`SIP/2.0/TLS b${parameters}`);
    return via === null ? 'malformed' : branchOf(via);
  };
  expect(branch(';branch=z9hG4bK1')).toBe('z9hG4bK1');
  expect(branch(';branch=old')).toBe('old');
  expect(branch(';branch=z9hG4bK')).toBeNull();
  expect(branch(';branch')).toBeNull();
  expect(branch('')).toBeNull();
});
