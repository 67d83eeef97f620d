import { expect, it, test } from 'vitest';
import { Scanner, TOKEN, unquote } from '../../../src/wire/grammar/scanner.ts';
import { quote, readParameters, SIP_PARAMETERS, splitList } from '../../../src/wire/grammar/syntax.ts';

const parse = (text: string): ReadonlyMap<string, string | null> | null =>
  readParameters(new Scanner(text), SIP_PARAMETERS);

test.each<[string, Record<string, string | null>]>([
  ['', {}],
  [' ', {}],
  [';a', { a: null }],
  [';a=1;b=2', { a: '1', b: '2' }],
  [' \t; \ta \t= \t1 \t; b ', { a: '1', b: null }],
  [';A=X', { a: 'X' }],
  [';a=1;A=2', { a: '1' }],
  [';a;a=2', { a: null }],
  [';a="x;\\"y\\\\, z"', { a: 'x;"y\\, z' }],
  [';a=""', { a: '' }],
  [';a=[::1]:5061', { a: '[::1]:5061' }],
])('reads the parameters %j', (text, expected) => {
  expect(Object.fromEntries(parse(text) ?? [['null', null]])).toEqual(expected);
});

test.each(['a', ';', ';a;', ';a=', ';=1', ';a="x', ';a=1,b', ';a=<b>', ';a b', ';a=1 b', ';(=1'])(
  'finds no parameters in %j',
  (text) => {
    expect(parse(text)).toBeNull();
  },
);

it('takes the quotes and escapes off a quoted text, and leaves another as it is', () => {
  expect(['"a"', '"a\\"\\\\b"', '""', '"\\n"'].map(unquote)).toEqual(['a', 'a"\\b', '', 'n']);
  expect(['a', '"', '"a', 'a"', '\\"', ''].map(unquote)).toEqual(['a', '"', '"a', 'a"', '\\"', '']);
});

it('quotes so that what is read is what was meant', () => {
  expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"');
  expect(unquote(quote('"\\"'))).toBe('"\\"');
});

test.each<[string, string[]]>([
  [' a ', ['a']],
  ['a, b ,c', ['a', 'b', 'c']],
  ['a,,b,', ['a', '', 'b', '']],
  ['"a,b",c', ['"a,b"', 'c']],
  ['"a\\",b",c', ['"a\\",b"', 'c']],
  ['a\\,b', ['a\\', 'b']],
  ['<a,b>,c', ['<a,b>', 'c']],
  ['"<",a', ['"<"', 'a']],
  ['<">,a', ['<">', 'a']],
  ['<a">,"b,c",d', ['<a">', '"b,c"', 'd']],
  ['"<>,",a', ['"<>,"', 'a']],
  ['">",<b,c>', ['">"', '<b,c>']],
])('splits the list %j', (value, expected) => {
  expect(splitList(value)).toEqual(expected);
});

it('knows a token by its signs', () => {
  expect(["aZ09-.!%*_+`'~", 'a'].every((text) => TOKEN.test(text))).toBe(true);
  expect(['', ' a', 'a ', 'a b', 'a=b', 'a"', 'ä', 'a\n'].some((text) => TOKEN.test(text))).toBe(false);
});
