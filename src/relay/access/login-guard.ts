import type { MonotonicMs } from '../../domain/time.ts';
import type { LoginLimits } from '../bounds/relay-limits.ts';

/**
 * Keys kept per table. Beyond this the oldest is dropped, so that invented names and addresses cannot fill the memory.
 */
const CAPACITY = 10_000;

interface Failures {
  count: number;
  readonly endsAtMs: number;
}

/** Counts failures per key, within a window that begins with the first of them. */
class FailureCounter {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #failures = new Map<string, Failures>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  isOver(key: string, now: MonotonicMs): boolean {
    return (this.#current(key, now)?.count ?? 0) >= this.#limit;
  }

  add(key: string, now: MonotonicMs): void {
    const current = this.#current(key, now);
    if (current !== undefined) {
      current.count += 1;
      return;
    }
    dropOldest(this.#failures);
    this.#failures.set(key, { count: 1, endsAtMs: now + this.#windowMs });
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  #current(key: string, now: MonotonicMs): Failures | undefined {
    const failures = this.#failures.get(key);
    if (failures === undefined || now < failures.endsAtMs) return failures;
    this.#failures.delete(key);
    return undefined;
  }
}

/**
 * Bounds the guessing of passwords. Wrong ones are counted per account and address, per address, and per account. The
 * count per account shuts out only addresses that never logged in to that account; otherwise a stranger could lock the
 * owner out.
 */
export class LoginGuard {
  readonly #pairs: FailureCounter;
  readonly #addresses: FailureCounter;
  readonly #accounts: FailureCounter;
  readonly #knownPairs = new Map<string, true>();

  constructor(limits: LoginLimits) {
    this.#pairs = new FailureCounter(limits.failuresPerAccountAndAddress, limits.windowMs);
    this.#addresses = new FailureCounter(limits.failuresPerAddress, limits.windowMs);
    this.#accounts = new FailureCounter(limits.failuresPerAccount, limits.windowMs);
  }

  isBlocked(username: string, address: string, now: MonotonicMs): boolean {
    const pair = pairKey(username, address);
    if (this.#pairs.isOver(pair, now) || this.#addresses.isOver(address, now)) return true;
    return this.#accounts.isOver(username, now) && !this.#knownPairs.has(pair);
  }

  failed(username: string, address: string, now: MonotonicMs): void {
    this.#pairs.add(pairKey(username, address), now);
    this.#addresses.add(address, now);
    this.#accounts.add(username, now);
  }

  succeeded(username: string, address: string): void {
    const pair = pairKey(username, address);
    this.#pairs.forget(pair);
    this.#knownPairs.delete(pair);
    dropOldest(this.#knownPairs);
    this.#knownPairs.set(pair, true);
  }
}

function pairKey(username: string, address: string): string {
  return `${address} ${username}`;
}

function dropOldest(map: Map<string, unknown>): void {
  if (map.size < CAPACITY) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
