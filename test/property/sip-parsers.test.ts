import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeAnswer } from '../../src/wire/encoding/answer.ts';
import type { GatePolicy } from '../../src/wire/gate/gate-policy.ts';
import { FrameReader } from '../../src/wire/framing/frame-reader.ts';
import { examineRequest } from '../../src/wire/gate/request-gate.ts';
import { examineResponse, isResponse } from '../../src/wire/gate/response-gate.ts';
import { encodeRequest } from '../../src/wire/encoding/serialize.ts';
import { parseNameAddr } from '../../src/wire/grammar/name-addr.ts';
import { parseSipUri } from '../../src/wire/grammar/sip-uri.ts';
import { parseVia } from '../../src/wire/grammar/via.ts';
import { parseCpim } from '../../src/wire/message/cpim.ts';
import { parseImdn } from '../../src/wire/message/imdn.ts';
import { understandMessage } from '../../src/sip/message/incoming-message.ts';
import { INVALID_MESSAGES } from '../sip/torture/invalid-messages.ts';
import { threadCpuMs } from '../sip/support/thread-cpu.ts';
import { frameOf, message } from '../sip/support/wire.ts';
import { VALID_MESSAGES } from '../sip/torture/valid-messages.ts';

const SEEDS = [...VALID_MESSAGES, ...INVALID_MESSAGES].map(({ bytes }) => bytes.toString('latin1'));
const TOKENS = [
  '\r\n',
  '\r\n ',
  '\0',
  '"',
  '<',
  '>',
  ';',
  ',',
  '%',
  '\u00ff',
  ':',
  '@',
  '[',
  ']',
  '-1',
  '4294967296',
  'Content-Length: 5\r\n',
  'CSeq: x\r\n',
  '%s%n',
  '\u001b[2J',
  '=',
  '?',
  '\\',
];
const MAX_MS = 100;

type Mutation = (text: string) => string;
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...TOKENS)).map(
    ([at, token]): Mutation =>
      (text) =>
        splice(text, at, 0, token),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 20 })).map(
    ([at, count]): Mutation =>
      (text) =>
        splice(text, at, count, ''),
  ),
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(
    ([at, code]): Mutation =>
      (text) =>
        splice(text, at, 1, String.fromCharCode(code)),
  ),
  fc
    .tuple(place, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 30 }))
    .map(([at, size, times]): Mutation => (text) => {
      const start = Math.floor(at * text.length);
      return splice(text, at, 0, text.slice(start, start + size).repeat(times));
    }),
  fc.tuple(place, fc.constantFrom(...SEEDS), place).map(
    ([at, other, from]): Mutation =>
      (text) =>
        splice(text, at, 0, other.slice(Math.floor(from * other.length)).slice(0, 200)),
  ),
);
const mutant = fc.tuple(fc.constantFrom(...SEEDS), fc.array(mutation, { maxLength: 6 })).map(([seed, mutations]) =>
  Buffer.from(
    mutations.reduce((text, mutate) => mutate(text), seed),
    'latin1',
  ),
);

function splice(text: string, at: number, remove: number, insert: string): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + insert + text.slice(start + remove);
}

const POLICIES: readonly GatePolicy[] = [
  {
    role: 'endpoint',
    methods: ['MESSAGE', 'OPTIONS'],
    extensions: [],
    content: { types: ['text/plain', 'message/cpim', 'message/imdn+xml'], encodings: ['deflate'] },
    isOwn: null,
  },
  { role: 'relay', methods: ['MESSAGE', 'REGISTER'], extensions: ['path'], content: null, isOwn: null },
];

test('no mutant of a SIP message throws, takes long, or is answered by anything but one whole response', () => {
  fc.assert(
    fc.property(mutant, fc.constantFrom(...POLICIES), (bytes, policy) => {
      const startedAt = threadCpuMs();
      for (const event of new FrameReader({ role: 'client' }).push(bytes)) {
        const head = event.kind === 'frame' ? event.frame : event.kind === 'fault' ? event.fault.head : null;
        if (head === null) continue;
        if (event.kind === 'frame' && isResponse(head.startLine)) examineResponse(event.frame);
        const verdict = event.kind === 'frame' ? examineRequest(event.frame, policy) : null;
        if (verdict?.kind === 'pass') understandMessage(verdict.request);
        const answer = encodeAnswer(head, { statusCode: 400, reason: 'Bad Request' }, 'tag');
        if (answer === null) continue;
        const [sent, ...more] = new FrameReader({ role: 'client' }).push(Buffer.from(answer));
        expect(more).toEqual([]);
        expect(sent?.kind === 'frame' && sent.frame.malformed === null).toBe(true);
      }
      expect(threadCpuMs() - startedAt).toBeLessThan(MAX_MS);
    }),
    { numRuns: 5_000 },
  );
}, 60_000);

