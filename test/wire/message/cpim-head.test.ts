import { expect, test } from 'vitest';
import { isContentPlain, readCpimHead } from '../../../src/wire/message/cpim-head.ts';

const ENVELOPE = ['From: <sip:alice@example.org>', 'NS: imdn <urn:ietf:params:imdn>', 'imdn.Message-ID: abc'];
const build = (envelope: readonly string[], contentHeaders: readonly string[], lineEnd = '\r\n'): Buffer =>
  Buffer.from([...envelope, '', ...contentHeaders, '', 'content'].join(lineEnd));
const idIn = (bytes: Uint8Array, maxHeadBytes = 8_192): string | null | undefined => {
  const head = readCpimHead(bytes, maxHeadBytes);
  return head === null ? null : head.imdn.get('Message-ID');
};

test('a head that RFC 3862 allows is read and not called malformed', () => {
  const head = readCpimHead(build(ENVELOPE, ['Content-Type: text/plain']), 8_192);
  expect(head).toMatchObject({
    headers: new Map([['From', '<sip:alice@example.org>']]),
    imdn: new Map([['Message-ID', 'abc']]),
    contentHeaders: [{ name: 'content-type', value: 'text/plain' }],
    demandsMore: false,
    malformed: false,
  });
  expect(Buffer.from(head!.content).toString()).toBe('content');
});

test.each<[string, Buffer]>([
  ['lines that end without CR', build(ENVELOPE, ['Content-Type: text/plain'], '\n')],
  ['half a line break in a header', build([...ENVELOPE, 'Subject: a\rFrom: b'], ['Content-Type: text/plain'])],
  ['a control character in From', build([...ENVELOPE.slice(1), 'From: a\0b'], ['Content-Type: text/plain'])],
  ['a control character in what it wishes', build([...ENVELOPE, 'imdn.Disposition-Notification: \0'], ['X: y'])],
  ['a control character in Content-Type', build(ENVELOPE, ['Content-Type: text/plain\0'])],
  ['two ids', build([...ENVELOPE, 'imdn.Message-ID: other'], ['Content-Type: text/plain'])],
  ['a namespace that is none', build([...ENVELOPE, 'NS: x y'], ['Content-Type: text/plain'])],
])('a head with %s is malformed, and its first id is found all the same', (_, bytes) => {
  const head = readCpimHead(bytes, 8_192);
  expect([head?.malformed, head?.imdn.get('Message-ID')]).toEqual([true, 'abc']);
  expect(Buffer.from(head!.content).toString()).toBe('content');
});

test.each<[string, readonly string[]]>([
  ['a line that is no header', ['NoColon', ' and goes on', ': x', 'Bad/Name: x']],
  ['a control character where nobody looks', ['Subject: a\0b', 'DateTime: \x7f']],
  ['ISO 8859-1', ['Subject: caf\xe9']],
  [
    'the two Subjects of RFC 3862 §3.6',
    ['Subject: the weather will be fine today', 'Subject:;lang=fr beau temps prevu'],
  ],
  ['two dates', ['DateTime: x', 'DateTime: y']],
])('a head with %s is read', (_, more) => {
  const head = readCpimHead(Buffer.from(build([...more, ...ENVELOPE], ['X: y']).toString(), 'latin1'), 8_192);
  expect([head?.malformed, head?.imdn.get('Message-ID')]).toEqual([false, 'abc']);
});

test('names in other scripts are read, and what is no UTF-8 as ISO 8859-1', () => {
  const line = (text: string, encoding: BufferEncoding) => Buffer.from(`${text}\r\n`, encoding);
  const bytes = Buffer.concat([
    line('To: Żółw <sip:a@b>', 'utf8'),
    line('cc: José <sip:a@b>', 'latin1'),
    build(ENVELOPE, ['X: y']),
  ]);
  const headers = readCpimHead(bytes, 8_192)?.headers;
  expect([headers?.get('To'), headers?.get('cc')]).toEqual(['Żółw <sip:a@b>', 'José <sip:a@b>']);
});

test('a prefix means nothing before the line that declares it', () => {
  expect(idIn(build(['imdn.Message-ID: abc', 'NS: imdn <urn:ietf:params:imdn>'], ['Content-ID: <1>']))).toBeUndefined();
});

test('the blank lines are looked for within the bound, and not one byte beyond it', () => {
  const bytes = build(ENVELOPE, ['Content-Type: text/plain']);
  const headBytes = bytes.length - 'content'.length;
  expect(idIn(bytes, headBytes)).toBe('abc');
  expect(idIn(bytes, headBytes - 1)).toBeNull();
});

test.each([
  [['Content-Type: text/plain'], true],
  [['Content-Transfer-Encoding: 8bit', 'Content-Encoding: Identity'], true],
  [['content-transfer-encoding: base64'], false],
  [['Content-Encoding: deflate'], false],
])('a content under %j stands there as it is: %s', (headers, plain) => {
  expect(isContentPlain(readCpimHead(build(ENVELOPE, headers), 8_192)!)).toBe(plain);
});
