import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import type { Draft } from '../domain/text/draft.ts';
import type { DraftStore } from '../ports/draft-store.ts';
import type { StoreFailure } from '../ports/message-store.ts';
import { MemoryTables } from './memory-tables.ts';

export class MemoryDraftStore implements DraftStore {
  private readonly tables: MemoryTables;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.tables = tables;
  }

  draft(peer: PeerAddress): Draft | null {
    this.tables.assertReadable();
    return this.tables.drafts.get(peer) ?? null;
  }

  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure> {
    return this.tables.write(() => {
      if (draft.text === '') this.tables.drafts.delete(peer);
      else this.tables.drafts.set(peer, { text: draft.text, cursor: draft.cursor });
    });
  }
}
