import { expect, it } from 'vitest';
import { monotonicMs } from '../../../src/domain/time.ts';
import { LoginGuard } from '../../../src/relay/access/login-guard.ts';
import { LOGIN_LIMITS } from '../../../src/relay/bounds/relay-limits.ts';

const start = monotonicMs(0);
/** Entries that a table holds. */
const CAPACITY = 10_000;
const limits = { ...LOGIN_LIMITS, failuresPerAccountAndAddress: 2, failuresPerAddress: 4, failuresPerAccount: 6 };

function fail(guard: LoginGuard, username: string, address: string, times: number, atMs = 0): void {
  for (let at = 0; at < times; at += 1) guard.failed(username, address, monotonicMs(atMs));
}

it('counts by account and address, by address, and by account', () => {
  const guard = new LoginGuard(limits);
  fail(guard, 'alice', 'a', 1);
  expect(guard.isBlocked('alice', 'a', start)).toBe(false);
  fail(guard, 'alice', 'a', 1);
  expect([guard.isBlocked('alice', 'a', start), guard.isBlocked('bob', 'a', start)]).toEqual([true, false]);
  fail(guard, 'carol', 'a', 2);
  expect([guard.isBlocked('bob', 'a', start), guard.isBlocked('bob', 'b', start)]).toEqual([true, false]);
  for (const address of ['c', 'd', 'e', 'f']) fail(guard, 'alice', address, 1);
  expect(guard.isBlocked('alice', 'g', start)).toBe(true);
});

it('lets an account be used where it has logged in before, however much others guess at it', () => {
  const guard = new LoginGuard(limits);
  guard.succeeded('alice', 'home');
  for (let at = 0; at < 10; at += 1) fail(guard, 'alice', `bot-${at}`, 1);
  expect([guard.isBlocked('alice', 'home', start), guard.isBlocked('alice', 'away', start)]).toEqual([false, true]);
});

it('begins anew when the window is over, and after a login', () => {
  const guard = new LoginGuard(limits);
  fail(guard, 'alice', 'a', 2);
  expect(guard.isBlocked('alice', 'a', monotonicMs(limits.windowMs - 1))).toBe(true);
  expect(guard.isBlocked('alice', 'a', monotonicMs(limits.windowMs))).toBe(false);
  fail(guard, 'alice', 'a', 1, limits.windowMs);
  guard.succeeded('alice', 'a');
  fail(guard, 'alice', 'a', 1, limits.windowMs);
  expect(guard.isBlocked('alice', 'a', monotonicMs(limits.windowMs))).toBe(false);
});

it('forgets the oldest failures when invented names and addresses fill its tables', () => {
  const guard = new LoginGuard(limits);
  fail(guard, 'alice', 'a', 2);
  for (let at = 0; at < CAPACITY - 1; at += 1) fail(guard, `invented-${at}`, `address-${at}`, 1);
  expect(guard.isBlocked('alice', 'a', start)).toBe(true);
  fail(guard, 'one-more', 'one-more', 1);
  expect(guard.isBlocked('alice', 'a', start)).toBe(false);
});

it('forgets where an account has logged in only when as many others did later', () => {
  const guard = new LoginGuard(limits);
  guard.succeeded('alice', 'home');
  guard.succeeded('bob', 'home');
  for (let at = 0; at < CAPACITY - 2; at += 1) guard.succeeded(`user-${at}`, 'office');
  for (const user of ['alice', 'bob']) for (let at = 0; at < 6; at += 1) fail(guard, user, `bot-${at}`, 1);
  const shutOut = (): readonly string[] => ['alice', 'bob'].filter((user) => guard.isBlocked(user, 'home', start));
  // A login again counts as the latest, and pushes nobody out.
  guard.succeeded('bob', 'home');
  expect(shutOut()).toEqual([]);
  guard.succeeded('one-more', 'office');
  expect(shutOut()).toEqual(['alice']);
});
