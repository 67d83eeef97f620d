import { beforeEach, expect, test } from 'vitest';
import {
  MAX_REGISTERS_PER_ATTEMPT,
  MAX_REGISTERS_PER_MINUTE,
  RegisterPace,
} from '../../../src/sip/registration/register-pace.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** So many may have gone out for an attempt to begin at once. */
const FREE = MAX_REGISTERS_PER_MINUTE - MAX_REGISTERS_PER_ATTEMPT;
let clock: VirtualClock;
let pace: RegisterPace;

beforeEach(() => {
  clock = new VirtualClock();
  pace = new RegisterPace(clock);
});

/** One a second. */
function send(count: number): void {
  for (let at = 0; at < count; at += 1) {
    pace.sent();
    clock.advance(1_000);
  }
}

test('an attempt that has room for all its REGISTERs need not wait', () => {
  expect(pace.waitMs()).toBe(0);
  send(FREE);
  expect(pace.waitMs()).toBe(0);
});

test('one more waits until the oldest is a minute old, and no longer', () => {
  send(FREE + 1);
  const waitMs = 60_000 - 1_000 * (FREE + 1);
  expect(pace.waitMs()).toBe(waitMs);
  clock.advance(waitMs - 1);
  expect(pace.waitMs()).toBe(1);
  clock.advance(1);
  expect(pace.waitMs()).toBe(0);
  clock.advance(60_000);
  expect(pace.waitMs()).toBe(0);
});

test('those of earlier minutes count no more', () => {
  send(FREE + 1);
  clock.advance(60_000);
  send(FREE);
  expect(pace.waitMs()).toBe(0);
});
