import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { useLinkFixture } from './support/link-fixture.ts';
import { message } from './support/wire.ts';

const link = useLinkFixture();

test('after a lost flow the link connects again, and tells that it is registered', async () => {
  await link.register();
  link.server.connection.socket.destroy();
  await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
  await link.passUntil('it is back', () => link.bench.link.state.kind === 'registered');
  expect(link.server.connections).toHaveLength(2);
  expect(link.bench.listener.registrations).toBe(2);
  const [first, second] = link.server.requests('REGISTER');
  expect(second!.cseq.number).toBeGreaterThan(first!.cseq.number);
});

test('reconnectNow ends the wait', async () => {
  await link.register();
  link.server.connection.socket.destroy();
  await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
  link.bench.link.reconnectNow();
  await eventually('it is back', () => link.bench.link.state.kind === 'registered');
});

test('reconnectNow on a flow that seems to live asks it for a sign of life', async () => {
  await link.register();
  link.bench.link.reconnectNow();
  await eventually('it was pinged', () => link.server.connection.pings === 1);
});

test('when the server is gone, the link is unreachable since the moment it was lost', async () => {
  await link.register();
  const lostAtMs = link.clock.wallMs();
  await link.server.stop();
  await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
  await link.passUntil('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toEqual({ kind: 'unreachable', sinceMs: lostAtMs, reason: 'no-network' });
  link.server = await link.newServer();
});

test("the server's Flow-Timer sets the pace of pings, and each pong is told", async () => {
  link.server.script = (request, connection) => {
    const headers = ['Contact', 'Flow-Timer'].map((name) => ({ name, value: request.headers.first(name) ?? '60' }));
    connection.answer(request, { statusCode: 200, reason: 'OK', headers });
  };
  await link.register();
  await link.clock.run(47_999);
  expect(link.server.connection.pings).toBe(0);
  await link.clock.run(12_001);
  await eventually('it pinged', () => link.server.connection.pings === 1);
  await eventually('the pong was told', () => link.bench.listener.keepAlives === 1);
});

test('without a pong within 10 s the flow is dead', async () => {
  link.server.answersPings = false;
  await link.register();
  await link.clock.run(120_000);
  await eventually('it pinged', () => link.server.connection.pings === 1);
  await link.clock.run(10_000);
  expect(link.bench.link.state.kind).toBe('connecting');
  await eventually('the flow is closed', () => link.server.connection.closed);
});

test('a message that never ends closes the flow after 10 s', async () => {
  await link.register();
  link.server.connection.send('MESSAGE sip:bob@example.org SIP/2.0\r\nContent-Length: 50\r\n\r\nhal');
  const [connection] = link.server.connections;
  await eventually('it was read', () => link.clock.pendingTimers === 3);
  await link.clock.run(10_000);
  await eventually('the flow is closed', () => connection!.closed);
});

test('a stream that cannot be cut is answered and closed', async () => {
  await link.register();
  const [connection] = link.server.connections;
  connection!.send(message({ extra: ['Content-Type: text/plain', 'Content-Length: 18', 'Content-Length: 5'] }));
  await eventually('the flow is closed', () => connection!.closed);
  expect(connection!.statusLines).toEqual(['SIP/2.0 400 Bad Request']);
  expect(link.bench.listener.messages).toEqual([]);
});

test('a listener that throws is logged, and the link goes on', async () => {
  const { listener, log } = link.bench;
  listener.stateChanged = () => {
    throw new Error('a bug');
  };
  await link.register();
  link.server.connection.socket.destroy();
  await link.passUntil('it is back', () => link.server.connections.length === 2 && listener.registrations === 2);
  expect(log.lines.filter((line) => line.includes('sip.listener-threw'))).toHaveLength(4);
});

test.each([
  ['a line', { extra: ['Content-Type: text/plain', `Subject: ${'x'.repeat(5_000)}`] }],
  ['headers', { extra: ['Content-Type: text/plain', ...Array.from({ length: 120 }, () => 'X: 1')] }],
  ['a body', { body: 'x'.repeat(100_000) }],
])('nobody who writes to us can end our flow by %s beyond the limits', async (_, parts) => {
  await link.register();
  await link.server.connection.ask(message(parts));
  expect(link.server.connection.statusLines).toEqual(['SIP/2.0 513 Message Too Large']);
  expect((await link.server.connection.ask(message())).statusCode).toBe(200);
  expect(link.bench.listener.messages).toHaveLength(1);
  expect(link.server.connections).toHaveLength(1);
});

test('a flow whose own address has gone is given up at once, and another one is tried without a wait', async () => {
  await link.register();
  link.bench.link.networkChanged(['192.0.2.1']);
  expect(link.bench.link.state.kind).toBe('connecting');
  await link.clock.run(0);
  await eventually('it is back', () => link.bench.link.state.kind === 'registered');
  expect(link.server.connections).toHaveLength(2);
});

test('a flow whose address is still there is asked for a sign of life when the network changed', async () => {
  await link.register();
  link.bench.link.networkChanged(['192.0.2.1', '127.0.0.1']);
  await eventually('it was pinged', () => link.server.connection.pings === 1);
  expect(link.bench.link.state.kind).toBe('registered');
});

test('a network that is back ends the wait', async () => {
  await link.register();
  link.server.connection.socket.destroy();
  await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
  link.bench.link.networkChanged(['127.0.0.1']);
  await eventually('it is back', () => link.bench.link.state.kind === 'registered');
});
