import { expect, test } from 'vitest';
import { encodeAnswer } from '../../../src/wire/encoding/answer.ts';
import type { GatePolicy } from '../../../src/wire/gate/gate-policy.ts';
import { examineRequest } from '../../../src/wire/gate/request-gate.ts';
import { examineResponse } from '../../../src/wire/gate/response-gate.ts';
import { frameOf, message, wire, type MessageLines } from '../../sip/support/wire.ts';

// What the handset does with each message is shown by the torture tests; here is what a relay does otherwise.
const RELAY: GatePolicy = {
  role: 'relay',
  methods: ['REGISTER', 'MESSAGE'],
  extensions: ['path'],
  content: null,
  isOwn: null,
};
const examine = (parts: MessageLines, policy = RELAY): string => {
  const verdict = examineRequest(frameOf(message(parts)), policy);
  if (verdict.kind !== 'refuse') return verdict.kind;
  const [header] = verdict.refusal.headers ?? [];
  return [
    verdict.refusal.status,
    verdict.refusal.reason,
    ...(header === undefined ? [] : [`${header.name}: ${header.value}`]),
  ].join(' ');
};
const TYPE = 'Content-Type: text/plain';

test.each<[string, MessageLines, string]>([
  ['passes what is in order', {}, 'pass'],
  ['passes any content', { extra: ['Content-Type: application/pkcs7-mime', 'Content-Encoding: gzip'] }, 'pass'],
  ['passes a request for anybody', { startLine: 'MESSAGE sip:carol@example.com SIP/2.0' }, 'pass'],
  ['refuses a text in a dialog', { to: '<sip:bob@example.org>;tag=1' }, '481 Call/Transaction Does Not Exist'],
  [
    'refuses another method in a dialog',
    { startLine: 'BYE sip:bob@example.org SIP/2.0', cseq: '1 BYE', to: 'sip:bob@example.org;tag=1' },
    '481 Call/Transaction Does Not Exist',
  ],
  ['passes a tag that is part of the URI', { to: '<sip:bob@example.org;tag=1>' }, 'pass'],
  ['passes a Via without a branch, as RFC 2543 has it', { via: 'SIP/2.0/TLS a.example.org' }, 'pass'],
  ['leaves Require to the endpoint', { extra: [TYPE, 'Require: unheard-of'] }, 'pass'],
  [
    'refuses what it must do and cannot',
    { extra: [TYPE, 'Proxy-Require: path, unheard-of'] },
    '420 Bad Extension Unsupported: unheard-of',
  ],
  [
    'refuses another method',
    { startLine: 'INVITE sip:bob@example.org SIP/2.0', cseq: '1 INVITE' },
    '405 Method Not Allowed Allow: REGISTER, MESSAGE',
  ],
  [
    'passes over an ACK, which nobody answers',
    { startLine: 'ACK sip:bob@example.org SIP/2.0', cseq: '1 ACK' },
    'discard',
  ],
  ['refuses a type that cannot be read', { extra: ['Content-Type: text'] }, '400 Bad Content-Type'],
  ['refuses a body without a type', { extra: [] }, '400 Missing Content-Type'],
  ['refuses tel:', { startLine: 'MESSAGE tel:+1201 SIP/2.0' }, '416 Unsupported URI Scheme'],
])('a relay %s', (_, parts, expected) => {
  expect(examine(parts)).toBe(expected);
});

const ENDPOINT: GatePolicy = {
  role: 'endpoint',
  methods: ['MESSAGE', 'OPTIONS'],
  extensions: [],
  content: { types: ['text/plain'], encodings: ['deflate'], tolerates: (type) => type === 'application/typing' },
  isOwn: null,
};
const OPTIONS = { startLine: 'OPTIONS sip:bob@example.org SIP/2.0', cseq: '1 OPTIONS' };

