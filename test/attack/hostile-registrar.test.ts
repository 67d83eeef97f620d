import { afterEach, describe, expect, it, vi } from 'vitest';
import { acceptAll, type Script } from '../sip/support/scripted-sip-server.ts';
import { answers, challenge, HostileBed, loggingIn, registersWith } from './support/hostile-bed.ts';

let bed: HostileBed | null = null;
afterEach(async () => {
  await bed?.stop();
  bed = null;
});

async function started(script: Script): Promise<HostileBed> {
  bed = await HostileBed.start(script);
  await bed.hand.until('registered');
  return bed;
}

describe('a server that sends the handset elsewhere', () => {
  const sends =
    (statusCode: number, contact: string): Script =>
    (request, connection) => {
      const isFirst = request.requestUri.startsWith('sip:alice@example.org') && request.headers.first('Route') === null;
      (isFirst ? answers(statusCode, { name: 'Contact', value: contact }) : acceptAll)(request, connection);
    };

  it.each([
    [302, '<sip:alice-mobile@example.org>', 'sip:alice-mobile@example.org', null],
    [305, '<sip:example.org;lr>', 'sip:alice@example.org', '<sip:example.org;lr>'],
  ])('by %i within its domain is followed, over the same connection', async (status, contact, uri, route) => {
    const { server, hand } = await started(loggingIn(sends(status, contact)));
    await bed!.write('alice', 'hello');
    await vi.waitUntil(() => server.requests('MESSAGE').length === 2);
    const second = server.requests('MESSAGE')[1]!;
    expect([second.requestUri, second.headers.first('Route')]).toEqual([uri, route]);
    await hand.shows('Enqueued');
    expect(server.connections).toHaveLength(1);
  });

  it.each([
    [302, '<sip:alice@elsewhere.example>', 'unknown number'],
    [302, '<sip:alice@127.0.0.1:1;transport=tcp>', 'unknown number'],
    [305, '<sip:elsewhere.example;lr>', 'server fault'],
  ])('by %i to %s is not followed, and told as what it is', async (status, contact, reason) => {
    const { server, hand } = await started(loggingIn(answers(status, { name: 'Contact', value: contact })));
    await bed!.write('alice', 'hello');
    await hand.shows(reason);
    expect(server.requests('MESSAGE')).toHaveLength(1);
    expect(server.connections).toHaveLength(1);
  });

  it('by a Service-Route gets every text by that way, and no other connection', async () => {
    const route = '<sip:core.example.org;lr>';
    const { server } = await started(loggingIn(acceptAll, registersWith({ name: 'Service-Route', value: route })));
    await bed!.write('alice', 'one', 'two');
    await vi.waitUntil(() => server.requests('MESSAGE').length === 2);
    expect(server.requests('MESSAGE').map(({ headers }) => headers.first('Route'))).toEqual([route, route]);
    expect(server.connections).toHaveLength(1);
  });
});

describe('a server that falls back to what is weaker', () => {
  it('gets no MD5 once it has offered better, over a new connection too', async () => {
    const { server, hand } = await started(loggingIn(acceptAll));
    server.script = answers(401, challenge('MD5'));
    server.connection.socket.destroy();
    await vi.waitUntil(() => server.connections.length === 2, { timeout: 30_000 });
    await hand.until('unreachable', 30_000);
    await hand.shows('server fault');
    const after = server.connections.slice(1).flatMap(({ requests }) => requests);
    expect(after.length).toBeGreaterThan(0);
    expect(after.flatMap(({ headers }) => headers.all('Authorization'))).toEqual([]);
  });
});

describe('a server whose certificate is not valid yet', () => {
  it('makes the handset say "check date and time", and hears no request of it', async () => {
    bed = await HostileBed.start(loggingIn(acceptAll), { notBefore: '20290101000000Z' });
    await bed.hand.until('unreachable', 30_000);
    await bed.hand.shows('check date and time');
    expect(bed.server.requests('REGISTER')).toEqual([]);
  });
});
