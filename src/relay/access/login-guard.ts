import type { MonotonicMs } from '../../domain/time.ts';
import { shortKey } from '../bounds/short-key.ts';
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

/** Somebody shows a password. */
export interface LoginAttempt {
  readonly username: string;
  /** Whether there is such an account. What is tried on invented ones never touches the counts of the others. */
  readonly isAccount: boolean;
  readonly network: string;
  /** `+sip.instance` of the device, as the request names it; null when it names none. */
  readonly instance: string | null;
}

export interface LoginGuardParts {
  readonly limits: LoginLimits;
  /** Whether the account is known to have that device, also from before the relay's start. */
  readonly isKnownDevice: (username: string, instance: string) => boolean;
}

/** Wrong passwords for one kind of accounts: those that exist, or those that somebody invented. */
class Guesses {
  readonly places: FailureCounter;
  readonly accounts: FailureCounter;

  constructor({ windowMs, failuresPerAccountAndAddress, failuresPerAccount }: LoginLimits) {
    this.places = new FailureCounter(failuresPerAccountAndAddress, windowMs);
    this.accounts = new FailureCounter(failuresPerAccount, windowMs);
  }
}

/**
 * Bounds the guessing of passwords. What is limited is the guess, not the address: behind one address there may be
 * thousands of owners. A device that an account has logged in from before counts for itself alone, so that neither a
 * neighbour nor anybody else who guesses can shut it out; its identity is a random number that no one else is told.
 */
export class LoginGuard {
  readonly #parts: LoginGuardParts;
  readonly #real: Guesses;
  readonly #invented: Guesses;
  readonly #networks: FailureCounter;
  readonly #knownPairs = new Set<string>();

  constructor(parts: LoginGuardParts) {
    const { limits } = parts;
    this.#parts = parts;
    this.#real = new Guesses(limits);
    this.#invented = new Guesses(limits);
    this.#networks = new FailureCounter(limits.failuresPerAddress, limits.windowMs);
  }

  /** Whether this attempt must not be looked at. */
  isBlocked(attempt: LoginAttempt, now: MonotonicMs): boolean {
    const { places, accounts } = this.#guesses(attempt);
    if (places.isOver(this.#placeOf(attempt), now)) return true;
    return accounts.isOver(shortKey(attempt.username), now) && !this.#isKnown(attempt);
  }

  /** Whether this attempt must wait before it is looked at. */
  isSlowed(attempt: LoginAttempt, now: MonotonicMs): boolean {
    return this.#networks.isOver(attempt.network, now) && !this.#isKnown(attempt);
  }

  failed(attempt: LoginAttempt, now: MonotonicMs): void {
    const { places, accounts } = this.#guesses(attempt);
    places.add(this.#placeOf(attempt), now);
    accounts.add(shortKey(attempt.username), now);
    this.#networks.add(attempt.network, now);
  }

  succeeded(attempt: LoginAttempt): void {
    this.#real.places.forget(this.#placeOf(attempt));
    const pair = pairKey(attempt);
    this.#knownPairs.delete(pair);
    dropOldest(this.#knownPairs);
    this.#knownPairs.add(pair);
  }

  #guesses({ isAccount }: LoginAttempt): Guesses {
    return isAccount ? this.#real : this.#invented;
  }

  /** Where the guesses of this attempt are counted: at its device if that is known, else at its address. */
  #placeOf(attempt: LoginAttempt): string {
    const { username, instance } = attempt;
    return this.#isKnownDevice(attempt) ? shortKey('device', instance ?? '', username) : pairKey(attempt);
  }

  #isKnown(attempt: LoginAttempt): boolean {
    return this.#isKnownDevice(attempt) || this.#knownPairs.has(pairKey(attempt));
  }

  #isKnownDevice({ username, isAccount, instance }: LoginAttempt): boolean {
    return isAccount && instance !== null && this.#parts.isKnownDevice(username, instance);
  }
}

function pairKey({ network, username }: LoginAttempt): string {
  return shortKey(network, username);
}

function dropOldest(keyed: Map<string, unknown> | Set<string>): void {
  if (keyed.size < CAPACITY) return;
  const oldest = keyed.keys().next();
  if (oldest.done !== true) keyed.delete(oldest.value);
}
