import { expect, it } from 'vitest';
import { monotonicMs } from '../../../src/domain/time.ts';
import { TokenBucket } from '../../../src/relay/bounds/token-bucket.ts';

/** How many are let through at that moment. */
function drain(bucket: TokenBucket, atMs: number): number {
  let taken = 0;
  while (taken < 1_000 && bucket.take(monotonicMs(atMs))) taken += 1;
  return taken;
}

it('lets so many through at once, then as many as time has brought', () => {
  const bucket = new TokenBucket(2, 5, monotonicMs(0));
  expect([drain(bucket, 0), drain(bucket, 499), drain(bucket, 500), drain(bucket, 1_500)]).toEqual([5, 0, 1, 2]);
});

it('holds no more after a long silence than it lets through at once', () => {
  const bucket = new TokenBucket(2, 5, monotonicMs(0));
  expect(drain(bucket, 86_400_000)).toBe(5);
  expect(drain(bucket, 2 * 86_400_000)).toBe(5);
});

it('tells in whole seconds how long to wait, at least one', () => {
  const slow = new TokenBucket(0.1, 1, monotonicMs(0));
  slow.take(monotonicMs(0));
  expect(slow.secondsToWait()).toBe(10);
  slow.take(monotonicMs(4_500));
  expect(slow.secondsToWait()).toBe(6);
  const quick = new TokenBucket(100, 1, monotonicMs(0));
  quick.take(monotonicMs(0));
  expect(quick.secondsToWait()).toBe(1);
});
