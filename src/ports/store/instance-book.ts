import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceAgeMs } from '../../domain/time.ts';
import type { StoreFailure } from './message-store.ts';

/** A device from which an account has logged in. */
export interface SeenInstance {
  readonly user: PeerAddress;
  /** As `+sip.instance` names it, without brackets; empty for clients that name none. */
  readonly instance: string;
  /** The account's own device: what it takes counts as delivered. */
  readonly isOwn: boolean;
  /** When it registered last, in the relay's age. */
  readonly seenAgeMs: DeviceAgeMs;
}

/**
 * The devices of the relay's accounts, kept over restarts. A read that cannot be answered throws `StoreUnavailable`.
 */
export interface InstanceBook {
  all(): readonly SeenInstance[];
  /** In place of all that was kept of that user, in one write. */
  saveAllOf(user: PeerAddress, instances: readonly SeenInstance[]): Result<void, StoreFailure>;
}
