import type { PeerAddress } from '../../domain/peer-address.ts';
import type { MonotonicMs } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { ClientFlow } from '../connection/flow.ts';

/** One device of a user, reachable over one flow (RFC 3261 §10, RFC 5626 §6). */
export interface Binding {
  readonly user: PeerAddress;
  /** Instance and reg-id, or the contact's URI. A new binding with the same key replaces the old one. */
  readonly key: string;
  /** The URI that was registered. It becomes the Request-URI of what is delivered. */
  readonly contactUri: string;
  /** The contact's own parameters, which every 200 gives back: `;+sip.instance="…";reg-id=1`. */
  readonly contactParameters: string;
  readonly callId: string;
  readonly cseq: number;
  readonly expiresAtMs: MonotonicMs;
  /** Of the account's own device. What it takes counts as delivered, and no other device takes its place. */
  readonly isOwn: boolean;
  readonly flow: ClientFlow;
}

export interface LocationListener {
  /** A user's first binding came, or the last one went. */
  registeredUsersChanged(): void;
  /** A device registered again over another flow. The old flow carries no registration any more. */
  flowSuperseded(flow: ClientFlow): void;
}

/**
 * Where users are reachable. Kept in memory only: a binding is worth nothing without its flow, and flows end with the
 * process.
 */
export class Location {
  readonly #clock: Clock;
  readonly #listener: LocationListener;
  /** The bindings of each user, in the order of registration. */
  readonly #bindings = new Map<PeerAddress, Binding[]>();
  readonly #expiry = new Map<Binding, Timer>();
  /** The users who have a binding over each flow, so that closing one connection does not mean looking at all users. */
  readonly #usersOf = new Map<ClientFlow, Set<PeerAddress>>();

  constructor(clock: Clock, listener: LocationListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  get registeredUsers(): readonly PeerAddress[] {
    return [...this.#bindings.keys()];
  }

  get userCount(): number {
    return this.#bindings.size;
  }

  /** Newest registration first. */
  bindingsOf(user: PeerAddress): readonly Binding[] {
    return this.#bindings.get(user)?.toReversed() ?? [];
  }

  /** Whether this flow may speak for the user without being asked for a password again. */
  isBound(user: PeerAddress, flow: ClientFlow): boolean {
    return this.#bindings.get(user)?.some((binding) => binding.flow === flow) ?? false;
  }

  /** The same, as the address that was registered; null when it may not. */
  boundUser(user: PeerAddress, flow: ClientFlow): PeerAddress | null {
    return this.#bindings.get(user)?.find((binding) => binding.flow === flow)?.user ?? null;
  }

  /** The users who are registered over this flow. */
  usersOf(flow: ClientFlow): readonly PeerAddress[] {
    return [...(this.#usersOf.get(flow) ?? [])];
  }

  hasBindings(flow: ClientFlow): boolean {
    return this.#usersOf.has(flow);
  }

  /**
   * Adds a binding, or replaces the one with the same key. With more than `maxBindings` one goes, a foreign one first.
   */
  save(binding: Binding, maxBindings: number): void {
    const before = this.#bindings.get(binding.user) ?? [];
    const others = before.filter(({ key }) => key !== binding.key);
    const kept = within(maxBindings, [...others, binding]);
    this.#bindings.set(binding.user, kept);
    this.#forget(before, kept);
    if (kept.includes(binding)) this.#remember(binding);
    if (before.length === 0) this.#listener.registeredUsersChanged();
    for (const { flow } of before) if (!this.hasBindings(flow)) this.#listener.flowSuperseded(flow);
  }

  #remember(binding: Binding): void {
    const users = this.#usersOf.get(binding.flow) ?? new Set();
    this.#usersOf.set(binding.flow, users.add(binding.user));
    const lifeMs = Math.max(0, binding.expiresAtMs - this.#clock.monotonicMs());
    const expire = (): void => {
      this.remove(binding);
    };
    this.#expiry.set(binding, this.#clock.startTimer(lifeMs, expire));
  }

  remove(binding: Binding): void {
    this.#keep(binding.user, (other) => other !== binding);
  }

  /** The connection is gone, and with it every binding over it (RFC 5626 §6). */
  removeFlow(flow: ClientFlow): void {
    for (const user of this.#usersOf.get(flow) ?? []) this.#keep(user, (binding) => binding.flow !== flow);
  }

  close(): void {
    for (const timer of this.#expiry.values()) timer.cancel();
    this.#expiry.clear();
    this.#usersOf.clear();
    this.#bindings.clear();
  }

  #keep(user: PeerAddress, isKept: (binding: Binding) => boolean): void {
    const before = this.#bindings.get(user) ?? [];
    const kept = before.filter(isKept);
    if (kept.length === before.length) return;
    if (kept.length > 0) this.#bindings.set(user, kept);
    else this.#bindings.delete(user);
    this.#forget(before, kept);
    if (kept.length === 0) this.#listener.registeredUsersChanged();
  }

  /** Forgets the bindings in `before` that are not in `kept`: their timers, and the user's entry at their flows. */
  #forget(before: readonly Binding[], kept: readonly Binding[]): void {
    for (const binding of before) {
      if (kept.includes(binding)) continue;
      this.#expiry.get(binding)?.cancel();
      this.#expiry.delete(binding);
      if (this.isBound(binding.user, binding.flow)) continue;
      const users = this.#usersOf.get(binding.flow);
      users?.delete(binding.user);
      if (users?.size === 0) this.#usersOf.delete(binding.flow);
    }
  }
}

/** The oldest foreign binding goes first, and only where there is none the oldest of all. */
function within(most: number, bindings: readonly Binding[]): Binding[] {
  const goes = bindings.find(({ isOwn }) => !isOwn) ?? bindings[0];
  return bindings.length <= most
    ? [...bindings]
    : within(
        most,
        bindings.filter((binding) => binding !== goes),
      );
}
