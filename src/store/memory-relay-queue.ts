import type { PeerAddress } from '../domain/peer-address.ts';
import { failure, success, type Result } from '../domain/result.ts';
import type { EpochMs } from '../domain/time.ts';
import { epochMs } from '../domain/time.ts';
import type { StoreFailure } from '../ports/message-store.ts';
import type { RelayQueue, RelayQueueUsage, StoredRequest } from '../ports/relay-queue.ts';
import { StoreUnavailable } from '../ports/store-unavailable.ts';
import { assertLimit } from './bounds.ts';

/** `RelayQueue` without a disk: for tests, and the model that the SQLite adapter is checked against. */
export class MemoryRelayQueue implements RelayQueue {
  private readonly requests = new Map<number, StoredRequest>();
  private lastPosition = 0;
  private closed = false;
  private writeFailure: StoreFailure | null = null;

  /** Every write answers with this failure until it is set to null. */
  failWritesWith(writeFailure: StoreFailure | null): void {
    this.writeFailure = writeFailure;
  }

  add(request: Omit<StoredRequest, 'position'>): Result<StoredRequest, StoreFailure> {
    const refusal = this.refusal();
    if (refusal !== null) return failure(refusal);
    const { from, to, storedAtMs, expiresAtMs } = request;
    const position = ++this.lastPosition;
    // A copy: the caller may use its buffer again.
    const stored = { position, from, to, storedAtMs, expiresAtMs, sealed: Uint8Array.from(request.sealed) };
    this.requests.set(position, stored);
    return success(stored);
  }

  waitingFor(to: PeerAddress, limit: number): readonly StoredRequest[] {
    assertLimit(limit);
    return this.all()
      .filter((request) => request.to === to)
      .slice(0, limit);
  }

  remove(position: number): Result<void, StoreFailure> {
    const refusal = this.refusal();
    if (refusal !== null) return failure(refusal);
    this.requests.delete(position);
    return success(undefined);
  }

  expiredAt(nowMs: EpochMs, limit: number): readonly StoredRequest[] {
    assertLimit(limit);
    return this.all()
      .filter((request) => request.expiresAtMs <= nowMs)
      .sort((left, right) => left.expiresAtMs - right.expiresAtMs || left.position - right.position)
      .slice(0, limit);
  }

  nextExpiryMs(): EpochMs | null {
    const all = this.all();
    return all.length === 0 ? null : epochMs(Math.min(...all.map((request) => request.expiresAtMs)));
  }

  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage {
    const held = this.all().filter((request) => request[side] === user);
    return { count: held.length, bytes: held.reduce((sum, request) => sum + request.sealed.length, 0) };
  }

  close(): void {
    this.closed = true;
  }

  private refusal(): StoreFailure | null {
    return this.closed ? 'closed' : this.writeFailure;
  }

  private all(): StoredRequest[] {
    if (this.closed) throw new StoreUnavailable('closed');
    return [...this.requests.values()];
  }
}