test.each<[string, MessageLines, string]>([
  ['takes what it reads', {}, 'pass'],
  ['takes what it tolerates', { extra: ['Content-Type: application/typing'] }, 'pass'],
  ['refuses another type', { extra: ['Content-Type: text/html'] }, '415 Unsupported Media Type Accept: text/plain'],
  ['refuses a text without a type', { extra: [], body: '' }, '415 Unsupported Media Type Accept: text/plain'],
  ['takes an encoding that it knows, in any case', { extra: [TYPE, 'Content-Encoding: Identity, DEFLATE'] }, 'pass'],
  [
    'refuses another encoding',
    { extra: [TYPE, 'Content-Encoding: deflate, gzip'] },
    '415 Unsupported Media Type Accept-Encoding: identity, deflate',
  ],
  [
    'asks of a MESSAGE alone that it can read it',
    { ...OPTIONS, extra: ['Content-Type: text/html', 'Content-Encoding: gzip'] },
    'pass',
  ],
  ['leaves an ACK to its transaction', { startLine: 'ACK sip:bob@example.org SIP/2.0', cseq: '1 ACK' }, 'pass'],
  ['leaves a CANCEL to its transaction', { startLine: 'CANCEL sip:b@c SIP/2.0', cseq: '1 CANCEL' }, 'pass'],
])('a handset %s', (_, parts, expected) => {
  expect(examine(parts, ENDPOINT)).toBe(expected);
});

test('a handset that tolerates nothing beside what it reads refuses it', () => {
  const policy = { ...ENDPOINT, content: { types: ['text/plain'], encodings: [] } };
  expect([examine({}, policy), examine({ extra: ['Content-Type: application/typing'] }, policy)]).toEqual([
    'pass',
    '415 Unsupported Media Type Accept: text/plain',
  ]);
});

test('a relay lets nothing go on forever', () => {
  const spent = message().toString().replace('Max-Forwards: 70', 'Max-Forwards: 0');
  const verdict = examineRequest(frameOf(Buffer.from(spent)), RELAY);
  expect(verdict).toMatchObject({ refusal: { status: 483 } });
});

test.each<[string, MessageLines]>([
  ['a line', { to: `<sip:bob@example.org;x=${'x'.repeat(3_830)}>` }],
  ['headers', { extra: [TYPE, ...Array.from({ length: 5 }, () => `X: ${'x'.repeat(3_050)}`)] }],
  ['a number of headers', { extra: [TYPE, ...Array.from({ length: 86 }, () => 'X: 1')] }],
])('a relay refuses %s that would be beyond the limits once it has added its own', (_, parts) => {
  expect(examine(parts)).toBe('513 Message Too Large');
  expect(examine(parts, { ...RELAY, role: 'endpoint' })).toBe('pass');
});

test('an answer never goes beyond the limits that its request kept', () => {
  const to = `<sip:bob@example.org>;x=${'x'.repeat(4_068)}`;
  expect(`To: ${to}`).toHaveLength(4_096);
  const answer = frameOf(encodeAnswer(frameOf(message({ to })), { statusCode: 200, reason: 'OK' }, 'mine')!);
  expect(answer.headers.find(({ name }) => name === 'To')?.value).toBe(to);
});

test('what passed is parsed: the hops, the parties, the numbers', () => {
  const verdict = examineRequest(
    frameOf(
      message({
        from: '"A \\"B\\"" <sip:alice@example.org>;tag=x',
        via: 'SIP/2.0/TLS h:5061;branch=z9hG4bKa;rport, SIP/2.0/TCP [::1];branch=z9hG4bKb',
      }),
    ),
    RELAY,
  );
  expect(verdict).toMatchObject({
    request: {
      method: 'MESSAGE',
      requestUri: 'sip:bob@example.org',
      maxForwards: 70,
      callId: 'asd88asd77a@1.2.3.4',
      cseq: { number: 1, method: 'MESSAGE' },
      from: { displayName: 'A "B"', uri: 'sip:alice@example.org' },
      vias: [
        { transport: 'TLS', host: 'h', port: 5061 },
        { transport: 'TCP', host: '[::1]', port: null },
      ],
    },
  });
});

