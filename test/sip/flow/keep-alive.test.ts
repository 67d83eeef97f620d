import { beforeEach, expect, test } from 'vitest';
import { KeepAlive, pingDelayMs } from '../../../src/sip/flow/keep-alive.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

let clock: VirtualClock;
let told: string[];
let keepAlive: KeepAlive;

beforeEach(() => {
  clock = new VirtualClock();
  told = [];
  keepAlive = new KeepAlive(clock, () => 0.5, {
    pingDue: () => told.push('ping'),
    answered: () => told.push('answered'),
    dead: () => told.push('dead'),
  });
});

test.each([
  [null, 95_000, 120_000],
  [100, 80_000, 100_000],
  [1, 24_000, 30_000],
  [99_999_999, 672_000, 840_000],
])('with a Flow-Timer of %s the next ping comes after %i to %i ms', (flowTimer, least, most) => {
  expect(pingDelayMs(flowTimer, 0)).toBe(least);
  expect(pingDelayMs(flowTimer, 1)).toBe(most);
});

test('a pong starts the next wait, and is told', () => {
  keepAlive.start(100);
  clock.advance(90_000);
  keepAlive.pongReceived();
  clock.advance(90_000);
  expect(told).toEqual(['ping', 'answered', 'ping']);
});

test('without a pong within 10 s the flow is dead, once', () => {
  keepAlive.start(100);
  clock.advance(99_999);
  expect(told).toEqual(['ping']);
  clock.advance(1);
  clock.advance(1_000_000);
  expect(told).toEqual(['ping', 'dead']);
});

test('a probe pings at once, and only one ping is under way', () => {
  keepAlive.start(100);
  keepAlive.probe();
  keepAlive.probe();
  expect(told).toEqual(['ping']);
  clock.advance(10_000);
  expect(told).toEqual(['ping', 'dead']);
});

test('a pong that nobody asked for counts for nothing', () => {
  keepAlive.start(100);
  keepAlive.pongReceived();
  expect(told).toEqual([]);
});

test('a registration while a pong is awaited does not save a dead flow', () => {
  keepAlive.start(100);
  clock.advance(90_000);
  keepAlive.start(100);
  clock.advance(10_000);
  expect(told).toEqual(['ping', 'dead']);
});

test('after close nothing is left', () => {
  keepAlive.start(100);
  keepAlive.close();
  keepAlive.start(100);
  keepAlive.probe();
  expect(clock.pendingTimers).toBe(0);
  expect(told).toEqual([]);
});
