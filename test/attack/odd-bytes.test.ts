import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandsetProcess } from '../support/handset-process.ts';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import { AttackBed } from './support/attack-bed.ts';

let bed: AttackBed;
let bob: HandsetProcess;
let carol: RawSipClient;

beforeAll(async () => {
  bed = await AttackBed.start();
  bob = await bed.handset('bob');
  carol = await bed.registered('carol');
  await bob.hand.goHome();
  await bob.hand.tap('Enter');
});
afterAll(() => bed.stop());

const cpim = (head: string, text: string): string =>
  `From: <sip:carol@relay.test>\r\n${head}\r\n\r\nContent-Type: text/plain; Charset="utf8" (Unicode)\r\n\r\n${text}`;

interface Odd {
  readonly lines?: readonly string[];
  readonly type?: string;
  readonly from?: string;
  readonly via?: string;
  readonly callId?: string;
  readonly cpimHead?: string;
}

describe('a text that other clients write in their own way reaches the screen:', () => {
  let at = 0;
  /** Each character of the head stands for one byte. */
  const messageOf = (odd: Odd, text: string): Buffer => {
    const body = Buffer.from(odd.cpimHead === undefined ? text : cpim(odd.cpimHead, text));
    const head = [
      `MESSAGE sip:bob@${bed.domain} SIP/2.0`,
      `Via: ${odd.via ?? `SIP/2.0/TLS a;branch=z9hG4bKodd${at}`}`,
      `From: ${odd.from ?? ''}<sip:carol@${bed.domain}>;tag=1`,
      `To: <sip:bob@${bed.domain}>`,
      `Call-ID: ${odd.callId ?? ''}odd-${at}`,
      'CSeq: 1 MESSAGE',
      `Content-Type: ${odd.cpimHead === undefined ? (odd.type ?? 'text/plain') : 'message/cpim'}`,
      ...(odd.lines ?? []),
      `Content-Length: ${body.length}`,
      '\r\n',
    ].join('\r\n');
    return Buffer.concat([Buffer.from(head, 'latin1'), body]);
  };

  it.each<[string, Odd]>([
    ['a Subject in ISO 8859-1', { lines: ['Subject: caf\u00e9'] }],
    ['a Server that is no UTF-8', { lines: ['Server: \u00c0\u00af\u00ff'] }],
    ['control characters', { lines: ['Subject: a\0\x7f'] }],
    ['a line that is no header', { lines: ['no header at all', ' and more of it', ': x'] }],
    ['two Subjects and two Dates', { lines: ['s: a', 's: b', 'Date: x', 'Date: y'] }],
    ['a bare name in another script', { from: Buffer.from('\u017b\u00f3\u0142w ').toString('latin1') }],
    ['a bare name in ISO 8859-1', { from: 'Jos\u00e9 ' }],
    ['no branch', { via: 'SIP/2.0/TCP sip33.example.com' }],
    ['a long Call-ID', { callId: 'long.'.repeat(80) }],
    ['a charset called utf8, with comments', { type: 'text/plain (plain) ; charset = "utf8" ;' }],
    ['a charset that nobody knows', { type: 'text/plain;charset=x-other' }],
    ['the two Subjects of RFC 3862', { cpimHead: 'Subject: fine weather\r\nSubject:;lang=fr beau temps' }],
    ['no header in a CPIM line', { cpimHead: 'no header\r\nSubject: a' }],
  ])('with %s', async (what, odd) => {
    at += 1;
    const text = `odd ${what}`.slice(0, 30);
    carol.write(messageOf(odd, text));
    await bob.hand.shows(text);
  });
});

describe('what is no SIP', () => {
  it.each(['GET / HTTP/1.1\r\n\r\n', 'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello', 'EHLO a\r\nl: 0\r\n\r\n'])(
    'is closed: %j',
    async (bytes) => {
      const socket = connect({
        host: '127.0.0.1',
        port: bed.port,
        ca: readFileSync(bed.caFile, 'utf8'),
        servername: bed.domain,
      });
      const closed = new Promise<void>((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined).resume();
      socket.write(bytes);
      await closed;
    },
    5_000,
  );
});

describe('a head beyond the limits', () => {
  it.each([
    ['in front of CSeq', [`Subject: ${'s'.repeat(5_000)}`]],
    ['folded', [`Subject: s\r\n ${'s'.repeat(3_000)}\r\n ${'s'.repeat(3_000)}`]],
    ['in a hundred headers', Array.from({ length: 120 }, () => 'X: y')],
  ])('%s is answered 513 and not by silence', async (_what, before) => {
    const mallory = await bed.registered('mallory');
    const answer = await mallory.exchange(
      'z9hG4bKlong',
      Buffer.from(
        [
          `MESSAGE sip:bob@${bed.domain} SIP/2.0`,
          'Via: SIP/2.0/TLS a;branch=z9hG4bKlong',
          ...before,
          `From: <sip:mallory@${bed.domain}>;tag=1`,
          `To: <sip:bob@${bed.domain}>`,
          'Call-ID: long',
          'CSeq: 1 MESSAGE',
          'Content-Length: 0\r\n\r\n',
        ].join('\r\n'),
      ),
    );
    expect([answer.status, answer.header('CSeq')]).toEqual([513, '1 MESSAGE']);
  });
});
