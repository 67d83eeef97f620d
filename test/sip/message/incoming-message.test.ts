import { deflateRawSync, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FRAME_LIMITS } from '../../../src/wire/framing/frame-limits.ts';
import type { GatePolicy } from '../../../src/wire/gate/gate-policy.ts';
import { examineRequest } from '../../../src/wire/gate/request-gate.ts';
import { understandMessage } from '../../../src/sip/message/incoming-message.ts';
import { ALICE } from '../support/link-bench.ts';
import { frameOf, message, type MessageLines } from '../support/wire.ts';

const POLICY: GatePolicy = { role: 'endpoint', methods: ['MESSAGE'], extensions: [], content: null, isOwn: null };
const understand = (parts: MessageLines) => {
  const verdict = examineRequest(frameOf(message(parts)), POLICY);
  if (verdict.kind !== 'pass') throw new Error(JSON.stringify(verdict));
  const understood = understandMessage(verdict.request);
  return understood.ok ? understood.value.message : `${understood.error.status} ${understood.error.reason}`;
};
const cpim = (
  imdn: readonly string[],
  content = 'hi',
  type = 'text/plain',
  from = 'From: "The Boss" <sip:%61lice@EXAMPLE.org;gr=1>',
): string =>
  [
    from,
    'To: <sip:bob@example.org>',
    'DateTime: 2026-11-23T11:00:00+01:00',
    'NS: imdn <urn:ietf:params:imdn>',
    ...imdn,
    '',
    `Content-Type: ${type}`,
    '',
    content,
  ].join('\r\n');
const CPIM = ['Content-Type: message/cpim'];
const REPORT =
  '<imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>m</message-id><delivery-notification><status><delivered/></status></delivery-notification></imdn>';

