import type { SavedAge } from '../../domain/device-age.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceAgeMs, EpochMs } from '../../domain/time.ts';
import type { StoreFailure } from './message-store.ts';

/** A MESSAGE that the relay holds for a user who is not reachable. */
export interface StoredRequest {
  /** Assigned by the queue and growing; messages are delivered to a recipient in this order. */
  readonly position: number;
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly storedAtMs: EpochMs;
  /** When the message expires, in the relay's age (not the wall clock). */
  readonly expiresAtAgeMs: DeviceAgeMs;
  /**
   * The sender's Call-ID and Content-Type, every end-to-end header and the body, sealed by the relay before they reach
   * the queue.
   */
  readonly sealed: Uint8Array;
}

export interface RelayQueueUsage {
  readonly count: number;
  readonly bytes: number;
}

/**
 * The relay's store-and-forward queue. Every call that returns ok is durable. The queue never sees plain text, because
 * the relay seals it first. A read that cannot be answered throws `StoreUnavailable`; a limit outside 1…1,000 throws
 * RangeError.
 */
export interface RelayQueue {
  /** Adds all requests or none, in one write, because each write waits for the disk. */
  addAll(requests: readonly Omit<StoredRequest, 'position'>[]): Result<readonly StoredRequest[], StoreFailure>;
  /** Removes one request and adds another in one transaction. Adds it also when nothing has that position any more. */
  replace(position: number, request: Omit<StoredRequest, 'position'>): Result<StoredRequest, StoreFailure>;
  /** The recipient's requests, oldest first; with `after` only those behind that position. */
  waitingFor(to: PeerAddress, limit: number, after?: number): readonly StoredRequest[];
  /** Call it after the recipient's 2xx, or when nobody is to be told of a failure. Idempotent. */
  remove(position: number): Result<void, StoreFailure>;
  /** Requests that are expired at that age, the earliest expiry first. */
  expiredAt(ageMs: DeviceAgeMs, limit: number): readonly StoredRequest[];
  /** The earliest expiry in the queue, null when empty. */
  nextExpiryAgeMs(): DeviceAgeMs | null;
  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage;
  /**
   * How many requests from that sender wait for that recipient. It reads all rows of the recipient, so ask once and
   * count on from there.
   */
  countBetween(from: PeerAddress, to: PeerAddress): number;
  /**
   * The age saved last; null in a new queue. It is kept beside the requests, so that a copy of the queue brings its own
   * age along.
   */
  savedAge(): SavedAge | null;
  saveAge(saved: SavedAge): Result<void, StoreFailure>;
  close(): void;
}
