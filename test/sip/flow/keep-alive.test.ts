import { beforeEach, expect, test } from 'vitest';
import { NOTHING_LEARNED, type IdleLearning } from '../../../src/sip/flow/idle-policy.ts';
import { KeepAlive } from '../../../src/sip/flow/keep-alive.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const ANNOUNCED = { flowTimerS: 100, pongsAnnounced: true };
const SILENT = { flowTimerS: 100, pongsAnnounced: false };
let clock: VirtualClock;
let told: string[];
let learned: IdleLearning[];
let keepAlive: KeepAlive;

beforeEach(() => {
  clock = new VirtualClock();
  told = [];
  learned = [];
  keepAlive = new KeepAlive(clock, () => 0.5, NOTHING_LEARNED, {
    pingDue: () => told.push('ping'),
    optionsDue: () => told.push('options'),
    answered: () => told.push('answered'),
    dead: () => told.push('dead'),
    learned: (learning) => learned.push(learning),
  });
});

test('a server that announced pongs is pinged alone, and a pong starts the next wait', () => {
  keepAlive.start(ANNOUNCED);
  clock.advance(90_000);
  keepAlive.pongReceived();
  clock.advance(90_000);
  expect(told).toEqual(['ping', 'answered', 'ping']);
});

test('a server that announced nothing is asked in both ways at first, and by pings alone once it was seen to answer one', () => {
  keepAlive.start(SILENT);
  clock.advance(90_000);
  keepAlive.pongReceived();
  keepAlive.optionsAnswered();
  clock.advance(90_000);
  expect(told).toEqual(['ping', 'options', 'answered', 'ping']);
});

test('a server that leaves pings unanswered is asked by OPTIONS alone from then on', () => {
  keepAlive.start(SILENT);
  clock.advance(90_000);
  keepAlive.optionsAnswered();
  clock.advance(90_000);
  keepAlive.optionsAnswered();
  expect(told).toEqual(['ping', 'options', 'answered', 'options', 'answered']);
});

test('a pong that comes later than the answer to OPTIONS still shows that the server answers pings', () => {
  keepAlive.start(SILENT);
  clock.advance(90_000);
  keepAlive.optionsAnswered();
  keepAlive.pongReceived();
  clock.advance(90_000);
  expect(told).toEqual(['ping', 'options', 'answered', 'ping']);
});

test('when an announced pong does not come an OPTIONS follows, and the announcement is not believed again', () => {
  keepAlive.start(ANNOUNCED);
  clock.advance(93_999);
  expect(told).toEqual(['ping']);
  clock.advance(1);
  expect(told).toEqual(['ping', 'options']);
  keepAlive.optionsAnswered();
  keepAlive.start(ANNOUNCED);
  clock.advance(90_000);
  expect(told).toEqual(['ping', 'options', 'answered', 'options']);
});

test.each([ANNOUNCED, SILENT])('without any answer within 10 s the flow is dead, once: %j', (terms) => {
  keepAlive.start(terms);
  clock.advance(99_999);
  expect(told).toEqual(['ping', 'options']);
  clock.advance(1);
  clock.advance(1_000_000);
  expect(told).toEqual(['ping', 'options', 'dead']);
  expect(clock.pendingTimers).toBe(0);
});

test('a probe asks at once, and only one question is under way', () => {
  keepAlive.start(ANNOUNCED);
  keepAlive.probe();
  keepAlive.probe();
  expect(told).toEqual(['ping']);
  clock.advance(10_000);
  expect(told).toEqual(['ping', 'options', 'dead']);
});

test('an answer that nobody asked for is ignored', () => {
  keepAlive.start(ANNOUNCED);
  keepAlive.pongReceived();
  keepAlive.optionsAnswered();
  expect(told).toEqual([]);
});

test('a line break that nobody asked for does not show that the server answers pings', () => {
  keepAlive.start(SILENT);
  keepAlive.pongReceived();
  clock.advance(90_000);
  expect(told).toEqual(['ping', 'options']);
});

test('a registration while an answer is awaited does not save a dead flow', () => {
  keepAlive.start(ANNOUNCED);
  clock.advance(90_000);
  keepAlive.start(ANNOUNCED);
  clock.advance(10_000);
  expect(told).toEqual(['ping', 'options', 'dead']);
});

test('after close nothing is left', () => {
  keepAlive.start(ANNOUNCED);
  keepAlive.close();
  keepAlive.start(ANNOUNCED);
  keepAlive.probe();
  expect(clock.pendingTimers).toBe(0);
  expect(told).toEqual([]);
});

test('a stretch that was survived is learned when the server is heard, from the first byte that followed it', () => {
  keepAlive.start(SILENT);
  clock.advance(90_000);
  keepAlive.sent();
  clock.advance(3_000);
  keepAlive.sent();
  keepAlive.heard();
  expect(learned).toEqual([{ ...NOTHING_LEARNED, provenS: 90 }]);
  keepAlive.heard();
  expect(learned).toHaveLength(1);
});

test('a flow that is dead after an idle stretch shortens the stretch; one that dies amid traffic does not', () => {
  keepAlive.start(SILENT);
  clock.advance(90_000);
  keepAlive.sent();
  clock.advance(10_000);
  expect(learned).toEqual([{ ...NOTHING_LEARNED, brokenS: 90 }]);

  const busy = new KeepAlive(clock, () => 0.5, NOTHING_LEARNED, {
    pingDue: () => undefined,
    optionsDue: () => undefined,
    answered: () => undefined,
    dead: () => told.push('busy dead'),
    learned: (learning) => learned.push(learning),
  });
  clock.advance(5_000);
  busy.sent();
  busy.probe();
  clock.advance(10_000);
  expect(told.at(-1)).toBe('busy dead');
  expect(learned).toHaveLength(1);
});
