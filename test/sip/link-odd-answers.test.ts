import { expect, test } from 'vitest';
import { encodeAnswer } from '../../src/wire/encoding/answer.ts';
import { text } from './support/link-bench.ts';
import { useLinkFixture } from './support/link-fixture.ts';
import type { Script } from './support/scripted-sip-server.ts';
import { SOUND } from './support/wire.ts';

const link = useLinkFixture();

/** The answer of an ordinary server, changed as text in which each character stands for one byte. */
const changed =
  (statusCode: number, change: (answer: string) => string): Script =>
  (request, connection) => {
    const headers = request.headers.all('Contact').map((value) => ({ name: 'Contact', value }));
    const head = { startLine: '', headers: request.headers.fields, ...SOUND };
    const answer = encodeAnswer(head, { statusCode, reason: 'OK', headers }, 'tag') ?? '';
    connection.send(Buffer.from(change(answer), 'latin1'));
  };
const withLine =
  (line: string) =>
  (answer: string): string =>
    answer.replace('Content-Length', `${line}\r\nContent-Length`);

test.each<[string, (answer: string) => string]>([
  ['a Server header in ISO 8859-1', withLine('Server: Caf\u00e9')],
  ['a Server header that is no UTF-8 of any kind', withLine('Server: \u00c0\u00af\u00ff')],
  ['control characters in a header', withLine('X: \0\x01\x7f')],
  ['a line that is no header', withLine('no header at all')],
  ['a header name beyond ASCII', withLine('X-\u00dcn: y')],
  [
    'two Dates, two Servers and two Expires',
    withLine('Date: x\r\nDate: y\r\nServer: a\r\nServer: b\r\nExpires: x\r\nExpires: y'),
  ],
  ['a reason in ISO 8859-1', (answer) => answer.replace(' OK', ' d\u00e9j\u00e0')],
  ['a control character in its reason', (answer) => answer.replace(' OK', ' O\0K')],
  ['a To that was written badly', (answer) => answer.replace(/^To: .*$/m, 'To: Caf\u00e9, "Bob <sip:x')],
  [
    'a From in another form, and no Call-ID',
    (answer) => answer.replace(/^From: .*$/m, 'From: <sip:').replace(/^Call-ID: .*\r\n/m, ''),
  ],
])('an answer with %s registers us, and takes our texts', async (_, change) => {
  link.server.script = changed(200, change);
  await link.register();
  link.server.script = changed(202, change);
  expect(await link.bench.link.send(text('hello'))).toMatchObject({ kind: 'accepted', sipStatus: 202 });
  expect(link.bench.log.lines.filter((line) => line.includes('discarded'))).toEqual([]);
});

test.each<[string, (answer: string) => string]>([
  ['half a line break in its reason', (answer) => answer.replace(' OK', ' O\nK')],
  ['half a line break in a header', withLine('X: a\nCSeq: 1 OPTIONS')],
  ['a control character in its CSeq', (answer) => answer.replace(/^CSeq: /m, 'CSeq: \0')],
  ['another branch', (answer) => answer.replace('branch=z9hG4bK', 'branch=z9hG4bKx')],
])('an answer with %s answers nothing', async (_, change) => {
  link.server.script = changed(200, change);
  link.start();
  await expect.poll(() => link.server.requests('REGISTER').length).toBe(1);
  await link.passUntil('the server is given up', () => link.server.connection.closed);
  expect(link.bench.link.state.kind).not.toBe('registered');
});
