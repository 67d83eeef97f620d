import type { SavedAge } from '../../../src/domain/device-age.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { failure, success, type Result } from '../../../src/domain/result.ts';
import { deviceAgeMs, type DeviceAgeMs } from '../../../src/domain/time.ts';
import type { StoreFailure } from '../../../src/ports/store/message-store.ts';
import type {
  QueueChange,
  RelayQueue,
  RelayQueueUsage,
  StoredRequest,
  WaitingFilter,
} from '../../../src/ports/store/relay-queue.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import { assertLimit } from '../../../src/store/database/bounds.ts';

/** `RelayQueue` without a disk, for tests. It is also the model with which the SQLite adapter is compared. */
export class MemoryRelayQueue implements RelayQueue {
  readonly #requests = new Map<number, StoredRequest>();
  #lastPosition = 0;
  #age: SavedAge | null = null;
  #closed = false;
  #writeFailure: StoreFailure | null = null;

  /** From now on every write answers with this failure, until it is set to null. */
  failWritesWith(writeFailure: StoreFailure | null): void {
    this.#writeFailure = writeFailure;
  }

  change({ add, remove, declined = [] }: QueueChange): Result<readonly StoredRequest[], StoreFailure> {
    const refusal = this.#refusal();
    if (refusal !== null) return failure(refusal);
    for (const position of remove) this.#requests.delete(position);
    for (const position of declined) {
      const request = this.#requests.get(position);
      if (request !== undefined) this.#requests.set(position, { ...request, declines: (request.declines ?? 0) + 1 });
    }
    return success(add.map((request) => this.#put(request)));
  }

  waitingFor(to: PeerAddress, limit: number, filter: WaitingFilter = {}): readonly StoredRequest[] {
    assertLimit(limit);
    const { after = 0, atAgeMs = Infinity, from } = filter;
    return this.#all()
      .filter((request) => request.to === to && request.position > after && request.fromAgeMs <= atAgeMs)
      .filter((request) => from === undefined || request.from === from)
      .slice(0, limit);
  }

  sendersTo(to: PeerAddress): readonly PeerAddress[] {
    return [...new Set(this.waitingFor(to, 1_000).map(({ from }) => from))];
  }

  expiredAt(ageMs: DeviceAgeMs, limit: number): readonly StoredRequest[] {
    assertLimit(limit);
    return this.#all()
      .filter((request) => request.expiresAtAgeMs <= ageMs)
      .sort((left, right) => left.expiresAtAgeMs - right.expiresAtAgeMs || left.position - right.position)
      .slice(0, limit);
  }

  nextExpiryAgeMs(): DeviceAgeMs | null {
    const all = this.#all();
    return all.length === 0 ? null : deviceAgeMs(Math.min(...all.map((request) => request.expiresAtAgeMs)));
  }

  releasedBetween(afterMs: DeviceAgeMs, atMs: DeviceAgeMs): readonly PeerAddress[] {
    const released = this.#all().filter(({ fromAgeMs }) => fromAgeMs > afterMs && fromAgeMs <= atMs);
    return [...new Set(released.map(({ to }) => to))];
  }

  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage {
    return usage(this.#all().filter((request) => request[side] === user));
  }

  usageBetween(from: PeerAddress, to: PeerAddress): RelayQueueUsage {
    return usage(this.#all().filter((request) => request.from === from && request.to === to));
  }

  usageOfAll(): RelayQueueUsage {
    return usage(this.#all());
  }

  savedAge(): SavedAge | null {
    if (this.#closed) throw new StoreUnavailable('closed');
    return this.#age;
  }

  saveAge(saved: SavedAge): Result<void, StoreFailure> {
    const refusal = this.#refusal();
    if (refusal !== null) return failure(refusal);
    this.#age = saved;
    return success(undefined);
  }

  close(): void {
    this.#closed = true;
  }

  #put(request: Omit<StoredRequest, 'position'>): StoredRequest {
    const { from, to, storedAtMs, fromAgeMs, expiresAtAgeMs } = request;
    const position = ++this.#lastPosition;
    // A copy of the bytes, because the caller may use its buffer again.
    const sealed = Uint8Array.from(request.sealed);
    const stored = { position, from, to, storedAtMs, fromAgeMs, expiresAtAgeMs, sealed };
    this.#requests.set(position, stored);
    return stored;
  }

  #refusal(): StoreFailure | null {
    return this.#closed ? 'closed' : this.#writeFailure;
  }

  #all(): StoredRequest[] {
    if (this.#closed) throw new StoreUnavailable('closed');
    return [...this.#requests.values()];
  }
}

function usage(requests: readonly StoredRequest[]): RelayQueueUsage {
  return { count: requests.length, bytes: requests.reduce((sum, { sealed }) => sum + sealed.length, 0) };
}
