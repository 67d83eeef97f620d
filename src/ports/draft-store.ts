import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import type { Draft } from '../domain/text/draft.ts';
import type { StoreFailure } from './message-store.ts';

/** Drafts per peer, durable when the call returns. */
export interface DraftStore {
  draft(peer: PeerAddress): Draft | null;
  /** An empty text forgets the draft. */
  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure>;
}
