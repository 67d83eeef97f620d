import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import type { EpochMs } from '../domain/time.ts';
import type { StoreFailure } from './message-store.ts';

/** A MESSAGE that the relay holds for a user who is not reachable. */
export interface StoredRequest {
  /** Assigned by the queue, growing: the order of delivery per recipient. */
  readonly position: number;
  readonly from: PeerAddress;
  readonly to: PeerAddress;
  readonly storedAtMs: EpochMs;
  readonly expiresAtMs: EpochMs;
  /** The sender's Call-ID and Content-Type and every end-to-end header and body byte, sealed by the relay before it came here. */
  readonly sealed: Uint8Array;
}

export interface RelayQueueUsage {
  readonly count: number;
  readonly bytes: number;
}

/**
 * The relay's store-and-forward queue: every ok is durable. The queue never sees a plain text; sealing is the relay's. A read that cannot
 * be answered throws `StoreUnavailable`; a limit that is not 1…1,000 throws RangeError.
 */
export interface RelayQueue {
  add(request: Omit<StoredRequest, 'position'>): Result<StoredRequest, StoreFailure>;
  /** Oldest first. */
  waitingFor(to: PeerAddress, limit: number): readonly StoredRequest[];
  /** After the recipient's 2xx, or after expiry was handled. Idempotent. */
  remove(position: number): Result<void, StoreFailure>;
  /** The earliest expiry first. */
  expiredAt(nowMs: EpochMs, limit: number): readonly StoredRequest[];
  /** The earliest expiry in the queue, null when empty. */
  nextExpiryMs(): EpochMs | null;
  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage;
  close(): void;
}
