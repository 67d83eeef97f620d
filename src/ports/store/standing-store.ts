import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { Standing } from '../../domain/standing.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { StoreFailure } from './message-store.ts';

/**
 * How the owner stands to each peer. It follows from contacts, from what the owner has sent, and from who is blocked.
 */
export interface StandingStore {
  standing(peer: PeerAddress): Standing;
  /** Nothing of the peer is kept from now on; what is there stays, but is no part of History. Idempotent. */
  block(peer: PeerAddress, atMs: EpochMs): Result<void, StoreFailure>;
  /** Idempotent. */
  unblock(peer: PeerAddress): Result<void, StoreFailure>;
  /** Who is blocked, the last one first; at most 1,000. */
  blocked(): readonly PeerAddress[];
}
