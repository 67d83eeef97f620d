import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { FrameEvent } from '../../../src/wire/framing/frame.ts';
import type { FlowFailure } from '../../../src/sip/flow/flow-failure.ts';
import { flowSecurity, MAX_UNSENT_BYTES, openTlsFlow, type TlsFlow } from '../../../src/sip/flow/tls-flow.ts';
import type { Clock, Timer } from '../../../src/ports/system/clock.ts';
import { monotonicMs, type EpochMs, type MonotonicMs } from '../../../src/domain/time.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { eventually } from '../support/eventually.ts';
import { ScriptedSipServer } from '../support/scripted-sip-server.ts';
import type { OldestTls } from '../../../src/wire/tls-policy.ts';
import { TestAuthority } from '../support/test-authority.ts';
import { message } from '../support/wire.ts';

const authority = new TestAuthority();
const relay = authority.leaf({ altNames: 'URI:sip:example.org' });
let server: ScriptedSipServer;
let clock: VirtualClock;
let seen: (FrameEvent['kind'] | FlowFailure)[];

beforeEach(async () => {
  clock = new VirtualClock();
  seen = [];
  server = await ScriptedSipServer.start({ cert: relay.certPem, key: relay.keyPem });
});
afterEach(() => server.stop());
afterAll(() => {
  authority.remove();
});

/** A server that speaks TLS 1.2: 1.3 knows no second handshake. */
async function restartWithTls12(): Promise<void> {
  await server.stop();
  server = await ScriptedSipServer.start({ cert: relay.certPem, key: relay.keyPem, maxVersion: 'TLSv1.2' });
}

async function open(
  on: Clock = clock,
  onFrame: () => void = () => undefined,
  oldestTls: OldestTls = 'TLSv1.3',
): Promise<TlsFlow> {
  const security = flowSecurity(authority.caPem, 'example.org', { oldestTls, pins: [], revocations: null });
  const opened = await openTlsFlow(
    { address: '127.0.0.1', port: server.port },
    security,
    on,
    new AbortController().signal,
  );
  if (!opened.ok) throw new Error(opened.error.code);
  // What ends after its test must not be seen by the next one.
  const mine = seen;
  opened.value.listen({
    frameReceived: () => {
      mine.push('frame');
      onFrame();
    },
    oversizeReceived: () => void mine.push('oversize'),
    framingBroken: () => void mine.push('fault'),
    pongReceived: () => void mine.push('pong'),
    pingReceived: () => void mine.push('ping'),
    closed: (failure) => void mine.push(failure),
  });
  await eventually('the server has it', () => server.connections.length === 1);
  return opened.value;
}

test('what the network does not take is bounded: a send is refused, and nothing of it goes out', async () => {
  const flow = await open();
  server.connection.socket.pause();
  const chunk = Buffer.alloc(65_536, 'x');
  let sent = 0;
  while (flow.send(chunk) && sent < 10_000) sent += 1;
  // What the socket holds by itself is bounded by the kernel; we add no more than our bound.
  expect(sent).toBeLessThanOrEqual(MAX_UNSENT_BYTES / chunk.length + 1);
  flow.close({ reason: 'no-network', code: 'DONE' });
  await clock.run(500);
  await eventually('it is closed', () => seen.length === 1);
});

test('a server that does not close its end is left half a second later', async () => {
  const flow = await open();
  server.connection.socket.pause();
  flow.send(Buffer.alloc(200_000));
  flow.close({ reason: 'server-fault', code: 'WHY' });
  await clock.run(499);
  expect(seen).toEqual([]);
  await clock.run(1);
  await eventually('it is closed', () => seen.length === 1);
  expect(seen).toEqual([{ reason: 'server-fault', code: 'WHY' }]);
  expect(clock.pendingTimers).toBe(0);
  expect(flow.send('x')).toBe(false);
});