test('no field reader throws or takes long, whatever it is given', () => {
  const piece = fc.constantFrom(
    'sip:',
    'sips:',
    'a',
    'b',
    '@',
    ';',
    '=',
    '"',
    '\\',
    '<',
    '>',
    ',',
    ' ',
    '\t',
    '%41',
    '%',
    '[',
    ']',
    ':',
    '?',
    '&',
    '/',
    'SIP/2.0/TLS ',
    '*',
    'ż',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 1_500 }).map((pieces) => pieces.join('')),
      (text) => {
        const startedAt = threadCpuMs();
        parseSipUri(text);
        parseSipUri(`sip:${text}`);
        parseNameAddr(text);
        parseNameAddr(`"${text}" <sip:a@b>;tag=1`);
        parseNameAddr(`<sip:a@b>;${text}`);
        parseVia(`SIP/2.0/TLS h;branch=z9hG4bKa;${text}`);
        expect(threadCpuMs() - startedAt).toBeLessThan(MAX_MS);
      },
    ),
    { numRuns: 1_500 },
  );
}, 60_000);

test.each([
  'a '.repeat(2_000),
  'a'.repeat(4_000),
  ';'.repeat(4_000),
  ';a=b'.repeat(1_000),
  '<'.repeat(4_000),
  '"'.repeat(4_000),
  '\\'.repeat(4_000),
  '%'.repeat(4_000),
  `[${':'.repeat(4_000)}]`,
])('no line within the limits takes long: %#', (text) => {
  const startedAt = threadCpuMs();
  for (const value of [
    text,
    `sip:${text}@x`,
    `"${text}" <sip:a@b>`,
    `<sip:a@b>${text}`,
    `${text}<sip:a@b>`,
    `SIP/2.0/TLS ${text}`,
  ]) {
    parseSipUri(value);
    parseNameAddr(value);
    parseVia(value);
  }
  expect(threadCpuMs() - startedAt).toBeLessThan(50);
});

test('whatever is put into names and values, the wire carries exactly those headers or nothing at all', () => {
  const evil = fc
    .array(
      fc.constantFrom(
        'a',
        '\r\n',
        '\r',
        '\n',
        '\0',
        'X-Evil: 1',
        '"',
        '\\',
        '<',
        '>',
        '%0d%0a',
        ';tag=',
        ',',
        ':',
        ' ',
        'ż',
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(fc.constant('Subject'), evil), evil), { maxLength: 5 }),
      fc.oneof(fc.constant('sip:a@b'), evil),
      (pairs, requestUri) => {
        const headers = pairs.map(([name, value]) => ({ name, value }));
        const encoded = encodeRequest({ method: 'MESSAGE', requestUri, headers }, new Uint8Array(0));
        if (!encoded.ok) return;
        const [event, ...more] = new FrameReader({ role: 'server' }).push(encoded.value);
        expect(more).toEqual([]);
        if (event?.kind !== 'frame') throw new Error('what was written is no message');
        expect(event.frame.startLine).toBe(`MESSAGE ${requestUri} SIP/2.0`);
        expect(event.frame.headers.map(({ name }) => name)).toEqual([
          ...headers.map(({ name }) => name),
          'Content-Length',
        ]);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('no body makes the readers of CPIM and IMDN throw or take long', () => {
  const piece = fc.constantFrom(
    'From: <sip:a@b>',
    '\r\n',
    '\r\n\r\n',
    'Content-Type: text/plain',
    'NS: imdn <urn:ietf:params:imdn>',
    'imdn.Message-ID: x',
    ':',
    '\0',
    'ż',
    '<imdn xmlns="urn:ietf:params:xml:ns:imdn">',
    '<message-id>',
    '</message-id>',
    '</imdn>',
    '&amp;',
    '&#x',
    '<!--',
    '-->',
    '<a b="c">',
    '</a>',
    '<',
    '>',
    '/>',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 300 }).map((pieces) => Buffer.from(pieces.join(''))),
      (body) => {
        const startedAt = threadCpuMs();
        parseCpim(body);
        parseImdn(body);
        expect(threadCpuMs() - startedAt).toBeLessThan(MAX_MS);
      },
    ),
    { numRuns: 2_000 },
  );
}, 60_000);

test('no deflated body throws, takes long, or comes out larger than a body may be', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.integer({ min: 0, max: 400_000 }).map((length) => Buffer.alloc(length, 'a')),
    fc
      .constantFrom('<imdn xmlns="urn:ietf:params:xml:ns:imdn">', '<message-id>m</message-id>', '</imdn>')
      .map((xml) => Buffer.from(xml)),
  );
  const deflated = fc.tuple(fc.array(piece, { maxLength: 6 }), place, fc.boolean()).map(([pieces, at, broken]) => {
    const bytes = deflateSync(Buffer.concat(pieces));
    if (broken) bytes[Math.floor(at * bytes.length)]! ^= 0x55;
    return bytes;
  });
  fc.assert(
    fc.property(
      fc.oneof(deflated, fc.uint8Array({ maxLength: 200 })),
      fc.constantFrom('text/plain', 'message/cpim', 'message/imdn+xml'),
      (body, type) => {
        const startedAt = threadCpuMs();
        const verdict = examineRequest(
          frameOf(message({ extra: [`Content-Type: ${type}`, 'Content-Encoding: deflate'], body })),
          POLICIES[0]!,
        );
        if (verdict.kind !== 'pass') throw new Error('the gate refused it');
        const understood = understandMessage(verdict.request);
        if (understood.ok && understood.value.message?.kind === 'text') {
          expect(Buffer.byteLength(understood.value.message.body)).toBeLessThanOrEqual(65_536);
        }
        expect(threadCpuMs() - startedAt).toBeLessThan(MAX_MS);
      },
    ),
    { numRuns: 1_000 },
  );
}, 60_000);
