import { expect, it, test } from 'vitest';
import { parseContacts, parseNameAddr } from '../../../src/wire/grammar/name-addr.ts';

const read = (value: string): unknown => {
  const address = parseNameAddr(value);
  return address === null ? null : [address.displayName, address.uri, Object.fromEntries(address.parameters)];
};

test.each([
  ['a URI alone', 'sip:a@b', [null, 'sip:a@b', {}]],
  ['a URI in brackets', '<sip:a@b>', [null, 'sip:a@b', {}]],
  ['a parameter of a URI in brackets, which is the URI’s', '<sip:a@b;x=1>', [null, 'sip:a@b;x=1', {}]],
  ['a parameter of a URI alone, which is the header’s', 'sip:a@b ;tag=1', [null, 'sip:a@b', { tag: '1' }]],
  ['words before the brackets', 'Alice from work <sip:a@b>;tag=1', ['Alice from work', 'sip:a@b', { tag: '1' }]],
  ['only white space before the brackets', '  <sip:a@b>', [null, 'sip:a@b', {}]],
  ['a quoted name', '"Alice, at work" <sip:a@b>', ['Alice, at work', 'sip:a@b', {}]],
  ['a quoted name with a bracket and an escaped quote', '"<\\"Al\\">" <sip:a@b>', ['<"Al">', 'sip:a@b', {}]],
  ['a bracket behind an escaped quote', '"\\"<x" <sip:a@b>', ['"<x', 'sip:a@b', {}]],
  ['a quoted name without a space after it', '"Al"<sip:a@b>', ['Al', 'sip:a@b', {}]],
  ['a bracket in a parameter', 'sip:a@b;note="<"', [null, 'sip:a@b', { note: '<' }]],
  ['a semicolon in a quoted name', '"Al;x" <sip:a@b>', ['Al;x', 'sip:a@b', {}]],
  ['a bare name in another script', 'Żółw Ψ 亀 <sip:a@b>', ['Żółw Ψ 亀', 'sip:a@b', {}]],
  ['a quoted name behind white space', ' "Al" <sip:a@b>', ['Al', 'sip:a@b', {}]],
  ['another scheme', '<tel:+1201>', [null, 'tel:+1201', {}]],
])('an address is %s', (_, value, expected) => {
  expect(read(value)).toEqual(expected);
});

test.each([
  ['nothing', ''],
  ['a word without a scheme', 'alice'],
  ['brackets without a scheme', '<alice>'],
  ['a bracket that never closes', '<sip:a@b'],
  ['an unquoted comma in the name', 'Bell, Alexander <sip:a@b>'],
  ['a quote that never closes', '"Al <sip:a@b>'],
  ['a word after a quoted name', '"Al" Bell <sip:a@b>'],
  ['a word before a quoted name', 'Bell "Al" <sip:a@b>'],
  ['a bare name that looks like another address', 'sip:c@d <sip:a@b>'],
  ['a comma in a URI alone', 'sip:a,b@c'],
  ['a question mark in a URI alone', 'sip:a@b?Route=x'],
  ['white space in a URI', '<sip:a @b>'],
  ['a word after the brackets', '<sip:a@b> x'],
  ['a word after a URI alone', 'sip:a@b x'],
])('%s is no address', (_, value) => {
  expect(parseNameAddr(value)).toBeNull();
});

it('reads the contacts of all headers and of each list', () => {
  const read = parseContacts(['<sip:a@b>, "C, D" <sip:c@d>', 'sip:e@f']);
  expect(read?.wildcard).toBe(false);
  expect(read?.contacts.map(({ uri }) => uri)).toEqual(['sip:a@b', 'sip:c@d', 'sip:e@f']);
});

it('takes a star for all contacts only when it stands alone', () => {
  expect(parseContacts(['*'])).toEqual({ wildcard: true, contacts: [] });
  expect(parseContacts(['*', '<sip:a@b>'])).toBeNull();
  expect(parseContacts(['<sip:a@b>', '*'])).toBeNull();
  expect(parseContacts([])).toEqual({ wildcard: false, contacts: [] });
  expect(parseContacts(['<sip:a@b>'])).toMatchObject({ wildcard: false, contacts: [{ uri: 'sip:a@b' }] });
});

it('refuses all contacts when one is malformed', () => {
  expect(parseContacts(['<sip:a@b>, <sip:c@d', '<sip:e@f>'])).toBeNull();
});
