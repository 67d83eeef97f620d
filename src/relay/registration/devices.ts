import type { PeerAddress } from '../../domain/peer-address.ts';
import { success } from '../../domain/result.ts';
import type { DeviceAgeMs } from '../../domain/time.ts';
import type { InstanceBook, SeenInstance } from '../../ports/store/instance-book.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { Log } from '../../ports/system/log.ts';
import type { RelayAccount } from '../access/account-directory.ts';
import { orStoreFailure } from '../storage/or-store-failure.ts';

/** Devices that are remembered of an account. Of more the foreign one that registered the longest ago is forgotten. */
const MOST_PER_ACCOUNT = 32;
/** A device that comes daily is written down no more often than this. */
const SAVE_INTERVAL_MS = 3_600_000;

export interface DevicesParts {
  readonly book: InstanceBook;
  readonly log: Log;
  readonly ageNow: () => DeviceAgeMs;
  /** After so long without any of its own devices an account takes the next one that comes for its own. */
  readonly successionMs: number;
}

/**
 * 'own': what it takes is delivered. 'foreign': it gets copies. 'new-foreign': the same, and its owner must hear of it.
 */
export type DeviceStanding = 'own' | 'foreign' | 'new-foreign';

/**
 * Which devices are an account's own: those that the configuration names, else the first one that ever logged in. So
 * somebody with a stolen password gets copies at most, and the owner loses nothing and is told.
 */
export class Devices {
  readonly #parts: DevicesParts;
  readonly #of = new Map<PeerAddress, readonly SeenInstance[]>();
  /**
   * Those of whose foreign devices something is to be written down, in the next turn: each write waits for the disk,
   * and somebody with an account may come under a thousand names at once.
   */
  readonly #unwritten = new Set<PeerAddress>();

  constructor(parts: DevicesParts) {
    this.#parts = parts;
  }

  /** Reads what is known from before. */
  start(): void {
    const { book, log } = this.#parts;
    const all = orStoreFailure<readonly SeenInstance[], StoreFailure>(() => success(book.all()));
    if (!all.ok) log.error('relay.store-failed', { step: 'instances', code: all.error });
    else for (const seen of all.value) this.#of.set(seen.user, [...this.#seenOf(seen.user), seen]);
  }

  isOwn({ address, instances }: RelayAccount, instance: string): boolean {
    if (instances !== undefined) return instances.includes(instance);
    return this.#seenOf(address).some((seen) => seen.isOwn && seen.instance === instance);
  }

  /** A device registers. */
  registers(account: RelayAccount, instance: string): DeviceStanding {
    const before = this.#seenOf(account.address);
    const age = orStoreFailure<DeviceAgeMs, StoreFailure>(() => success(this.#parts.ageNow()));
    if (!age.ok) return before.length === 0 || this.isOwn(account, instance) ? 'own' : 'foreign';
    const known = before.find((seen) => seen.instance === instance);
    const isOwn = this.#isOwnFrom(account, instance, age.value);
    const isChanged = known?.isOwn !== isOwn || age.value - known.seenAgeMs >= SAVE_INTERVAL_MS;
    if (isChanged) this.#note(account, { user: account.address, instance, isOwn, seenAgeMs: age.value });
    if (isOwn) return 'own';
    return known === undefined ? 'new-foreign' : 'foreign';
  }

  #isOwnFrom(account: RelayAccount, instance: string, ageMs: DeviceAgeMs): boolean {
    return this.isOwn(account, instance) || (account.instances === undefined && !this.#hasOwn(account, ageMs));
  }

  /** Whether one of the account's own devices has come lately. */
  #hasOwn({ address }: RelayAccount, ageMs: DeviceAgeMs): boolean {
    const { successionMs } = this.#parts;
    return this.#seenOf(address).some((seen) => seen.isOwn && ageMs - seen.seenAgeMs < successionMs);
  }

  #seenOf(user: PeerAddress): readonly SeenInstance[] {
    return this.#of.get(user) ?? [];
  }

  #note(account: RelayAccount, one: SeenInstance): void {
    const user = account.address;
    // An own device that comes again is still own; one that succeeds others takes their place.
    const succeeds = one.isOwn && !this.isOwn(account, one.instance);
    const others = this.#seenOf(user)
      .filter(({ instance }) => instance !== one.instance)
      .map((seen) => (succeeds ? { ...seen, isOwn: false } : seen));
    this.#of.set(user, withinBound([...others, one]));
    if (one.isOwn) this.#write(user);
    else this.#writeSoon(user);
  }

  #writeSoon(user: PeerAddress): void {
    if (this.#unwritten.size === 0)
      setImmediate(() => {
        const users = [...this.#unwritten];
        this.#unwritten.clear();
        for (const each of users) this.#write(each);
      });
    this.#unwritten.add(user);
  }

  #write(user: PeerAddress): void {
    const { book, log } = this.#parts;
    const saved = book.saveAllOf(user, this.#seenOf(user));
    if (!saved.ok) log.error('relay.store-failed', { step: 'instances', code: saved.error });
  }
}

function withinBound(seen: readonly SeenInstance[]): readonly SeenInstance[] {
  const foreign = seen.filter(({ isOwn }) => !isOwn).toSorted((one, other) => one.seenAgeMs - other.seenAgeMs);
  const dropped = foreign.slice(0, Math.max(0, seen.length - MOST_PER_ACCOUNT));
  return seen.filter((one) => !dropped.includes(one));
}
