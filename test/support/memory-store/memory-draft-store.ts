import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { Draft } from '../../../src/domain/text/draft.ts';
import type { DraftStore } from '../../../src/ports/store/draft-store.ts';
import type { StoreFailure } from '../../../src/ports/store/message-store.ts';
import { MemoryTables } from './memory-tables.ts';

export class MemoryDraftStore implements DraftStore {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.#tables = tables;
  }

  draft(peer: PeerAddress): Draft | null {
    this.#tables.assertReadable();
    return this.#tables.drafts.get(peer) ?? null;
  }

  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure> {
    return this.#tables.write(() => {
      if (draft.text === '') this.#tables.drafts.delete(peer);
      else this.#tables.drafts.set(peer, { text: draft.text, cursor: draft.cursor });
    });
  }
}
