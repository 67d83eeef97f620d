import type { SavedAge } from '../domain/device-age.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import type { DeviceAgeMs, EpochMs } from '../domain/time.ts';
import type { StoreFailure } from './message-store.ts';

/** A MESSAGE that the relay holds for a user who is not reachable. */
export interface StoredRequest {
  /** Assigned by the queue, growing: the order of delivery per recipient. */
  readonly position: number;
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly storedAtMs: EpochMs;
  /** By the relay's age, not by the wall clock. */
  readonly expiresAtAgeMs: DeviceAgeMs;
  /**
   * The sender's Call-ID and Content-Type and every end-to-end header and body byte, sealed by the relay before it came
   * here.
   */
  readonly sealed: Uint8Array;
}

export interface RelayQueueUsage {
  readonly count: number;
  readonly bytes: number;
}

/**
 * The relay's store-and-forward queue: every ok is durable. The queue never sees a plain text; sealing is the relay's.
 * A read that cannot be answered throws `StoreUnavailable`; a limit that is not 1…1,000 throws RangeError.
 */
export interface RelayQueue {
  /** One write for all, which is what takes the time: all of them or none. */
  addAll(requests: readonly Omit<StoredRequest, 'position'>[]): Result<readonly StoredRequest[], StoreFailure>;
  /** Adds one and removes one at once: never both rows, never neither. Adds also when that position is gone. */
  replace(position: number, request: Omit<StoredRequest, 'position'>): Result<StoredRequest, StoreFailure>;
  /** Oldest first; with `after` those behind that position. */
  waitingFor(to: PeerAddress, limit: number, after?: number): readonly StoredRequest[];
  /** After the recipient's 2xx, or when nobody is to be told of a failure. Idempotent. */
  remove(position: number): Result<void, StoreFailure>;
  /** The earliest expiry first. */
  expiredAt(ageMs: DeviceAgeMs, limit: number): readonly StoredRequest[];
  /** The earliest expiry in the queue, null when empty. */
  nextExpiryAgeMs(): DeviceAgeMs | null;
  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage;
  /** Looks at the recipient's rows: to be asked once, then counted along. */
  countBetween(from: PeerAddress, to: PeerAddress): number;
  /** Null in a new queue. Kept beside the requests, so that a copy of the queue brings its own age along. */
  savedAge(): SavedAge | null;
  saveAge(saved: SavedAge): Result<void, StoreFailure>;
  close(): void;
}
