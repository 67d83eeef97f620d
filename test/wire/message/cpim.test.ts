import { expect, test } from 'vitest';
import { formatCpim, parseCpim } from '../../../src/wire/message/cpim.ts';

const ENVELOPE = [
  'From: <sip:alice@example.org>',
  'To: <sip:bob@example.org>',
  'DateTime: 2026-11-23T12:00:00Z',
  'NS: imdn <urn:ietf:params:imdn>',
  'imdn.Message-ID: abc',
];
const build = (
  envelope: readonly string[],
  contentHeaders: readonly string[],
  content: string | Buffer,
  between = '\r\n',
): Buffer =>
  Buffer.concat([Buffer.from([...envelope, '', ...contentHeaders, '', ''].join(between)), Buffer.from(content)]);
const read = (bytes: Uint8Array) => {
  const cpim = parseCpim(bytes);
  return cpim.ok ? Buffer.from(cpim.value.content).toString() : cpim.error;
};

test('what is written is read again', () => {
  const written = formatCpim({
    from: 'sip:alice@example.org',
    to: 'sip:bob@example.org',
    dateTime: '2026-11-23T12:00:00Z',
    imdn: [{ name: 'Message-ID', value: 'abc' }],
    contentHeaders: [{ name: 'Content-Type', value: 'text/plain;charset=utf-8' }],
    content: 'żółw\r\n\r\n🐢',
  });
  const cpim = parseCpim(Buffer.from(written!));
  if (!cpim.ok) throw new Error(cpim.error);
  expect(Object.fromEntries(cpim.value.headers)).toEqual({
    From: '<sip:alice@example.org>',
    To: '<sip:bob@example.org>',
    DateTime: '2026-11-23T12:00:00Z',
  });
  expect(Object.fromEntries(cpim.value.imdn)).toEqual({ 'Message-ID': 'abc' });
  expect(cpim.value.contentType.type).toBe('text/plain');
  expect(Buffer.from(cpim.value.content).toString()).toBe('żółw\r\n\r\n🐢');
});

test('a value that would break out of its line is not written', () => {
  const parts = { from: 'sip:a@b', to: 'sip:c@d', dateTime: 'x', contentHeaders: [], content: '' };
  expect(formatCpim({ ...parts, imdn: [{ name: 'Message-ID', value: 'a\r\nFrom: <sip:evil@x>' }] })).toBeNull();
});

test("the prefix of the IMDN namespace is the sender's choice, and one that was not declared means nothing", () => {
  const other = parseCpim(
    build(
      ['NS: x <urn:ietf:params:imdn>', 'x.Message-ID: abc', 'imdn.Message-ID: no'],
      ['Content-Type: text/plain'],
      '',
    ),
  );
  expect(other.ok && other.value.imdn.get('Message-ID')).toBe('abc');
});

test('content headers are known in any case, message headers in one only', () => {
  expect(
    read(build([...ENVELOPE, 'subject: x', 'from: y'], ['content-type: text/plain', 'CONTENT-LENGTH: 2'], 'hi')),
  ).toBe('hi');
});

test('the length of the content is digits alone, as many as it takes', () => {
  const readWith = (length: string, content: string) =>
    read(build(ENVELOPE, ['Content-Type: text/plain', `Content-Length: ${length}`], content));
  expect(readWith('12', 'twelve bytes')).toBe('twelve bytes');
  for (const length of ['+2', '2.0', '0x2', '1', '3']) expect(readWith(length, 'hi')).not.toBe('hi');
});

test('a demand for headers that we know is met', () => {
  const demanding = [...ENVELOPE, 'Require: Subject, imdn.Message-ID', 'Require: cc'];
  expect(read(build(demanding, ['Content-Type: text/plain'], 'hi'))).toBe('hi');
});

test('a header that we do not know is passed over', () => {
  expect(
    read(
      build(
        [...ENVELOPE, 'X-Other: y', 'other.Thing: z', 'Subject:;lang=en hello'],
        ['Content-Type: text/plain'],
        'hi',
      ),
    ),
  ).toBe('hi');
});

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), 'malformed'],
  ['no blank line', Buffer.from(ENVELOPE.join('\r\n')), 'malformed'],
  ['only one blank line', Buffer.from([...ENVELOPE, '', 'Content-Type: text/plain'].join('\r\n')), 'malformed'],
  ['lines that end with LF only', build(ENVELOPE, ['Content-Type: text/plain'], 'hi', '\n'), 'malformed'],
  ['no Content-Type', build(ENVELOPE, ['Content-ID: <1>'], 'hi'), 'malformed'],
  ['two Content-Types', build(ENVELOPE, ['Content-Type: text/plain', 'content-type: text/html'], 'hi'), 'malformed'],
  ['a Content-Type that is none', build(ENVELOPE, ['Content-Type: text'], 'hi'), 'malformed'],
  [
    'a Content-Length that is too small',
    build(ENVELOPE, ['Content-Type: text/plain', 'Content-Length: 1'], 'hi'),
    'malformed',
  ],
  [
    'a Content-Length that is too large',
    build(ENVELOPE, ['Content-Type: text/plain', 'Content-Length: 3'], 'hi'),
    'malformed',
  ],
  ['a negative Content-Length', build(ENVELOPE, ['Content-Type: text/plain', 'Content-Length: -2'], 'hi'), 'malformed'],
  [
    'two Content-Lengths',
    build(ENVELOPE, ['Content-Type: text/plain', 'Content-Length: 2', 'Content-Length: 2'], 'hi'),
    'malformed',
  ],
  ['two From', build([...ENVELOPE, 'From: <sip:boss@example.org>'], ['Content-Type: text/plain'], 'hi'), 'malformed'],
  ['two ids', build([...ENVELOPE, 'imdn.Message-ID: def'], ['Content-Type: text/plain'], 'hi'), 'malformed'],
  ['a bare CR in a header', build([...ENVELOPE, 'Subject: a\rb'], ['Content-Type: text/plain'], 'hi'), 'malformed'],
  ['a namespace that is none', build([...ENVELOPE, 'NS: imdn urn:x'], ['Content-Type: text/plain'], 'hi'), 'malformed'],
  [
    'too many headers',
    build(
      Array.from({ length: 65 }, (_, at) => `X${at}: y`),
      ['Content-Type: text/plain'],
      'hi',
    ),
    'malformed',
  ],
  [
    'a demand that we do not know',
    build([...ENVELOPE, 'Require: MyFeatures.Vital'], ['Content-Type: text/plain'], 'hi'),
    'unsupported',
  ],
  [
    'a demand of a namespace that nobody declared',
    build([...ENVELOPE, 'Require: other.Message-ID'], ['Content-Type: text/plain'], 'hi'),
    'unsupported',
  ],
  [
    'one demand that we know and one that we do not',
    build([...ENVELOPE, 'Require: Subject, Vital'], ['Content-Type: text/plain'], 'hi'),
    'unsupported',
  ],
  [
    'two demands',
    build([...ENVELOPE, 'Require: Subject', 'Require: Vital'], ['Content-Type: text/plain'], 'hi'),
    'unsupported',
  ],
  [
    'a content that is encoded',
    build(ENVELOPE, ['Content-Type: text/plain', 'Content-Transfer-Encoding: base64'], 'aGk='),
    'unsupported',
  ],
])('a CPIM with %s is refused', (_, bytes, expected) => {
  expect(read(bytes)).toBe(expected);
});
