import type { SavedAge } from '../../domain/device-age.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceAgeMs, EpochMs } from '../../domain/time.ts';
import type { StoreFailure } from './message-store.ts';

/** A MESSAGE that the relay holds for a user who is not reachable. */
export interface StoredRequest {
  /** Assigned by the queue and growing; one sender's messages are delivered to a recipient in this order. */
  readonly position: number;
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly storedAtMs: EpochMs;
  /**
   * The relay's age from which on it may be delivered: for a message the age at which it arrived, for a report that
   * must not come early a later one.
   */
  readonly fromAgeMs: DeviceAgeMs;
  /** When the message expires, in the relay's age (not the wall clock). */
  readonly expiresAtAgeMs: DeviceAgeMs;
  /**
   * The sender's Call-ID and Content-Type, every end-to-end header and the body, sealed by the relay before they reach
   * the queue.
   */
  readonly sealed: Uint8Array;
  /** How often a device has declined it, as `QueueChange.declined` told; missing for never. */
  readonly declines?: number;
}

/** One change of the queue, done as a whole or not at all. */
export interface QueueChange {
  readonly add: readonly Omit<StoredRequest, 'position' | 'declines'>[];
  /** Positions. One at which nothing is stands for nothing. */
  readonly remove: readonly number[];
  /** Positions of requests that a device has declined once more. */
  readonly declined?: readonly number[];
}

/** Which of a recipient's requests are asked for. What is left out asks for all. */
export interface WaitingFilter {
  /** Only those behind this position. */
  readonly after?: number;
  /** Only those that may be delivered at this age. */
  readonly atAgeMs?: DeviceAgeMs;
  readonly from?: PeerAddress;
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
  /** Adds and removes in one write, because each write waits for the disk. Gives back what was added, in its order. */
  change(change: QueueChange): Result<readonly StoredRequest[], StoreFailure>;
  /** The recipient's requests, oldest first. */
  waitingFor(to: PeerAddress, limit: number, filter?: WaitingFilter): readonly StoredRequest[];
  /** Who has sent the recipient's requests; whose oldest one is the oldest stands first. */
  sendersTo(to: PeerAddress): readonly PeerAddress[];
  /** Requests that are expired at that age, the earliest expiry first. */
  expiredAt(ageMs: DeviceAgeMs, limit: number): readonly StoredRequest[];
  /** The earliest expiry in the queue, null when empty. */
  nextExpiryAgeMs(): DeviceAgeMs | null;
  /** The recipients of requests that may be delivered since an age after `afterMs`, up to `atMs`. */
  releasedBetween(afterMs: DeviceAgeMs, atMs: DeviceAgeMs): readonly PeerAddress[];
  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage;
  /** What waits from that sender for that recipient. It reads all these rows, so ask once and count on from there. */
  usageBetween(from: PeerAddress, to: PeerAddress): RelayQueueUsage;
  usageOfAll(): RelayQueueUsage;
  /**
   * The age saved last; null in a new queue. It is kept beside the requests, so that a copy of the queue brings its own
   * age along.
   */
  savedAge(): SavedAge | null;
  saveAge(saved: SavedAge): Result<void, StoreFailure>;
  close(): void;
}
