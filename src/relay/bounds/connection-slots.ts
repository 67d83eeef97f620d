import type { RelayLimits } from './relay-limits.ts';

/**
 * How far a connection has come. Where room is needed, the lowest goes first, and among equals the oldest: a bare
 * connection costs a stranger nothing, a login with a known device cannot be had without the password.
 */
export const RANK = {
  connected: 0,
  secured: 1,
  /** A request named an account together with the identity of a device from which it has logged in before. */
  expected: 2,
  loggedIn: 3,
  /** Logged in, from a device that is known to be the account's own. */
  ownDevice: 4,
} as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

export interface Slot {
  readonly network: string;
  /** Ends the connection at once. */
  readonly close: () => void;
}

interface Taken extends Slot {
  rank: Rank;
  account: string | null;
}

export type SlotLimits = Pick<
  RelayLimits,
  'connections' | 'connectionsPerAccount' | 'strangers' | 'strangersPerAddress'
>;

/**
 * The room for connections. Strangers, who have not logged in, and members never take each other's. Nobody is refused
 * for what others do at the same address, where thousands may live behind one carrier's translator: of too many
 * strangers the one goes that has come the least far.
 */
export class ConnectionSlots {
  readonly #limits: SlotLimits;
  /** In the order of arrival. */
  readonly #taken = new Map<string, Taken>();

  constructor(limits: SlotLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#taken.size;
  }

  /** @param key unique among the open connections. Returns how many connections had to go for it. */
  take(key: string, slot: Slot): number {
    this.#taken.set(key, { ...slot, rank: RANK.connected, account: null });
    const { strangers, strangersPerAddress } = this.#limits;
    const isStranger = ({ account }: Taken): boolean => account === null;
    return (
      this.#makeRoom((one) => isStranger(one) && one.network === slot.network, strangersPerAddress, key) +
      this.#makeRoom(isStranger, strangers, key)
    );
  }

  /** A connection never falls to a lower rank. */
  raise(key: string, rank: Rank): void {
    const taken = this.#taken.get(key);
    if (taken !== undefined && taken.rank < rank) taken.rank = rank;
  }

  loggedIn(key: string, account: string): void {
    const taken = this.#taken.get(key);
    if (taken === undefined || taken.account === account) return;
    taken.account = account;
    this.raise(key, taken.rank === RANK.expected ? RANK.ownDevice : RANK.loggedIn);
    const { connections, connectionsPerAccount } = this.#limits;
    this.#makeRoom((one) => one.account === account, connectionsPerAccount, key);
    this.#makeRoom((one) => one.account !== null, connections, key);
  }

  release(key: string): void {
    this.#taken.delete(key);
  }

  #makeRoom(belongs: (taken: Taken) => boolean, limit: number, newcomer: string): number {
    const group = [...this.#taken].filter(([, taken]) => belongs(taken));
    if (group.length <= limit) return 0;
    // The newcomer is spared: it has not had the time to come further.
    const others = group.filter(([key]) => key !== newcomer).toSorted(([, one], [, other]) => one.rank - other.rank);
    const surplus = others.slice(0, group.length - limit);
    for (const [key, taken] of surplus) {
      this.#taken.delete(key);
      taken.close();
    }
    return surplus.length;
  }
}
