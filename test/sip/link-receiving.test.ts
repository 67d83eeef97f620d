import type { MessageId } from '../../src/domain/history/message-id.ts';
import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { ALICE } from './support/link-bench.ts';
import { useLinkFixture } from './support/link-fixture.ts';
import { message, tagIn } from './support/wire.ts';

const link = useLinkFixture();

test('a text is stored before it is answered', async () => {
  await link.register();
  let answeredBefore = -1;
  link.bench.listener.verdict = () => {
    answeredBefore = link.server.connection.responses.length;
    return 'kept';
  };
  expect(
    (
      await link.server.connection.ask(
        message({ body: 'żółw', extra: ['c: text/plain;charset=UTF-8', 'Date: Mon, 23 Nov 2026 11:00:00 GMT'] }),
      )
    ).statusCode,
  ).toBe(200);
  expect(answeredBefore).toBe(0);
  expect(link.bench.listener.messages).toEqual([
    {
      kind: 'text',
      id: expect.stringMatching(/^[\w-]{43}$/) as MessageId,
      idIfTaken: expect.stringMatching(/^[\w-]{43}$/) as MessageId,
      from: ALICE,
      body: 'żółw',
      sentAtMs: Date.UTC(2026, 10, 23, 11),
      wantsDeliveryReport: false,
      wantsReadReport: false,
    },
  ]);
});

test.each([
  ['unable', 503, '60'],
  ['unwanted', 403, null],
] as const)('%s is answered %i', async (verdict, status, retryAfter) => {
  await link.register();
  link.bench.listener.verdict = () => verdict;
  const answer = await link.server.connection.ask(message());
  expect(answer.statusCode).toBe(status);
  expect(answer.headers.first('Retry-After')).toBe(retryAfter);
});

test('a listener that throws has not kept it', async () => {
  await link.register();
  link.bench.listener.verdict = () => {
    throw new Error('disk on fire');
  };
  expect((await link.server.connection.ask(message())).statusCode).toBe(503);
  expect(link.bench.log.lines.join()).toContain('sip.packet-fault');
  link.bench.listener.verdict = () => 'kept';
  expect((await link.server.connection.ask(message({ callId: 'another' }))).statusCode).toBe(200);
});

test('an answer carries the Via, From, Call-ID and CSeq of its request, and a tag of its own', async () => {
  await link.register();
  const one = await link.server.connection.ask(message());
  const other = await link.server.connection.ask(message({ callId: 'another' }));
  expect(one.vias[0].parameters.get('branch')).toBe('z9hG4bK776asdhds');
  expect(one.cseq).toEqual({ number: 1, method: 'MESSAGE' });
  expect(one.headers.first('Call-ID')).toBe('asd88asd77a@1.2.3.4');
  expect(tagIn(one)).toMatch(/^.{12}/);
  expect(tagIn(one)).not.toBe(tagIn(other));
});

test('a request for somebody else is not ours', async () => {
  await link.register();
  const answerFor = async (uri: string): Promise<number> => {
    const request = message({ startLine: `MESSAGE ${uri} SIP/2.0`, callId: `to-${uri}` });
    return (await link.server.connection.ask(request)).statusCode;
  };
  for (const uri of ['sip:carol@example.org', 'sip:bob@example.com', 'sip:example.org', 'sip:bo%FFb@example.org']) {
    expect(await answerFor(uri)).toBe(404);
  }
  for (const uri of ['sips:bob@EXAMPLE.org', 'sip:%62ob@example.org', `sip:bob@127.0.0.1:1234;transport=tls`]) {
    expect(await answerFor(uri)).toBe(200);
  }
});

test('OPTIONS tells what the handset takes, INVITE is not allowed', async () => {
  await link.register();
  const options = await link.server.connection.ask(
    message({ startLine: 'OPTIONS sip:bob@example.org SIP/2.0', cseq: '1 OPTIONS', extra: [], body: '' }),
  );
  expect(options.statusCode).toBe(200);
  expect(options.headers.first('Accept')).toBe('text/plain, message/cpim, message/imdn+xml');
  const invite = await link.server.connection.ask(
    message({ startLine: 'INVITE sip:bob@example.org SIP/2.0', cseq: '1 INVITE', extra: [], body: '' }),
  );
  expect(invite.statusCode).toBe(405);
  expect(invite.headers.first('Allow')).toBe('MESSAGE, OPTIONS');
});

test('a thousand messages in one go are all stored, in order, each answered', async () => {
  await link.register();
  const bytes = Buffer.concat(
    Array.from({ length: 1_000 }, (_, at) => message({ body: String(at), callId: `c${at}` })),
  );
  link.server.connection.send(bytes);
  await eventually('all are answered', () => link.server.connection.responses.length === 1_000);
  expect(link.bench.listener.messages.map((one) => (one.kind === 'text' ? one.body : ''))).toEqual(
    Array.from({ length: 1_000 }, (_, at) => String(at)),
  );
});

test('a response to nothing, and one that is broken, are passed over', async () => {
  await link.register();
  const response = (cseq: string): string =>
    `SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS h.invalid;branch=z9hG4bKq\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: 1\r\nCSeq: ${cseq}\r\nContent-Length: 0\r\n\r\n`;
  link.server.connection.send(response('1 MESSAGE') + response('junk'));
  expect((await link.server.connection.ask(message())).statusCode).toBe(200);
  expect(link.bench.log.lines.join()).toContain('sip.response-discarded');
});
