import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterLoss,
  afterSurvival,
  keepAliveDelayMs,
  keepAliveIntervalS,
  NOTHING_LEARNED,
  type IdleLearning,
} from '../../src/sip/flow/idle-policy.ts';

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const flowTimer = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 100_000 }),
  fc.constant(Number.MAX_SAFE_INTEGER),
);
const stretchMs = fc.oneof(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 0, max: 2_147_483_647 }));
const events = fc.array(fc.tuple(fc.boolean(), stretchMs), { maxLength: 200 });
const afterAll = (happened: readonly (readonly [boolean, number])[]): IdleLearning =>
  happened.reduce((learning, [survived, ms]) => (survived ? afterSurvival : afterLoss)(learning, ms), NOTHING_LEARNED);

test('whatever happened, the interval stays within 30 and 840 s and never beyond a Flow-Timer that is within them', () => {
  fc.assert(
    fc.property(events, flowTimer, fraction, (happened, timerS, dice) => {
      const learning = afterAll(happened);
      const intervalS = keepAliveIntervalS(learning, timerS);
      expect(intervalS).toBeGreaterThanOrEqual(30);
      expect(intervalS).toBeLessThanOrEqual(Math.min(840, Math.max(30, timerS ?? 840)));
      const delayMs = keepAliveDelayMs(learning, timerS, dice);
      expect(delayMs).toBeGreaterThanOrEqual(Math.floor(800 * intervalS));
      expect(delayMs).toBeLessThanOrEqual(Math.ceil(1_000 * intervalS));
      expect(Number.isInteger(delayMs)).toBe(true);
    }),
  );
});

/** A path that forgets a flow which lay idle for `timeoutS`: what it costs to learn that in so many keep-alives. */
function live(timeoutS: number, keepAlives: number, dice: () => number, from = NOTHING_LEARNED) {
  let learning = from;
  const lossesAt: number[] = [];
  for (let at = 0; at < keepAlives; at += 1) {
    const delayMs = keepAliveDelayMs(learning, null, dice());
    const survived = delayMs < 1_000 * timeoutS;
    if (!survived) lossesAt.push(at);
    learning = (survived ? afterSurvival : afterLoss)(learning, delayMs);
  }
  return { learning, lossesAt };
}
function diceOf(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test('behind a NAT it converges: at most 8 losses to learn its time-out, and few more however long it lives', () => {
  fc.assert(
    fc.property(fc.integer({ min: 31, max: 3_600 }), fc.nat(), (timeoutS, seed) => {
      const { learning, lossesAt } = live(timeoutS, 5_000, diceOf(seed));
      expect(lossesAt.filter((at) => at < 16).length).toBeLessThanOrEqual(8);
      // A longer stretch is tried again after 16, 32, 64 … survivals.
      expect(lossesAt.length).toBeLessThanOrEqual(8 + 2 * Math.log2(5_000 / 16));
      // And it is no coward: what it dares is at least half of what could be had.
      expect(learning.provenS).toBeGreaterThanOrEqual(Math.min(840, timeoutS) / 2);
    }),
    { numRuns: 300 },
  );
});

test('a path that forgets nothing is pinged every 672 to 840 s in the end, and each step is longer than the last', () => {
  for (const dice of [() => 0, () => 0.5, () => 0.999]) {
    let learning = NOTHING_LEARNED;
    let last = 0;
    for (let at = 0; at < 30 && learning.provenS < 840 * 0.8; at += 1) {
      const delayMs = keepAliveDelayMs(learning, null, dice());
      expect(delayMs).toBeGreaterThan(last);
      last = delayMs;
      learning = afterSurvival(learning, delayMs);
    }
    expect(keepAliveIntervalS(learning, null)).toBe(840);
  }
});

test('a handset that moves behind a NAT of a minute is found there after at most 5 losses', () => {
  const athome: IdleLearning = { provenS: 840, brokenS: null, survivals: 0, patience: 16 };
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(live(60, 16, diceOf(seed), athome).lossesAt.length).toBeLessThanOrEqual(5);
    }),
    { numRuns: 200 },
  );
});

test('one loss that had another cause is forgotten, and the interval grows again', () => {
  const athome: IdleLearning = { provenS: 840, brokenS: null, survivals: 0, patience: 16 };
  const { learning } = live(100_000, 200, diceOf(3), afterLoss(athome, 700_000));
  expect(keepAliveIntervalS(learning, null)).toBe(840);
});

test('1,000 handsets that were all registered at once do not ping in step', () => {
  const dice = diceOf(11);
  const delays = Array.from({ length: 1_000 }, () => keepAliveDelayMs(NOTHING_LEARNED, null, dice()));
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(20_000);
});
