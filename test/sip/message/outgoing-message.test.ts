import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import { epochMs } from '../../../src/domain/time.ts';
import type { OutgoingReport, OutgoingText } from '../../../src/ports/network/message-link.ts';
import { messageBlueprint, type MessageForm } from '../../../src/sip/message/outgoing-message.ts';
import { ALICE, BOB } from '../support/link-bench.ts';

const COMPOSED_MS = epochMs(Date.UTC(2026, 10, 23, 12));
const NOW_MS = epochMs(Date.UTC(2026, 10, 24, 12));
const text: OutgoingText = {
  kind: 'text',
  id: 'm-1' as MessageId,
  to: BOB,
  body: 'one\ntwo\r\nthree\rfour',
  composedAtMs: COMPOSED_MS,
  wantsReadReport: false,
};
const report: OutgoingReport = { kind: 'report', to: BOB, about: 'm-9' as MessageId, disposition: 'displayed' };
const written = (message: OutgoingText | OutgoingReport, form: MessageForm, nowMs = NOW_MS) => {
  const blueprint = messageBlueprint(message, form, ALICE, nowMs, 'report-call');
  if (blueprint === null) throw new Error('cannot be written');
  return blueprint;
};
const valueOf = (headers: readonly { name: string; value: string }[], name: string) =>
  headers.filter((header) => header.name === name).map(({ value }) => value);

describe('a text', () => {
  it('is the same request in every try: its id is its Call-ID, and tag and numbers follow from id and form', () => {
    const [first, later] = [written(text, 'cpim'), written(text, 'cpim', epochMs(NOW_MS + 60_000))];
    expect(later).toEqual(first);
    expect(first).toMatchObject({ method: 'MESSAGE', requestUri: BOB, from: ALICE, to: BOB, callId: 'm-1' });
    expect(first.identity?.firstCseq).toBe(1);
    const plain = written(text, 'plain');
    expect(plain.identity).toEqual({ fromTag: first.identity?.fromTag, firstCseq: 11 });
    expect(plain.callId).toBe('m-1');
    const other = written({ ...text, id: 'm-2' as MessageId }, 'cpim');
    expect(other.identity?.fromTag).not.toBe(first.identity?.fromTag);
    expect(first.identity?.fromTag).toMatch(/^[\w-]{12}$/);
  });

  it('has the time at which it was written, and lines that end in CRLF', () => {
    const { headers, body } = written(text, 'plain');
    expect(valueOf(headers, 'Date')).toEqual(['Mon, 23 Nov 2026 12:00:00 GMT']);
    expect(valueOf(headers, 'Content-Type')).toEqual(['text/plain;charset=utf-8']);
    expect(body).toBe('one\r\ntwo\r\nthree\r\nfour');
  });

  it('in CPIM carries its id and asks for reports: of delivery always, of reading where both opted in', () => {
    const { headers, body } = written(text, 'cpim');
    expect(valueOf(headers, 'Content-Type')).toEqual(['message/cpim']);
    expect(body).toContain(`From: <${ALICE}>\r\nTo: <${BOB}>\r\nDateTime: 2026-11-23T12:00:00`);
    expect(body).toContain('\r\nimdn.Message-ID: m-1\r\nimdn.Disposition-Notification: positive-delivery\r\n');
    expect(body).toMatch(/\r\n\r\nContent-Type: text\/plain;charset=utf-8\r\n\r\none\r\ntwo\r\nthree\r\nfour$/);
    expect(written({ ...text, wantsReadReport: true }, 'cpim').body).toContain(
      'imdn.Disposition-Notification: positive-delivery, display\r\n',
    );
  });

  it('whose id no header can hold is not written in CPIM', () => {
    const odd = { ...text, id: 'a\r\nX: y' as MessageId };
    expect(messageBlueprint(odd, 'cpim', ALICE, NOW_MS, 'report-call')).toBeNull();
  });
});

describe('a report', () => {
  it.each(['cpim', 'plain'] as const)('in %s is a request of its own, of now, and asks for no report', (form) => {
    const { callId, headers, body, ...rest } = written(report, form);
    expect([callId, valueOf(headers, 'Date')]).toEqual(['report-call', ['Tue, 24 Nov 2026 12:00:00 GMT']]);
    expect(rest).toEqual({ method: 'MESSAGE', requestUri: BOB, from: ALICE, to: BOB });
    expect(body).toContain('<message-id>m-9</message-id>');
    expect(body).toContain('<displayed/>');
    expect(body).not.toContain('Disposition-Notification');
    expect(body).not.toContain('imdn.Message-ID');
  });

  it('says for whom it is: in the headers of plain form, and in those of the content in CPIM', () => {
    const { headers } = written(report, 'plain');
    expect([valueOf(headers, 'Content-Type'), valueOf(headers, 'Content-Disposition')]).toEqual([
      ['message/imdn+xml'],
      ['notification'],
    ]);
    const cpim = written(report, 'cpim');
    expect(valueOf(cpim.headers, 'Content-Type')).toEqual(['message/cpim']);
    expect(cpim.body).toContain('\r\n\r\nContent-Type: message/imdn+xml\r\nContent-Disposition: notification\r\n');
  });
});
