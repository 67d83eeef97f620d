import { afterEach, describe, expect, test } from 'vitest';
import { success } from '../../src/domain/result.ts';
import { eventually } from './support/eventually.ts';
import { makeLink, noResolver } from './support/link-bench.ts';
import { answerWith, silent, useLinkFixture } from './support/link-fixture.ts';
import { RawServer } from './support/raw-server.ts';
import { acceptAll, type ScriptedSipServer } from './support/scripted-sip-server.ts';

const link = useLinkFixture();
const opened: (RawServer | ScriptedSipServer)[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop();
});

/**
 * With the dice in the middle: half way to the 20, 40, 80 s … within which the next round begins, from 0.5 s on for the
 * first and from half of that time on for the next ones.
 */
const WAITS_MS = [10_250, 30_000, 60_000];

const ended = (): number => link.bench.log.lines.filter((line) => line.includes('sip.flow-ended')).length;
const kinds = (): readonly string[] => link.bench.listener.states.map(({ kind }) => kind);

/** The next round begins after so long, and not a millisecond before. */
async function waits(delayMs: number): Promise<void> {
  const before = link.clock.startedTimers;
  await link.clock.run(delayMs - 1);
  expect(link.clock.startedTimers).toBe(before);
  await link.clock.run(1);
  expect(link.clock.startedTimers).toBeGreaterThan(before);
}

/** Loses the flow, once the link is registered. */
async function lose(): Promise<void> {
  link.server.connection.socket.destroy();
  await eventually('it is noticed', () => link.bench.link.state.kind === 'connecting');
}

describe('an outage', () => {
  test('is told once, since the moment it began, however many rounds fail; another reason is told anew', async () => {
    const startedMs = link.clock.wallMs();
    link.server.script = silent;
    link.start();
    await eventually('it was asked', () => link.server.requests('REGISTER').length === 1);
    await link.clock.run(10_000);
    const first = { kind: 'unreachable', sinceMs: startedMs, reason: 'server-fault' };
    expect(link.bench.link.state).toEqual(first);
    link.server.script = answerWith(500);
    await waits(WAITS_MS[0]!);
    await eventually('it failed again', () => ended() === 2);
    link.server.script = answerWith(403);
    await waits(WAITS_MS[1]!);
    await eventually('it was refused', () => ended() === 3);
    expect(link.bench.listener.states.slice(1)).toEqual([first, { ...first, reason: 'login-refused' }]);
  });

  test('makes the waits longer with each round that fails, until there is a registration', async () => {
    link.server.script = answerWith(500);
    link.start();
    for (const [at, waitMs] of WAITS_MS.entries()) {
      await eventually('it failed', () => ended() === at + 1);
      if (at === WAITS_MS.length - 1) link.server.script = acceptAll;
      await waits(waitMs);
    }
    await eventually('it is registered', () => link.bench.link.state.kind === 'registered');
    link.server.script = answerWith(500);
    await lose();
    await waits(WAITS_MS[0]!);
    await eventually('it failed', () => link.bench.link.state.kind === 'unreachable');
    await waits(WAITS_MS[0]!);
  });

  test('that was hurried through before is not hurried through the next time', async () => {
    link.start();
    link.bench.link.reconnectNow();
    await eventually('it is registered', () => link.bench.link.state.kind === 'registered');
    await lose();
    await waits(WAITS_MS[0]!);
  });

  test('is told by its own reason, and not by what failed before the registration that it ended', async () => {
    const impostor = await link.impostorAt(0);
    opened.push(impostor);
    const ports = [impostor.port, link.server.port];
    const srv = ports.map((port, priority) => ({ priority, weight: 0, port, target: 'node.example.org' }));
    link.bench = makeLink({
      clock: link.clock,
      caPem: link.caPem,
      host: null,
      port: null,
      registerExpiresSeconds: 60,
      resolver: {
        ...noResolver,
        srv: () => Promise.resolve(success(srv)),
        addresses: () => Promise.resolve(success(['127.0.0.1'])),
      },
    });
    await link.register();
    link.server.script = answerWith(403);
    await link.clock.run(54_000);
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(link.bench.link.state).toMatchObject({ reason: 'login-refused' });
  });
});

describe('a link', () => {
  test('is connecting from its start, and tells so after the call', async () => {
    link.start();
    expect([link.bench.link.state.kind, kinds()]).toEqual(['connecting', []]);
    await Promise.resolve();
    expect(kinds()).toEqual(['connecting']);
  });

  test('is started once', async () => {
    link.start();
    expect(() => {
      link.start();
    }).toThrow(/started before/);
    await link.bench.link.stop();
    expect(() => {
      link.start();
    }).toThrow(/started before/);
  });

  test('that was stopped before it was started stays so, and tells nobody', async () => {
    await link.bench.link.stop();
    expect(() => {
      link.start();
    }).toThrow(/started before/);
    expect([link.bench.link.state.kind, kinds(), link.clock.startedTimers]).toEqual(['stopped', [], 0]);
  });

  test('that is stopped at once after its start tells nothing but that', async () => {
    link.start();
    await link.bench.link.stop();
    expect([kinds(), link.clock.pendingTimers]).toEqual([['stopped'], 0]);
  });

  test('that is stopped while it connects stops at once, and leaves no connection and no timer behind', async () => {
    const mute = await RawServer.start(() => undefined);
    opened.push(mute);
    link.configure({ port: mute.port });
    link.start();
    await eventually('it is connected', () => mute.received.length > 0);
    await link.bench.link.stop();
    expect([kinds(), link.clock.pendingTimers]).toEqual([['connecting', 'stopped'], 0]);
    await eventually('the connection is gone', () => mute.sockets.every((socket) => socket.readyState === 'closed'));
  });

  test('that is stopped while it waits leaves no timer behind, and is stopped once', async () => {
    link.server.script = answerWith(500);
    link.start();
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    await Promise.all([link.bench.link.stop(), link.bench.link.stop()]);
    // What is left is the flow's half second for the server to close its end.
    link.clock.advance(500);
    expect([kinds(), link.clock.pendingTimers]).toEqual([['connecting', 'unreachable', 'stopped'], 0]);
  });

  test('hurries neither before its start nor after its end', async () => {
    link.bench.link.reconnectNow();
    expect(link.clock.startedTimers).toBe(0);
    await link.register();
    await link.bench.link.stop();
    const { startedTimers } = link.clock;
    link.bench.link.reconnectNow();
    await link.clock.run(60_000);
    expect([link.clock.startedTimers, link.server.connections.length]).toEqual([startedTimers, 1]);
  });
});
