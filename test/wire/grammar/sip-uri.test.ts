import { expect, it, test } from 'vitest';
import { isAbsoluteUri, parseSipUri } from '../../../src/wire/grammar/sip-uri.ts';

const read = (text: string): unknown => {
  const uri = parseSipUri(text);
  return uri.ok ? { ...uri.value, parameters: Object.fromEntries(uri.value.parameters) } : uri.error;
};
const bare = { scheme: 'sip', user: null, password: null, host: 'b', port: null, parameters: {}, headers: null };

test.each<[string, string, object]>([
  ['a host alone', 'sip:b', {}],
  ['a user', 'sip:a@b', { user: 'a' }],
  ['a user with an escape, kept as written', 'sip:a%20b@b', { user: 'a%20b' }],
  ['a user with signs that only users may have', 'sip:a;x?/,y@b', { user: 'a;x?/,y' }],
  ['a password', 'sip:a:p%41$@b', { user: 'a', password: 'p%41$' }],
  ['an empty password', 'sip:a:@b', { user: 'a', password: '' }],
  ['scheme and host in any case', 'SIPS:a@ExAmple.ORG', { scheme: 'sips', user: 'a', host: 'example.org' }],
  ['a port', 'sip:b:5061', { port: 5061 }],
  ['the lowest port', 'sip:b:1', { port: 1 }],
  ['the highest port', 'sip:b:65535', { port: 65_535 }],
  ['an IPv6 address with a port', 'sip:[2001:DB8::1]:5061', { host: '[2001:db8::1]', port: 5061 }],
  ['parameters', 'sip:b;LR;transport=TLS', { parameters: { lr: null, transport: 'TLS' } }],
  ['a parameter twice, of which the first counts', 'sip:b;a=1;A=2', { parameters: { a: '1' } }],
  ['a parameter with escapes', 'sip:b;%61=%62', { parameters: { '%61': '%62' } }],
  ['headers', 'sip:b;lr?Route=x&A=%20', { parameters: { lr: null }, headers: 'Route=x&A=%20' }],
])('a SIP URI may have %s', (_, text, differs) => {
  expect(read(text)).toEqual({ ...bare, ...differs });
});

test.each([
  ['nothing', ''],
  ['a scheme alone', 'sip:'],
  ['no scheme', 'a@b'],
  ['a scheme that begins with a digit', '1sip:a@b'],
  ['an empty user', 'sip:@b'],
  ['a user with a bad escape', 'sip:a%2@b'],
  ['a user with a sign that it may not have', 'sip:a[@b'],
  ['a password with a sign that it may not have', 'sip:a:p?@b'],
  ['a password with a bad escape', 'sip:a:p%4@b'],
  ['two colons before the @', 'sip:a:b:c@b'],
  ['two @', 'sip:a@b@c'],
  ['no host', 'sip:a@'],
  ['a host that begins with a dot', 'sip:.b'],
  ['a host of 255 characters', `sip:${'a'.repeat(255)}`],
  ['an open bracket', 'sip:[::1'],
  ['port 0', 'sip:b:0'],
  ['port 65,536', 'sip:b:65536'],
  ['an empty port', 'sip:b:'],
  ['a word for a port', 'sip:b:x'],
  ['a parameter without a name', 'sip:b;=1'],
  ['an empty parameter', 'sip:b;'],
  ['a parameter with an empty value', 'sip:b;a='],
  ['a parameter with a bad escape', 'sip:b;a=%4'],
  ['a parameter with a bad escape in its name', 'sip:b;a%4'],
  ['a word after the parameters', 'sip:b;a=1,c'],
  ['empty headers', 'sip:b?'],
  ['headers with a bad escape', 'sip:b?a=%x'],
  ['white space', 'sip:b;a=1 '],
])('a SIP URI with %s is malformed', (_, text) => {
  expect(read(text)).toBe('malformed');
});

it('takes the longest host that DNS could hold', () => {
  expect(read(`sip:${'a'.repeat(254)}`)).toMatchObject({ host: 'a'.repeat(254) });
});

it('tells another scheme from a malformed URI', () => {
  expect(read('tel:+1201')).toBe('unsupported-scheme');
  expect(read('sipsy:a@b')).toBe('unsupported-scheme');
  expect(read('tel:+12 01')).toBe('malformed');
});

it('knows an absolute URI by its scheme and by what may not be in it', () => {
  expect(['a:b', 'a+-.1:b', 'sip:a@b;c?d'].map(isAbsoluteUri)).toEqual([true, true, true]);
  expect(['', ':b', 'a:', '1a:b', 'a:b c', 'a:"', 'a:<', 'a:>', ' a:b', 'a:b\n'].some(isAbsoluteUri)).toBe(false);
});
