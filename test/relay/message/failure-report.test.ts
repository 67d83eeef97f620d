import { expect, it, test } from 'vitest';
import { addressOf } from '../support/relay-rig.ts';
import { epochMs } from '../../../src/domain/time.ts';
import type { EndToEndMessage } from '../../../src/relay/message/end-to-end-message.ts';
import { failureReport, reportableId, type ReportFacts } from '../../../src/relay/message/failure-report.ts';
import { relayAddress } from '../../../src/relay/message/relay-address.ts';

const FACTS: ReportFacts = {
  writer: relayAddress('relay.test'),
  disposition: 'expired',
  nowMs: epochMs(Date.UTC(2026, 0, 5, 12, 30, 15)),
};

const messageOf = (type: string, body = '', isRelayReport = false): EndToEndMessage => ({
  from: addressOf('alice'),
  to: addressOf('bob'),
  fields: [
    { name: 'Call-ID', value: 'call-1' },
    { name: 'Content-Type', value: type },
  ],
  body: Buffer.from(body),
  hopsLeft: 69,
  isRelayReport,
});
const cpim = (wish: string | null, type = 'text/plain'): EndToEndMessage =>
  messageOf(
    'message/cpim',
    [
      'From: <sip:alice@relay.test>',
      'To: <sip:bob@relay.test>',
      'NS: imdn <urn:ietf:params:imdn>',
      'imdn.Message-ID: id-1',
      ...(wish === null ? [] : [`imdn.Disposition-Notification: ${wish}`]),
      '',
      `Content-Type: ${type}`,
      '',
      'hello',
    ].join('\r\n'),
  );

test.each<[string, EndToEndMessage, string | null]>([
  ['a plain text is known by its Call-ID', messageOf('text/plain'), 'call-1'],
  ['a wrapped one that wants to hear of a failure by its own id', cpim('negative-delivery'), 'id-1'],
  ['one that wants to hear of a delivery, in any case, as well', cpim('Display, Positive-Delivery'), 'id-1'],
  ['one that only wants to hear of reading gets no report', cpim('display'), null],
  ['one that wants nothing gets none', cpim(null), null],
  ['nothing is reported about a wrapped report', cpim('negative-delivery', 'message/imdn+xml'), null],
  ['nothing is reported about a bare report', messageOf('message/imdn+xml'), null],
  ['nothing is reported about what the relay wrote', messageOf('text/plain', '', true), null],
  ['nothing is reported about a wrapper that cannot be read', messageOf('message/cpim', 'x'), null],
])('%s', (_, message, expected) => {
  expect(reportableId(message)).toBe(expected);
});

it('reports as if the recipient had, in a wrapper that says how long its content is', () => {
  const report = failureReport(messageOf('text/plain'), 'call-1', { ...FACTS, disposition: 'failed' });
  expect(report).toMatchObject({ from: addressOf('relay'), to: addressOf('alice'), isRelayReport: true });
  expect(report.fields[0]?.value).toContain(`<${addressOf('bob')}>`);
  expect(report.fields.map(({ name }) => name)).toEqual(['From', 'To', 'Call-ID', 'CSeq', 'Date', 'Content-Type']);
  expect(report.fields.slice(3)).toEqual([
    { name: 'CSeq', value: '1 MESSAGE' },
    { name: 'Date', value: 'Mon, 05 Jan 2026 12:30:15 GMT' },
    { name: 'Content-Type', value: 'message/cpim' },
  ]);
  const [, contentHead = '', content = ''] = Buffer.from(report.body).toString().split('\r\n\r\n');
  expect(contentHead.split('\r\n').map((line) => line.toLowerCase())).toEqual([
    'content-type: message/imdn+xml',
    'content-disposition: notification',
    `content-length: ${Buffer.byteLength(content)}`,
  ]);
  expect(content).toContain('call-1');
});

it('tells the same failure under the same ids, and another under others', () => {
  const ids = ['call-1', 'call-1', 'call-2'].map((id) => {
    const { fields } = failureReport(messageOf('text/plain'), id, FACTS);
    return fields.find(({ name }) => name === 'Call-ID')?.value;
  });
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
});

it('tells of each of several texts under one Call-ID', () => {
  const ids = ['1', '2', '3'].map((cseq) => {
    const message = messageOf('text/plain');
    const { fields } = failureReport(
      { ...message, fields: [...message.fields, { name: 'CSeq', value: `${cseq} MESSAGE` }] },
      'call-1',
      FACTS,
    );
    return fields.find(({ name }) => name === 'Call-ID')?.value;
  });
  expect(new Set(ids).size).toBe(3);
});
