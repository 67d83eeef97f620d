import { describe, expect, test } from 'vitest';
import {
  afterLoss,
  afterSurvival,
  keepAliveDelayMs,
  keepAliveIntervalS,
  NOTHING_LEARNED,
  type IdleLearning,
} from '../../../src/sip/flow/idle-policy.ts';

/** 100 s were survived and 120 s were not: close enough to try nothing in between. */
const SETTLED: IdleLearning = { provenS: 100, brokenS: 120, survivals: 0, patience: 16 };
const UNSETTLED: IdleLearning = { ...SETTLED, brokenS: 400 };

describe('an idle time that was survived', () => {
  test.each<[string, number, IdleLearning, IdleLearning?]>([
    ['proves nothing when it is shorter than any NAT forgets', 23_999, UNSETTLED],
    ['counts from 24 s on', 24_000, { ...UNSETTLED, provenS: 30 }, { ...UNSETTLED, provenS: 30 }],
    ['raises what is proven, in whole seconds', 150_999, { ...UNSETTLED, provenS: 150 }],
    ['lowers nothing', 50_000, UNSETTLED],
    ['is proven up to 840 s', 3_600_000, { ...UNSETTLED, provenS: 840, brokenS: null }],
    [
      'that was just as long as one that broke a flow shows that the loss had another cause',
      400_000,
      {
        ...UNSETTLED,
        provenS: 400,
        brokenS: null,
      },
    ],
    [
      'that falls a second short of one that broke a flow leaves that known',
      399_000,
      { ...UNSETTLED, provenS: 399, survivals: 1 },
    ],
  ])('%s', (_, stretchMs, after, before = UNSETTLED) => {
    expect(afterSurvival(before, stretchMs)).toEqual(after);
  });

  test('is counted once the interval has settled, and forgives the loss after 16 times, the next one after 32', () => {
    let learning = SETTLED;
    for (let count = 1; count < 16; count += 1) {
      learning = afterSurvival(learning, 80_000);
      expect(learning).toEqual({ ...SETTLED, survivals: count });
    }
    expect(afterSurvival(learning, 80_000)).toEqual({ provenS: 100, brokenS: null, survivals: 0, patience: 32 });
  });

  test.each([
    ['is not counted when it is less than 75 % of what is proven', 74_000, SETTLED, 0],
    ['is counted from 75 % of it on', 75_000, SETTLED, 1],
    ['is not counted while values in between are still tried', 90_000, UNSETTLED, 0],
    ['is counted at a broken time of 1.25 times the proven one', 100_000, { ...SETTLED, brokenS: 125 }, 1],
    ['is not counted beyond that', 100_000, { ...SETTLED, brokenS: 126 }, 0],
  ])('%s', (_, stretchMs, before, survivals) => {
    expect(afterSurvival(before, stretchMs)).toEqual({ ...before, survivals });
  });

  test('makes the trials no rarer than one in 1,024', () => {
    const last = { ...SETTLED, survivals: 1_023, patience: 1_024 };
    expect(afterSurvival(last, 100_000)).toEqual({ provenS: 100, brokenS: null, survivals: 0, patience: 1_024 });
  });
});

describe('an idle time that was not survived', () => {
  test.each([
    ['is the fault of the network when it is shorter than any NAT forgets', 23_999, UNSETTLED, UNSETTLED],
    ['lowers what is known to break', 300_999, UNSETTLED, { ...UNSETTLED, brokenS: 300 }],
    ['raises nothing', 500_000, UNSETTLED, UNSETTLED],
    ['counts as 840 s at most', 3_600_000, NOTHING_LEARNED, { ...NOTHING_LEARNED, brokenS: 840 }],
    ['begins the count anew', 110_000, { ...SETTLED, survivals: 7 }, { ...SETTLED, brokenS: 110 }],
    [
      'though it was survived before comes of another path, of which only the minimum is believed',
      100_000,
      {
        ...SETTLED,
        survivals: 7,
        patience: 64,
      },
      { provenS: 30, brokenS: 100, survivals: 0, patience: 16 },
    ],
    [
      'is never taken for less than the shortest interval',
      24_000,
      UNSETTLED,
      {
        provenS: 30,
        brokenS: 30,
        survivals: 0,
        patience: 16,
      },
    ],
  ])('%s', (_, stretchMs, before, after) => {
    expect(afterLoss(before, stretchMs)).toEqual(after);
  });
});

describe('the interval', () => {
  test.each([
    ['is 120 s where nothing is known', NOTHING_LEARNED, 120.4],
    ['is a step beyond what is proven while nothing broke', { ...SETTLED, brokenS: null }, 140],
    ['lies half way between proven and broken, on a scale of factors', UNSETTLED, 200],
    ['is what is proven once the two are close', SETTLED, 100],
    ['is 840 s at most', { ...SETTLED, provenS: 840, brokenS: null }, 840],
    ['is 30 s at least', { ...SETTLED, provenS: 20, brokenS: 20 }, 30],
  ])('%s', (_, learning, intervalS) => {
    expect(keepAliveIntervalS(learning, null)).toBeCloseTo(intervalS, 6);
  });

  test.each([
    [60, 60],
    [10, 30],
    [100_000, 140],
  ])('with a Flow-Timer of %i s is %i s', (flowTimerS, intervalS) => {
    expect(keepAliveIntervalS({ ...SETTLED, brokenS: null }, flowTimerS)).toBeCloseTo(intervalS, 6);
  });

  test('is kept to 80 to 100 %, by the dice', () => {
    expect([0, 0.5, 1].map((dice) => keepAliveDelayMs(SETTLED, null, dice))).toEqual([80_000, 90_000, 100_000]);
  });
});