test('a CPIM text has its own id, time and wishes, but its sender is who the relay authenticated', () => {
  const body = cpim(['imdn.Message-ID: abc', 'imdn.Disposition-Notification: positive-delivery, Display']);
  expect(understand({ extra: CPIM, body })).toEqual({
    kind: 'text',
    id: 'abc',
    from: ALICE,
    body: 'hi',
    sentAtMs: Date.UTC(2026, 10, 23, 10),
    wantsDeliveryReport: true,
    wantsReadReport: true,
    idIfTaken: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
});

test.each([
  'From: <im:alice@example.org>',
  'From: im:alice@example.org',
  'From: <sips:alice@example.org:5061;transport=tls;gr=urn:uuid:1>',
  'From: "sip:boss@example.org" <sip:alice@example.org>',
  'X-From: <sip:boss@example.org>',
])('a CPIM whose writer is its sender is taken: %s', (from) => {
  expect(understand({ extra: CPIM, body: cpim(['imdn.Message-ID: abc'], 'hi', 'text/plain', from) })).toMatchObject({
    kind: 'text',
    from: ALICE,
  });
});

test.each([
  'From: <sip:boss@example.org>',
  'From: <im:boss@example.org>',
  'From: <sip:alice@evil.example>',
  'From: <sip:Alice@example.org>',
  'From: "sip:alice@example.org" <sip:boss@example.org>',
  'From: <tel:+390612345>',
  'From: <sip:alice@example.org>, <sip:boss@example.org>',
  'From: nobody',
  'From:',
])('a CPIM that claims another writer is refused, a text and a report alike: %s', (from) => {
  const refused = '415 Unsupported Media Type';
  expect(understand({ extra: CPIM, body: cpim([], 'hi', 'text/plain', from) })).toBe(refused);
  expect(understand({ extra: CPIM, body: cpim([], REPORT, 'message/imdn+xml', from) })).toBe(refused);
});

test('a report that asks for a report is a report and asks for nothing', () => {
  const body = cpim(
    ['imdn.Message-ID: r', 'imdn.Disposition-Notification: positive-delivery, display'],
    REPORT,
    'message/imdn+xml',
  );
  expect(understand({ extra: CPIM, body })).toEqual({
    kind: 'report',
    from: ALICE,
    about: 'm',
    disposition: 'delivered',
  });
});

test.each([
  [
    'a report of a kind that says nothing to the owner',
    REPORT.replaceAll('delivery', 'processing').replace('delivered', 'processed'),
    'message/imdn+xml',
  ],
  ['a typing indicator', '<isComposing/>', 'application/im-iscomposing+xml'],
])('%s is understood and handed to nobody', (_what, body, type) => {
  expect(understand({ extra: [`Content-Type: ${type}`], body })).toBeNull();
});

test('a report has the sender whom the relay authenticated, not one that its text names', () => {
  const body = REPORT.replace('</imdn>', '<recipient-uri>sip:boss@example.org</recipient-uri></imdn>');
  expect(understand({ extra: ['Content-Type: message/imdn+xml'], body })).toMatchObject({ from: ALICE });
});

test('a wish to hear of reading is passed on as it came: the owner decides, not the link', () => {
  const body = cpim(['imdn.Message-ID: abc', 'imdn.Disposition-Notification: display']);
  expect(understand({ extra: CPIM, body })).toMatchObject({
    wantsDeliveryReport: false,
    wantsReadReport: true,
  });
});

test('without an id a text is told apart by Call-ID, CSeq and From tag, and by nothing else', () => {
  const idOf = (parts: MessageLines): unknown => (understand(parts) as { readonly id?: unknown }).id;
  const usual = idOf({});
  expect(idOf({ via: 'SIP/2.0/TLS other.example.org;branch=z9hG4bKother', body: 'other words' })).toBe(usual);
  const others = [{ callId: 'another' }, { cseq: '2 MESSAGE' }, { from: '<sip:alice@example.org>;tag=another' }];
  const untagged = { from: '<sip:alice@example.org>' };
  expect(new Set([usual, ...others.map(idOf), idOf(untagged)]).size).toBe(5);
});

test('a Call-ID of any length and of any characters gives an id', () => {
  for (const callId of ['x'.repeat(500), '%@<>"?', 'a b'.replace(' ', '')]) {
    expect(understand({ callId })).toMatchObject({ kind: 'text', id: expect.stringMatching(/^[\w-]{43}$/) as string });
  }
});

test.each(['application/im-iscomposing+xml', 'application/im-iscomposing+xml;charset=utf-8', 'application/pidf+xml'])(
  '%s is no message: it is understood and nothing comes of it, in CPIM too',
  (type) => {
    expect(understand({ extra: [`Content-Type: ${type}`], body: '<isComposing/>' })).toBeNull();
    const wrapped = cpim(['imdn.Message-ID: abc', 'imdn.Disposition-Notification: positive-delivery'], 'x', type);
    expect(understand({ extra: CPIM, body: wrapped })).toBeNull();
  },
);

test('a wish for a report without an id cannot be granted', () => {
  expect(understand({ extra: CPIM, body: cpim(['imdn.Disposition-Notification: positive-delivery']) })).toMatchObject({
    wantsDeliveryReport: false,
  });
});

test('one peer is one peer, however the From header writes it', () => {
  for (const from of [
    '"The Boss" <SIPS:alice@EXAMPLE.org:5061;transport=tls>;tag=1',
    'sip:%61lice@example.org;tag=1',
    '<sip:alice@example.org;gr=urn:uuid:1>;tag=1',
  ]) {
    expect(understand({ from })).toMatchObject({ from: ALICE });
  }
});

test.each([
  ['a telephone number', { from: '<tel:+12015550100>;tag=1' }, '400 Bad From'],
  ['a sender without a user', { from: '<sip:example.org>;tag=1' }, '400 Bad From'],
])('%s is nobody that can be shown', (_, parts, expected) => {
  expect(understand(parts)).toBe(expected);
});

test.each([
  [
    'deflated at the top, as Linphone does',
    { extra: ['Content-Type: message/imdn+xml', 'Content-Encoding: deflate'], body: deflateSync(REPORT) },
  ],
  ['plain at the top', { extra: ['Content-Type: message/imdn+xml'], body: REPORT }],
  ['within CPIM', { extra: CPIM, body: cpim([], REPORT, 'message/imdn+xml') }],
  [
    'within CPIM, deflated as a whole',
    { extra: [...CPIM, 'e: deflate'], body: deflateSync(cpim([], REPORT, 'message/imdn+xml')) },
  ],
])('a report %s is understood', (_, parts) => {
  expect(understand(parts)).toEqual({ kind: 'report', from: ALICE, about: 'm', disposition: 'delivered' });
});

test.each<[string, MessageLines, string]>([
  [
    'that unfolds to more than a body may be',
    { extra: ['Content-Type: text/plain', 'Content-Encoding: deflate'], body: deflateSync(Buffer.alloc(70_000, 'a')) },
    '400 Bad Content',
  ],
  [
    'that is folded twice',
    { extra: ['Content-Type: text/plain', 'Content-Encoding: deflate, deflate'], body: deflateSync(deflateSync('a')) },
    '400 Bad Content',
  ],
  [
    'that is folded otherwise',
    { extra: ['Content-Type: text/plain', 'Content-Encoding: deflate'], body: deflateRawSync('a') },
    '400 Bad Content',
  ],
  [
    'of a type inside CPIM that we do not read',
    { extra: CPIM, body: cpim([], '<b>', 'text/html') },
    '415 Unsupported Media Type',
  ],
  ['of CPIM inside CPIM', { extra: CPIM, body: cpim([], cpim([]), 'message/cpim') }, '415 Unsupported Media Type'],
  ['of broken CPIM', { extra: CPIM, body: 'hi' }, '400 Bad CPIM'],
  ['with a demand inside CPIM', { extra: CPIM, body: cpim(['Require: x']) }, '415 Unsupported Media Type'],
  ['of a broken report', { extra: ['Content-Type: message/imdn+xml'], body: '<imdn/>' }, '400 Bad IMDN'],
  [
    'of another charset',
    { extra: ['Content-Type: text/plain;charset=x-other'], body: 'ż' },
    '415 Unsupported Media Type',
  ],
  ['with half a surrogate', { body: Uint8Array.from([0xed, 0xa0, 0x80]) }, '400 Bad Text'],
  ['cut within a character', { body: Uint8Array.from([0xc5]) }, '400 Bad Text'],
  ['with an id that is none', { extra: CPIM, body: cpim(['imdn.Message-ID: a b']) }, '400 Bad Message-ID'],
])('a message %s is refused', (_, parts, expected) => {
  expect(understand(parts)).toBe(expected);
});

test.each<[string, MessageLines, string]>([
  ['called utf8', { extra: ['Content-Type: text/plain; Charset="utf8"'], body: 'ż' }, 'ż'],
  ['called ASCII', { extra: ['Content-Type: text/plain;charset=us-ascii'], body: 'ż' }, 'ż'],
  ['in ISO 8859-1', { extra: ['Content-Type: text/plain;charset=latin1'], body: Uint8Array.from([0xe9]) }, 'é'],
  ['in ASCII under another name', { extra: ['Content-Type: text/plain (x);charset=x-other'], body: 'a' }, 'a'],
])('a text %s is read', (_, parts, body) => {
  expect(understand(parts)).toMatchObject({ body });
});

test('a wish may have parameters of its own', () => {
  const wishes = ['imdn.Message-ID: a', 'imdn.Disposition-Notification: Positive-Delivery;x=y , Display'];
  expect(understand({ extra: CPIM, body: cpim(wishes) })).toMatchObject({
    wantsDeliveryReport: true,
    wantsReadReport: true,
  });
});

test('a few bytes that unfold to a gigabyte cost no more than a body may', () => {
  const bomb = deflateSync(Buffer.alloc(20_000_000));
  expect(bomb.length).toBeLessThan(FRAME_LIMITS.bodyBytes);
  const before = process.memoryUsage().arrayBuffers;
  for (let times = 0; times < 20; times += 1) {
    expect(understand({ extra: ['Content-Type: message/imdn+xml', 'Content-Encoding: deflate'], body: bomb })).toBe(
      '400 Bad Content',
    );
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
});

test('a time that cannot be read is no time', () => {
  for (const date of ['Fri, 01 Jan 2010 16:00:00 EST', 'yesterday', 'Mon, 99 Nov 2026 11:00:00 GMT']) {
    expect(understand({ extra: ['Content-Type: text/plain', `Date: ${date}`] })).toMatchObject({ sentAtMs: null });
  }
});
