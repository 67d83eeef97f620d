import { describe, expect, it } from 'vitest';
import { monotonicMs } from '../../../src/domain/time.ts';
import { LoginGuard, type LoginAttempt } from '../../../src/relay/access/login-guard.ts';
import { LOGIN_LIMITS } from '../../../src/relay/bounds/relay-limits.ts';

const start = monotonicMs(0);
/** Entries that a table holds. */
const CAPACITY = 10_000;
const limits = { ...LOGIN_LIMITS, failuresPerAccountAndAddress: 2, failuresPerAddress: 4, failuresPerAccount: 6 };
const DEVICE = 'urn:uuid:of-alice';

const newGuard = (): LoginGuard =>
  new LoginGuard({ limits, isKnownDevice: (username, instance) => username === 'alice' && instance === DEVICE });

const attempt = (username: string, network: string, more: Partial<LoginAttempt> = {}): LoginAttempt => ({
  username,
  network,
  isAccount: true,
  instance: null,
  ...more,
});

function fail(guard: LoginGuard, one: LoginAttempt, times: number, atMs = 0): void {
  for (let at = 0; at < times; at += 1) guard.failed(one, monotonicMs(atMs));
}

describe('wrong passwords', () => {
  it('shut one account out at one address, and nothing else', () => {
    const guard = newGuard();
    fail(guard, attempt('alice', 'a'), 1);
    expect(guard.isBlocked(attempt('alice', 'a'), start)).toBe(false);
    fail(guard, attempt('alice', 'a'), 1);
    const others = [attempt('alice', 'a'), attempt('bob', 'a'), attempt('alice', 'b')];
    expect(others.map((one) => guard.isBlocked(one, start))).toEqual([true, false, false]);
  });

  it('for many accounts from one address slow down who is new there, and shut nobody out', () => {
    const guard = newGuard();
    guard.succeeded(attempt('carol', 'carrier'));
    for (let at = 0; at < 4; at += 1) fail(guard, attempt(`user-${at}`, 'carrier'), 1);
    const owners = [
      attempt('bob', 'carrier'),
      attempt('carol', 'carrier'),
      attempt('alice', 'carrier', { instance: DEVICE }),
      attempt('bob', 'elsewhere'),
    ];
    expect(owners.map((one) => guard.isBlocked(one, start))).toEqual([false, false, false, false]);
    expect(owners.map((one) => guard.isSlowed(one, start))).toEqual([true, false, false, false]);
  });

  it('for invented users, however many, count with no account, even one that is made later', () => {
    const guard = newGuard();
    for (const name of ['ghost', 'alice']) fail(guard, attempt(name, 'a', { isAccount: false }), 10);
    expect(guard.isBlocked(attempt('ghost', 'a', { isAccount: false }), start)).toBe(true);
    expect(guard.isBlocked(attempt('alice', 'a'), start)).toBe(false);
  });

  it('for one account from everywhere shut out where it never logged in', () => {
    const guard = newGuard();
    guard.succeeded(attempt('bob', 'home'));
    for (let at = 0; at < 6; at += 1) fail(guard, attempt('bob', `bot-${at}`), 1);
    expect(guard.isBlocked(attempt('bob', 'home'), start)).toBe(false);
    expect(guard.isBlocked(attempt('bob', 'away'), start)).toBe(true);
  });

  it('never shut out a known device, wherever others guess, but its own wrong ones do', () => {
    const guard = newGuard();
    const own = attempt('alice', 'carrier', { instance: DEVICE });
    fail(guard, attempt('alice', 'carrier'), 5);
    for (let at = 0; at < 9; at += 1) fail(guard, attempt('alice', `bot-${at}`), 1);
    expect([guard.isBlocked(own, start), guard.isSlowed(own, start)]).toEqual([false, false]);
    const claimed = attempt('alice', 'carrier', { instance: 'urn:uuid:invented' });
    expect(guard.isBlocked(claimed, start)).toBe(true);
    expect(guard.isBlocked(attempt('bob', 'b', { instance: DEVICE }), start)).toBe(false);
    fail(guard, own, 2);
    expect(guard.isBlocked(own, start)).toBe(true);
  });

  it('are forgotten when the window is over, and after a login', () => {
    const guard = newGuard();
    const one = attempt('alice', 'a');
    fail(guard, one, 2);
    expect(guard.isBlocked(one, monotonicMs(limits.windowMs - 1))).toBe(true);
    expect(guard.isBlocked(one, monotonicMs(limits.windowMs))).toBe(false);
    fail(guard, one, 1, limits.windowMs);
    guard.succeeded(one);
    fail(guard, one, 1, limits.windowMs);
    expect(guard.isBlocked(one, monotonicMs(limits.windowMs))).toBe(false);
  });
});

describe('the tables', () => {
  it('of accounts are not emptied by invented names', () => {
    const guard = newGuard();
    fail(guard, attempt('alice', 'a'), 2);
    for (let at = 0; at < CAPACITY + 1; at += 1) fail(guard, attempt(`invented-${at}`, 'x', { isAccount: false }), 1);
    expect(guard.isBlocked(attempt('alice', 'a'), start)).toBe(true);
  });

  it('drop the oldest failures when addresses fill them', () => {
    const guard = newGuard();
    fail(guard, attempt('alice', 'a'), 2);
    for (let at = 0; at < CAPACITY - 1; at += 1) fail(guard, attempt('bob', `address-${at}`), 1);
    expect(guard.isBlocked(attempt('alice', 'a'), start)).toBe(true);
    fail(guard, attempt('bob', 'one-more'), 1);
    expect(guard.isBlocked(attempt('alice', 'a'), start)).toBe(false);
  });

  it('forget where an account has logged in only when as many others did later', () => {
    const guard = newGuard();
    guard.succeeded(attempt('carol', 'home'));
    guard.succeeded(attempt('bob', 'home'));
    for (let at = 0; at < CAPACITY - 2; at += 1) guard.succeeded(attempt(`user-${at}`, 'office'));
    for (const user of ['carol', 'bob']) for (let at = 0; at < 6; at += 1) fail(guard, attempt(user, `bot-${at}`), 1);
    const shutOut = (): readonly string[] =>
      ['carol', 'bob'].filter((user) => guard.isBlocked(attempt(user, 'home'), start));
    // A login again counts as the latest, and pushes nobody out.
    guard.succeeded(attempt('bob', 'home'));
    expect(shutOut()).toEqual([]);
    guard.succeeded(attempt('one-more', 'office'));
    expect(shutOut()).toEqual(['carol']);
  });
});