test('an answer copies what the request said, in its order, and tags To once', () => {
  const frame = frameOf(message({ via: 'SIP/2.0/TLS h;branch=z9hG4bKa, SIP/2.0/TLS i;branch=z9hG4bKb' }));
  const answer = frameOf(
    encodeAnswer(
      frame,
      { statusCode: 415, reason: 'Unsupported Media Type', headers: [{ name: 'Accept', value: 'text/plain' }] },
      'mine',
    )!,
  );
  expect(answer.headers).toEqual([
    { name: 'Via', value: 'SIP/2.0/TLS h;branch=z9hG4bKa, SIP/2.0/TLS i;branch=z9hG4bKb' },
    { name: 'From', value: '<sip:alice@example.org>;tag=49583' },
    { name: 'To', value: '<sip:bob@example.org>;tag=mine' },
    { name: 'Call-ID', value: 'asd88asd77a@1.2.3.4' },
    { name: 'CSeq', value: '1 MESSAGE' },
    { name: 'Accept', value: 'text/plain' },
    { name: 'Content-Length', value: '0' },
  ]);
});

test.each([
  ['"a;tag=no" <sip:bob@example.org>', '"a;tag=no" <sip:bob@example.org>;tag=mine'],
  ['<sip:bob@example.org>;TAG=theirs', '<sip:bob@example.org>;TAG=theirs'],
  ['"open <sip:bob@example.org>', '"open <sip:bob@example.org>;tag=mine'],
])('To %s is answered as %s', (to, expected) => {
  const answer = frameOf(encodeAnswer(frameOf(message({ to })), { statusCode: 400, reason: 'Bad' }, 'mine')!);
  expect(answer.headers.find(({ name }) => name === 'To')?.value).toBe(expected);
});

test.each([
  ['SIP/2.0 200 OK', 200],
  ['SIP/2.0 200 ', 200],
  ['SIP/2.0 200', 200],
  ['sip/2.0 699 Ünïcode', 699],
  ['SIP/2.0 700 X', null],
  ['SIP/2.0 099 X', null],
  ['SIP/3.0 200 OK', null],
  ['SIP/2.0  200 OK', null],
  ['SIP/2.0 20 OK', null],
  ['SIP/2.0 2000 OK', null],
  ['SIP/2.0 200OK', null],
  ['x SIP/2.0 200 OK', null],
])('the first line %j is a response with status %s', (line, status) => {
  const lines = [
    'Via: SIP/2.0/TLS h;branch=z9hG4bKq',
    'From: <sip:b@x>;tag=1',
    'To: <sip:b@x>;tag=2',
    'Call-ID: 1',
    'CSeq: 1 REGISTER',
  ];
  expect(examineResponse(frameOf(wire([line, ...lines])))?.statusCode ?? null).toBe(status);
});

test.each<[string, readonly string[], boolean]>([
  [
    'a control character in what it is matched by: Via',
    ['Via: SIP/2.0/TLS h;branch=z9hG4bKq;x="\0"', 'CSeq: 1 MESSAGE'],
    false,
  ],
  [
    'a control character in what it is matched by: CSeq',
    ['Via: SIP/2.0/TLS h;branch=z9hG4bKq', 'CSeq: 1\x07MESSAGE'],
    false,
  ],
  ['a control character elsewhere', ['Via: SIP/2.0/TLS h;branch=z9hG4bKq', 'CSeq: 1 MESSAGE', 'Server: \0'], true],
  ['half a line break', ['Via: SIP/2.0/TLS h;branch=z9hG4bKq', 'CSeq: 1 MESSAGE', 'Server: a\rb'], false],
])('a response with %s is read or discarded', (_, lines, isRead) => {
  expect(examineResponse(frameOf(wire(['SIP/2.0 200 OK', ...lines]))) !== null).toBe(isRead);
});
