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
    malformed: false,
  });
  expect(Buffer.from(head!.content).toString()).toBe('content');
});

test.each<[string, Buffer]>([
  ['lines that end without CR', build(ENVELOPE, ['Content-Type: text/plain'], '\n')],
  ['a line that is no header', build([...ENVELOPE, 'NoColon'], ['Content-Type: text/plain'])],
  ['a name that is none', build([...ENVELOPE, 'Bad/Name: x'], ['Content-Type: text/plain'])],
  ['a control character', build([...ENVELOPE, 'Subject: a\0b'], ['Content-Type: text/plain'])],
  ['two ids', build([...ENVELOPE, 'imdn.Message-ID: other'], ['Content-Type: text/plain'])],
  ['a namespace that is none', build([...ENVELOPE, 'NS: x y'], ['Content-Type: text/plain'])],
  [
    'no UTF-8',
    Buffer.concat([Buffer.from('Subject: \xff\r\n', 'latin1'), build(ENVELOPE, ['Content-Type: text/plain'])]),
  ],
])('a head with %s is malformed, and its first id is found all the same', (_, bytes) => {
  const head = readCpimHead(bytes, 8_192);
  expect([head?.malformed, head?.imdn.get('Message-ID')]).toEqual([true, 'abc']);
  expect(Buffer.from(head!.content).toString()).toBe('content');
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
