import { expect, it } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

it('runs timers in the order of their due times, and equal ones in the order of their start', () => {
  const clock = new VirtualClock();
  const ran: string[] = [];
  clock.startTimer(20, () => ran.push('late'));
  clock.startTimer(10, () => ran.push('first'));
  clock.startTimer(10, () => ran.push('second'));
  clock.advance(9);
  expect(ran).toEqual([]);
  clock.advance(11);
  expect(ran).toEqual(['first', 'second', 'late']);
});

it('never calls back from inside startTimer, and never after cancel', () => {
  const clock = new VirtualClock();
  let calls = 0;
  clock.startTimer(0, () => (calls += 1)).cancel();
  clock.startTimer(0, () => (calls += 10));
  expect(calls).toBe(0);
  clock.advance(0);
  expect(calls).toBe(10);
});

it('moves the wall clock with time, and lets it be set without moving timers', () => {
  const clock = new VirtualClock(1_000_000);
  let fired = false;
  clock.startTimer(5_000, () => (fired = true));
  clock.advance(1_000);
  expect(clock.wallMs()).toBe(1_001_000);
  clock.setWall(5);
  clock.advance(3_999);
  expect(fired).toBe(false);
  clock.advance(1);
  expect(fired).toBe(true);
  expect(clock.wallMs()).toBe(4_005);
});

it('lets promises settle between timers when it is run', async () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  const wait = (ms: number): Promise<void> => new Promise((resolve) => clock.startTimer(ms, resolve));
  const startMs = clock.monotonicMs();
  const work = (async () => {
    await wait(10);
    seen.push(clock.monotonicMs() - startMs);
    await wait(10);
    seen.push(clock.monotonicMs() - startMs);
  })();
  await clock.run(100);
  await work;
  expect(seen).toEqual([10, 20]);
});

it('refuses a delay that setTimeout would take for 1 ms', () => {
  expect(() => new VirtualClock().startTimer(2_147_483_648, () => undefined)).toThrow(RangeError);
  expect(() => new VirtualClock().startTimer(-1, () => undefined)).toThrow(RangeError);
  expect(() => new VirtualClock().startTimer(Number.NaN, () => undefined)).toThrow(RangeError);
});
