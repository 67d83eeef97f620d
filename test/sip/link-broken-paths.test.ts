import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { TryOutcome } from '../../src/domain/history/failure-reason.ts';
import { formatChallenge } from '../../src/wire/authentication/digest-challenge.ts';
import { eventually } from './support/eventually.ts';
import { ALICE, BOB, messageId, text } from './support/link-bench.ts';
import { answerWith, forMethod, silent, useLinkFixture } from './support/link-fixture.ts';
import { RawServer } from './support/raw-server.ts';
import { acceptAll } from './support/scripted-sip-server.ts';

const link = useLinkFixture();
const paths: RawServer[] = [];
afterEach(async () => {
  for (const path of paths.splice(0)) await path.stop();
});

/** A way to the server that the test can cut. */
async function throughPath(): Promise<RawServer> {
  const path = await RawServer.start((socket) => {
    const onward = connect(link.server.port, '127.0.0.1');
    onward.on('error', () => undefined);
    socket.pipe(onward).pipe(socket);
  });
  paths.push(path);
  link.configure({ port: path.port });
  return path;
}

const told = (): string => link.bench.log.lines.join('\n');

/**
 * The server reads nothing more, and more waits than the flow may hold, until the loop comes to the sockets again.
 * Returns what becomes of the last text.
 */
function fillFlow(): Promise<TryOutcome> {
  link.server.script = forMethod('MESSAGE', silent);
  link.server.connection.socket.pause();
  const large = 'x'.repeat(60_000);
  const sends = Array.from({ length: 8 }, (_, at) => link.bench.link.send(text(large, `large-${at}`)));
  return sends[7]!;
}

test('a text that the network does not take is told at once, and not after the 12 s of one that was sent', async () => {
  await link.register();
  const before = link.clock.monotonicMs();
  expect(await fillFlow()).toEqual({ kind: 'unanswered', sipStatus: null, reason: 'no-network', retryAfterMs: null });
  expect(link.clock.monotonicMs()).toBe(before);
});

test('a flow that takes no question after a sign of life is dead 10 s later: what cannot be asked is not answered', async () => {
  await link.register();
  void fillFlow();
  link.bench.link.reconnectNow();
  await link.clock.run(9_999);
  expect(link.bench.link.state.kind).toBe('registered');
  await link.clock.run(1);
  expect(link.bench.link.state.kind).toBe('connecting');
  expect(told()).toContain('NO_SIGN_OF_LIFE');
});

test('of a flow that was lost no timer is left but the one of the next connection', async () => {
  await link.register();
  link.server.connection.socket.destroy();
  await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
  expect(link.clock.pendingTimers).toBe(1);
});

test('a path that breaks before there was an answer is the fault of the network', async () => {
  const path = await throughPath();
  link.server.script = () => path.sockets[0]!.resetAndDestroy();
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'no-network' });
});

test('a server that closes the connection upon the REGISTER is at fault, and one that does so later is not', async () => {
  link.server.script = (_, connection) => connection.socket.end();
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'server-fault' });
});

test.each([
  ['breaks', 'tells how long it may lie idle', true],
  ['is closed by the server', 'tells nothing of that', false],
] as const)('a flow that %s at the first bytes after an idle time %s', async (how, _, isLearned) => {
  const path = await throughPath();
  await link.register();
  link.server.script = (_request, connection) => {
    if (how === 'breaks') path.sockets[0]!.resetAndDestroy();
    else connection.socket.end();
  };
  await link.clock.run(60_000);
  await link.bench.link.send(text('hi'));
  await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
  // Address, port, what is proven, what broke.
  const line = new RegExp(`^127.0.0.1 ${path.port} [0-9]+ ${isLearned ? '60' : '-'} `, 'm');
  expect(link.bench.settings.values.get('sip.servers')).toMatch(line);
});

test('a text upon which the connection is reset is told apart from one that no network took', async () => {
  const path = await throughPath();
  await link.register();
  link.server.script = () => path.sockets[0]!.resetAndDestroy();
  expect(await link.bench.link.send(text('hi'))).toMatchObject({ reason: 'server-fault', hungUp: true });
  expect(told()).toContain('ECONNRESET');
});

test.each([
  ['closes', (socket: Socket) => socket.end()],
  ['resets', (socket: Socket) => socket.resetAndDestroy()],
])('a server that registers us and %s the connection at once is asked more seldom each time', async (_, act) => {
  const path = await throughPath();
  link.bench.random.dice = 0;
  const atMs: number[] = [];
  link.server.script = (request, connection) => {
    acceptAll(request, connection);
    atMs.push(link.clock.monotonicMs());
  };
  link.start();
  for (let times = 1; times <= 6; times += 1) {
    await link.passUntil('it is registered again', () => link.bench.link.state.kind === 'registered');
    act(path.sockets.at(-1)!);
    await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
  }
  const waitsMs = atMs.slice(1).map((ms, at) => ms - atMs[at]!);
  expect(waitsMs.at(-1)).toBeGreaterThanOrEqual(60_000);
});

test('a login whose name cannot be written is told as refused, and smuggles nothing in', async () => {
  link.configure({ account: { address: BOB, username: 'bob\r\nEvil: 1', password: 'secret' } });
  const algorithm = { hash: 'MD5', session: false } as const;
  const challenge = { realm: 'example.org', nonce: 'n', opaque: null, stale: false, algorithm, qop: 'auth' } as const;
  link.server.script = answerWith(401, [{ name: 'WWW-Authenticate', value: formatChallenge(challenge) }]);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'login-refused' });
  expect(link.server.connections[0]!.requests).toHaveLength(1);
  expect(link.server.connections[0]!.received.toString()).not.toContain('Evil');
});

test.each(['auto', 'plain'] as const)(
  'a message that cannot be written in the form %s does not go out',
  async (form) => {
    link.configure({ messageFormat: form });
    await link.register();
    const evil = { ...text('hi'), to: `${ALICE}>\r\nEvil: 1` as typeof ALICE };
    expect(await link.bench.link.send(evil)).toMatchObject({ kind: 'unanswered', reason: 'server-fault' });
    expect(await link.bench.link.send(text('well', 'id-2'))).toMatchObject({ kind: 'accepted' });
    expect(link.server.requests('MESSAGE').map(({ callId }) => callId)).toEqual([messageId('id-2')]);
    expect(told().includes('sip.message-unencodable')).toBe(form === 'auto');
  },
);

test('a registration that cannot be written is told as refused, and nothing goes out', async () => {
  link.configure({ instanceId: 'urn:uuid:\r\nEvil: 1' });
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'login-refused' });
  expect(link.server.requests('REGISTER')).toEqual([]);
});
