import { expect, test } from 'vitest';
import { reconnectDelayMs } from '../../src/sip/reconnect-policy.ts';

const ordinary = { failedRounds: 0, loginRefused: false, retryAfterMs: null };
const bounds = (situation: Parameters<typeof reconnectDelayMs>[0]): readonly number[] =>
  [0, 0.999_999].map((fraction) => Math.round(reconnectDelayMs(situation, fraction) / 100) / 10);

test('1,000 handsets that one restart threw off come back over at least 15 s, none of them later than 20 s', () => {
  let seed = 7;
  const dice = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const delays = Array.from({ length: 1_000 }, () => reconnectDelayMs(ordinary, dice())).sort(
    (one, other) => one - other,
  );
  // The middle 90 % alone are spread so far: no crowd in a corner.
  expect(delays[949]! - delays[49]!).toBeGreaterThan(15_000);
  expect(delays[999]).toBeLessThanOrEqual(20_000);
});

test.each([
  [0, [0.5, 20]],
  [1, [0.5, 20]],
  [2, [0.5, 40]],
  [3, [0.5, 80]],
  [5, [0.5, 320]],
  [8, [0.5, 1_800]],
  [1_000_000, [0.5, 1_800]],
])('after %i failed rounds the wait lies within %j s', (failedRounds, expected) => {
  expect(bounds({ ...ordinary, failedRounds })).toEqual(expected);
});

test.each([
  [1, [0.5, 20]],
  [2, [20, 40]],
  [3, [40, 80]],
  [8, [900, 1_800]],
])('after %i rounds at servers that are at fault the wait lies within %j s', (failedRounds, expected) => {
  expect(bounds({ ...ordinary, failedRounds, serverFault: true })).toEqual(expected);
});

test('a refused login is not tried again within a minute', () => {
  expect(bounds({ ...ordinary, failedRounds: 1, loginRefused: true })).toEqual([60, 120]);
});

test('what the server asks for is obeyed, up to half an hour, and spread', () => {
  expect(bounds({ ...ordinary, retryAfterMs: 300_000 })).toEqual([300, 360]);
  expect(bounds({ ...ordinary, retryAfterMs: 86_400_000 })).toEqual([1_800, 2_160]);
});
