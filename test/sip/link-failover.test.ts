import { expect, test } from 'vitest';
import { failure, success } from '../../src/domain/result.ts';
import type { Resolver } from '../../src/ports/network/resolver.ts';
import { eventually } from './support/eventually.ts';
import { makeLink, MemorySettings, noResolver, text } from './support/link-bench.ts';
import { answerWith, useLinkFixture } from './support/link-fixture.ts';

const link = useLinkFixture();

/** SRV names these ports of 127.0.0.1, in this order. */
const portsInOrder = (...ports: readonly number[]): Resolver => ({
  ...noResolver,
  srv: () =>
    Promise.resolve(
      success(ports.map((port, priority) => ({ priority, weight: 0, port, target: 'node.example.org' }))),
    ),
  addresses: () => Promise.resolve(success(['127.0.0.1'])),
});

function useServers(...ports: readonly number[]): void {
  const { clock, caPem } = link;
  link.bench = makeLink({ clock, caPem, host: null, port: null, resolver: portsInOrder(...ports) });
}

test('a node that takes no connection gives way to the next at once', async () => {
  const gone = await link.newServer();
  const gonePort = gone.port;
  await gone.stop();
  useServers(gonePort, link.server.port);
  await link.register();
  expect(link.bench.listener.states.map(({ kind }) => kind)).toEqual(['connecting', 'registered']);
});

test('a node that answers 503 gives way to the next at once', async () => {
  const busy = await link.newServer();
  busy.script = answerWith(503);
  useServers(busy.port, link.server.port);
  await link.register();
  expect(busy.requests('REGISTER')).toHaveLength(1);
  expect(await link.bench.link.send(text('hi'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  await busy.stop();
});

test('a refused login is not carried from node to node', async () => {
  const strict = await link.newServer();
  strict.script = answerWith(403);
  useServers(strict.port, link.server.port);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.server.connections).toHaveLength(0);
  await strict.stop();
});

test('when every node failed it waits, and looks the nodes up again', async () => {
  let asked = 0;
  const [first, second] = [await link.newServer(), await link.newServer()];
  for (const server of [first, second]) server.script = answerWith(500);
  const inOrder = portsInOrder(first.port, second.port);
  const { clock, caPem } = link;
  const resolver: Resolver = { ...inOrder, srv: (name) => ((asked += 1), inOrder.srv(name)) };
  link.bench = makeLink({ clock, caPem, host: null, port: null, resolver });
  link.start();
  await eventually('both were tried', () => link.bench.link.state.kind === 'unreachable');
  expect([first.connections.length, second.connections.length, asked]).toEqual([1, 1, 1]);
  await link.passUntil('it tries again', () => asked === 2);
  for (const server of [first, second]) await server.stop();
});

test('a domain that cannot be found is told as no network', async () => {
  const { clock, caPem } = link;
  link.bench = makeLink({ clock, caPem, host: null, port: null, resolver: noResolver });
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'no-network' });
});

test('an attempt under way when the owner asks is followed by another at once', async () => {
  link.server.script = answerWith(500);
  link.start();
  link.bench.link.reconnectNow();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  await link.clock.run(0);
  await eventually('it tries again', () => link.server.connections.length === 2);
});

test('attempts that the owner asks for do not lengthen the wait for the next one', async () => {
  const accepting = link.server.script;
  link.server.script = answerWith(500);
  link.start();
  const ended = (): number => link.bench.log.lines.filter((line) => line.includes('sip.flow-ended')).length;
  await eventually('the first failed', () => ended() === 1);
  for (let asked = 1; asked <= 8; asked += 1) {
    link.bench.link.reconnectNow();
    await eventually('it failed', () => ended() === 1 + asked);
  }
  link.server.script = accepting;
  // The dice lie in the middle: half of the 20 s that follow one failed round.
  await link.clock.run(10_250);
  await eventually('it is back', () => link.bench.link.state.kind === 'registered');
});

const down: Resolver = {
  naptr: () => Promise.resolve(failure('unavailable')),
  srv: () => Promise.resolve(failure('unavailable')),
  addresses: () => Promise.resolve(failure('unavailable')),
};

/** Registers once by name, is switched off, and comes back where names are resolved otherwise. */
async function comeBackWith(resolver: Resolver): Promise<void> {
  const settings = new MemorySettings();
  const { clock, caPem } = link;
  link.bench = makeLink({ clock, caPem, host: null, port: null, settings, resolver: portsInOrder(link.server.port) });
  await link.register();
  await link.bench.link.stop();
  link.bench = makeLink({ clock, caPem, host: null, port: null, settings, resolver });
}

test.each([
  ['are down', down],
  ['say that there is nothing', noResolver],
])('where name servers %s, the server that worked last is found all the same', async (_, resolver) => {
  await comeBackWith(resolver);
  await link.register();
  expect(link.server.connections).toHaveLength(2);
});

test('a domain that says it offers no SIP over TLS is believed', async () => {
  const srv = [{ priority: 1, weight: 0, port: 0, target: '.' }];
  await comeBackWith({ ...noResolver, srv: () => Promise.resolve(success(srv)) });
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'server-fault' });
  expect(link.server.connections).toHaveLength(1);
});

test('where name servers answer, a server that they do not name any more is left alone', async () => {
  const gone = await link.newServer();
  const gonePort = gone.port;
  await gone.stop();
  await comeBackWith(portsInOrder(gonePort));
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.server.connections).toHaveLength(1);
});

test('whoever sits at the remembered address proves that he is the domain, or gets not a byte', async () => {
  await comeBackWith(down);
  await link.server.stop();
  const thief = await link.impostorAt(link.server.port);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'wrong-server-name' });
  expect(thief.connections.every(({ received }) => received.length === 0)).toBe(true);
  await thief.stop();
  link.server = await link.newServer();
});

test('an IPv6 address where nobody answers gives way to the IPv4 address of the same host', async () => {
  const { clock, caPem } = link;
  const addresses = (): ReturnType<Resolver['addresses']> => Promise.resolve(success(['::1', '127.0.0.1']));
  const resolver = { ...portsInOrder(link.server.port), addresses };
  link.bench = makeLink({ clock, caPem, host: null, port: null, resolver });
  await link.register();
  expect(link.bench.log.lines.filter((line) => line.includes('sip.connect-failed'))).toHaveLength(1);
});