test('the server is told the name of the domain that is meant', async () => {
  const flow = await open();
  expect(server.connection.socket).toMatchObject({ servername: 'example.org' });
  flow.close({ reason: 'no-network', code: 'DONE' });
  await eventually('it is closed', () => seen.length === 1);
});

test('after close nothing that still arrives is handed on', async () => {
  const flow = await open();
  flow.close({ reason: 'no-network', code: 'DONE' });
  server.connection.send(message());
  await eventually('it is closed', () => seen.length > 0);
  expect(seen).toEqual([{ reason: 'no-network', code: 'DONE' }]);
});

test('a certificate of another CA is refused, whatever the environment says of certificates', async () => {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  const other = new TestAuthority();
  const security = flowSecurity(other.caPem, 'example.org');
  try {
    const place = { address: '127.0.0.1', port: server.port };
    const opened = await openTlsFlow(place, security, clock, new AbortController().signal);
    expect(opened).toMatchObject({ ok: false, error: { reason: 'certificate-not-trusted' } });
  } finally {
    other.remove();
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  }
});

test('a server cannot renegotiate, which would let it show another certificate', async () => {
  await restartWithTls12();
  const flow = await open(clock, undefined, 'TLSv1.2');
  let outcome: string | undefined;
  const note = (error: NodeJS.ErrnoException | null): void => {
    outcome ??= error?.code ?? 'renegotiated';
  };
  server.connection.socket.on('error', note);
  server.connection.socket.renegotiate({}, note);
  await eventually('the server knows', () => outcome !== undefined);
  expect([outcome, seen]).toEqual(['ERR_SSL_NO_RENEGOTIATION', []]);
  flow.close({ reason: 'no-network', code: 'DONE' });
  await eventually('it is closed', () => seen.length === 1);
});

/** Every look at the clock costs a millisecond, so that a slice is used up after a few frames. */
class BusyClock implements Clock {
  readonly #clock = clock;
  #now = 0;
  wallMs(): EpochMs {
    return this.#clock.wallMs();
  }
  monotonicMs(): MonotonicMs {
    return monotonicMs((this.#now += 1));
  }
  startTimer(delayMs: number, callback: () => void): Timer {
    return this.#clock.startTimer(delayMs, callback);
  }
}

test('while a flood waits to be handed on, nothing more of it is read: it stays where it came from', async () => {
  const bytes = message().length;
  const framesOfRead = new Map<number, number>();
  const flow = await open(new BusyClock(), () => {
    framesOfRead.set(flow.lastReceivedMs, (framesOfRead.get(flow.lastReceivedMs) ?? 0) + 1);
  });
  server.connection.send(Buffer.concat(Array.from({ length: 3_000 }, () => message())));
  await eventually('all came', () => seen.length === 3_000);
  // What one read brings, and what Node had taken from the socket before it heard of the pause.
  expect(Math.max(...framesOfRead.values())).toBeLessThan((2 * 65_536) / bytes);
});

/** In how many turns of the event loop so many messages are handed on that are sent at once. */
async function turnsFor(count: number, at: Clock): Promise<number> {
  let turn = 0;
  let counting = true;
  const turnsWithFrames = new Set<number>();
  const countTurns = (): void => {
    turn += 1;
    if (counting) setImmediate(countTurns);
  };
  await open(at, () => turnsWithFrames.add(turn));
  setImmediate(countTurns);
  server.connection.send(Buffer.concat(Array.from({ length: count }, () => message())));
  await eventually('all came', () => seen.length === count);
  counting = false;
  return turnsWithFrames.size;
}

test('a flood is handed on in slices, in which others get their turn, and nothing is lost', async () => {
  // 8 ms a slice, one frame a millisecond: without slices the few chunks of the socket would be all the turns there are.
  expect(await turnsFor(500, new BusyClock())).toBeGreaterThanOrEqual(500 / 10);
});

test('what comes at once and takes no time is handed on at once', async () => {
  // A TLS record holds 16 KiB, and each may come in a turn of its own.
  expect(await turnsFor(40, clock)).toBeLessThanOrEqual(4);
});
