import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { StoreFailure } from './message-store.ts';

/** One draft for each peer. A change is durable when the call returns. */
export interface DraftStore {
  draft(peer: PeerAddress): Draft | null;
  /** Replaces the peer's draft; an empty text removes it. */
  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure>;
}
