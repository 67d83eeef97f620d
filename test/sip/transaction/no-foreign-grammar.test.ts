import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { afterEach, expect, test, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { text } from '../support/link-bench.ts';
import { useLinkFixture } from '../support/link-fixture.ts';
import { INVALID_MESSAGES } from '../torture/invalid-messages.ts';
import { ODD_MESSAGES } from '../torture/odd-messages.ts';
import { VALID_MESSAGES } from '../torture/valid-messages.ts';

const link = useLinkFixture();
afterEach(() => vi.restoreAllMocks());

// Its rules search in the square of a header's length and more, and it throws on what it does not know.
test('nothing that comes in, and no answer to us, reaches sip.js’s own grammar', async () => {
  const parse = vi.spyOn(Grammar, 'parse');
  await link.register();
  const { connection } = link.server;
  const messages = [...VALID_MESSAGES, ...INVALID_MESSAGES, ...ODD_MESSAGES].filter(({ closes }) => closes !== true);
  const answers = messages.reduce((count, { statuses }) => count + statuses.length, 0);
  for (const { bytes } of messages) connection.send(bytes);
  await eventually('all are answered', () => connection.statusLines.length >= answers / 2);
  link.server.script = (request, at) => {
    const challenge = `Digest realm="${'\\"'.repeat(1_000)}", nonce="x", ${'a=b, '.repeat(300)}c=d`;
    const headers = [{ name: 'WWW-Authenticate', value: challenge }];
    at.answer(request, { statusCode: 401, reason: 'Unauthorized', headers });
  };
  await link.bench.link.send(text('hello'));
  expect(parse).not.toHaveBeenCalled();
});
