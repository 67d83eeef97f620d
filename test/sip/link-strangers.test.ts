import { deflateSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { STRANGER_ANSWER_MS } from '../../src/sip/incoming-requests.ts';
import type { ReceiveVerdict } from '../../src/ports/network/message-link.ts';
import { useLinkFixture } from './support/link-fixture.ts';
import { message, wire, type MessageLines } from './support/wire.ts';

const link = useLinkFixture();
let next = 0;

/** What comes back, without what is of one request alone; and whether anything came before the time was over. */
async function answerTo(request: Buffer): Promise<string> {
  const { connection } = link.server;
  const before = connection.responses.length;
  const asked = connection.ask(request);
  await link.clock.run(STRANGER_ANSWER_MS - 1);
  const early = connection.responses.length - before;
  await link.clock.run(1);
  const { statusCode, headers } = await asked;
  const names = headers.all('Accept').length + headers.all('Retry-After').length + headers.all('Allow').length;
  return `${statusCode}, ${names} more, ${early} early`;
}

const text = (parts: MessageLines = {}): Buffer =>
  message({ via: `SIP/2.0/TLS relay.example.org;branch=z9hG4bKx${++next}`, callId: `c${next}`, ...parts });

const cpim = (content: string): string =>
  `From: <sip:alice@example.org>\r\nTo: <sip:bob@example.org>\r\n\r\nContent-Type: text/plain\r\n\r\n${content}`;

const REQUESTS: readonly (readonly [name: string, make: () => Buffer])[] = [
  ['a text', () => text()],
  ['a text of a type that nobody reads', () => text({ extra: ['Content-Type: image/png'] })],
  ['a typing indicator', () => text({ extra: ['Content-Type: application/im-iscomposing+xml'] })],
  ['a text that is no UTF-8', () => text({ body: Uint8Array.of(0xff, 0xfe) })],
  ['a text in CPIM', () => text({ extra: ['Content-Type: message/cpim'], body: cpim('hello') })],
  ['broken CPIM', () => text({ extra: ['Content-Type: message/cpim'], body: 'no CPIM' })],
  ['a report about nothing', () => text({ extra: ['Content-Type: message/imdn+xml'], body: '<imdn/>' })],
  ['an encoding that is not read', () => text({ extra: ['Content-Type: text/plain', 'Content-Encoding: br'] })],
  [
    'a bomb',
    () =>
      text({
        extra: ['Content-Type: text/plain', 'Content-Encoding: deflate'],
        body: deflateSync(Buffer.alloc(200_000)),
      }),
  ],
  ['an extension that is not known', () => text({ extra: ['Content-Type: text/plain', 'Require: nothing'] })],
  ['a text for another user', () => text({ startLine: 'MESSAGE sip:carol@example.org SIP/2.0' })],
];

const VERDICTS: readonly ReceiveVerdict[] = ['kept', 'unable', 'unwanted', 'dropped'];

test.each(REQUESTS)('to somebody who is not known the answer to %s is the one to everything', async (_name, make) => {
  await link.register();
  link.bench.listener.knows = false;
  for (const verdict of VERDICTS) {
    link.bench.listener.verdict = () => verdict;
    expect(await answerTo(make())).toBe('202, 0 more, 0 early');
  }
});

test('a text that comes again in its transaction gets the same answer', async () => {
  await link.register();
  link.bench.listener.knows = false;
  const again = text();
  expect(await answerTo(again)).toBe('202, 0 more, 0 early');
  expect(link.bench.listener.messages).toHaveLength(1);
});

test.each(['OPTIONS', 'INVITE', 'INFO', 'SUBSCRIBE'])('%s is answered as for somebody who is away', async (method) => {
  await link.register();
  link.bench.listener.knows = false;
  const request = wire([
    `${method} sip:bob@example.org SIP/2.0`,
    `Via: SIP/2.0/TLS relay.example.org;branch=z9hG4bKm${++next}`,
    'Max-Forwards: 70',
    'From: <sip:mallory@example.org>;tag=1',
    'To: <sip:bob@example.org>',
    `Call-ID: m${next}`,
    `CSeq: 1 ${method}`,
  ]);
  expect(await answerTo(request)).toBe('480, 0 more, 0 early');
});

test('who is known is told what became of it, at once; so is everybody when the store cannot say who is known', async () => {
  await link.register();
  const statusOf = async (request: Buffer): Promise<number> => (await link.server.connection.ask(request)).statusCode;
  expect(await statusOf(text())).toBe(200);
  expect(await statusOf(text({ extra: ['Content-Type: image/png'] }))).toBe(415);
  link.bench.listener.isKnown = () => {
    throw new Error('the store cannot be read');
  };
  link.bench.listener.verdict = () => 'unable';
  expect(await statusOf(text())).toBe(503);
});

test('of what is dropped nothing is written down: a thousand invented senders cost no write', async () => {
  await link.register();
  link.bench.listener.knows = false;
  link.bench.listener.verdict = () => 'dropped';
  const saveSetting = vi.spyOn(link.bench.settings, 'saveSetting');
  expect(await answerTo(text())).toBe('202, 0 more, 0 early');
  link.bench.listener.knows = true;
  expect((await link.server.connection.ask(text())).statusCode).toBe(200);
  expect(saveSetting).not.toHaveBeenCalled();
});

test('in which form a stranger writes is kept apart from what was learned of whom the owner knows', async () => {
  await link.register();
  const kept = (): readonly boolean[] =>
    ['sip.plain-text-writers', 'sip.plain-text-writers.strangers'].map(
      (key) => (link.bench.settings.setting(key) ?? '') !== '',
    );
  link.bench.listener.knows = false;
  await answerTo(text());
  expect(kept()).toEqual([false, true]);
  link.bench.listener.knows = true;
  expect((await link.server.connection.ask(text())).statusCode).toBe(200);
  expect(kept()).toEqual([true, false]);
});
