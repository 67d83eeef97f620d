import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../sip/support/eventually.ts';
import { acceptAll, type ScriptedSipServer } from '../sip/support/scripted-sip-server.ts';
import { message } from '../sip/support/wire.ts';
import type { HandsetProcess } from '../support/handset-process.ts';
import { challenge, HostileBed, loggingIn } from './support/hostile-bed.ts';

describe('a handset whose server, or whoever answers through it, is hostile', () => {
  let bed: HostileBed;
  let server: ScriptedSipServer;
  let handset: HandsetProcess;

  beforeEach(async () => {
    bed = await HostileBed.start(loggingIn(acceptAll));
    ({ server, handset } = bed);
    await handset.hand.until('registered');
  });
  afterEach(() => bed.stop());

  const bodies = (): readonly string[] => bed.bodies();
  const write = (...texts: readonly string[]): Promise<void> => bed.write('alice', ...texts);

  it('gives no credentials to who did not ask for them, and none to a foreign realm', async () => {
    server.script = loggingIn((request, connection) => {
      const headers = [challenge('MD5', 'elsewhere')];
      connection.answer(request, { statusCode: 401, reason: 'Unauthorized', headers });
    });
    await write('hello');
    // The first try knows of no challenge yet; the next one would carry its answer.
    await vi.waitUntil(() => server.requests('MESSAGE').length > 1, { timeout: 10_000 });
    const given = server
      .requests('MESSAGE')
      .flatMap(({ headers }) => [...headers.all('Authorization'), ...headers.all('Proxy-Authorization')]);
    expect(given).toEqual([]);
  });

  it('sends what follows a text that is always answered 500', { timeout: 60_000 }, async () => {
    server.script = loggingIn((request, connection) => {
      if (Buffer.from(request.body).toString().includes('oison'))
        connection.answer(request, { statusCode: 500, reason: 'Server Internal Error' });
      else acceptAll(request, connection);
    });
    await write('poison', 'good');
    // After the answers to its Enter, to that of the next, and to the try 3 s later.
    await vi.waitUntil(() => bodies().some((body) => /good/i.test(body)), { timeout: 30_000 });
  });

  it('shows three plain texts under one Call-ID', async () => {
    for (const [at, body] of ['first', 'second', 'third'].entries()) {
      const { statusCode } = await server.connection.ask(message({ callId: 'one', cseq: `${at + 1} MESSAGE`, body }));
      expect(statusCode).toBe(200);
    }
    await handset.hand.openThread('alice');
    for (const body of ['first', 'second', 'third']) await handset.hand.shows(body);
  });

  it('shows both of two texts under one imdn.Message-ID', async () => {
    const extra = ['Content-Type: message/cpim'];
    for (const text of ['pay Anna', 'pay Mallory']) {
      const head = ['From: <sip:alice@example.org>', 'NS: imdn <urn:ietf:params:imdn>', 'imdn.Message-ID: same'];
      const body = [...head, '', 'Content-Type: text/plain', '', text].join('\r\n');
      const answer = await server.connection.ask(message({ callId: text.replace(' ', '-'), extra, body }));
      expect(answer.statusCode).toBe(200);
    }
    await handset.hand.openThread('alice');
    for (const text of ['pay Anna', 'pay Mallory']) await handset.hand.shows(text);
  });

  it('answers the ping of a server that nobody asked for it', async () => {
    const before = server.connection.received.length;
    server.connection.send('\r\n\r\n');
    await eventually('it is answered', () => server.connection.received.length > before);
    expect(server.connection.received.subarray(before).toString()).toBe('\r\n');
  });

  it('answers typing indicators, and neither shows nor reports them', async () => {
    const extra = ['Content-Type: application/im-iscomposing+xml'];
    const { statusCode } = await server.connection.ask(message({ callId: 'typing', extra, body: '<isComposing/>' }));
    expect(statusCode).toBe(200);
    const answer = await server.connection.ask(message({ callId: 'marker', body: 'what came next' }));
    expect(answer.statusCode).toBe(200);
    await handset.hand.openHistory();
    await handset.hand.shows('what came next');
    expect((await handset.hand.lines()).join()).not.toContain('isComposing');
    expect(server.requests('MESSAGE')).toEqual([]);
  });
});
