import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Room } from '../../../src/domain/history/quota.ts';
import type { StoreFailure } from '../../../src/ports/store/message-store.ts';
import type { HandsetStore } from '../../../src/store/handset/handset-store.ts';
import { MemoryContactStore } from './memory-contact-store.ts';
import { MemoryDraftStore } from './memory-draft-store.ts';
import { MemoryMessageStore } from './memory-message-store.ts';
import { MemorySettingsStore } from './memory-settings-store.ts';
import { MemoryStandingStore } from './memory-standing-store.ts';
import { MemoryTables } from './memory-tables.ts';

export interface MemoryHandsetStore extends HandsetStore {
  /** From now on every write answers with this failure, until it is set to null. */
  failWritesWith(failure: StoreFailure | null): void;
  /** The owner has written to this peer, though nothing of it is kept. */
  wroteTo(peer: PeerAddress): void;
  /** What the medium has and has left. */
  roomIs(room: Room): void;
}

/** The handset's five stores on one set of tables in memory. */
export function createMemoryHandsetStore(): MemoryHandsetStore {
  const tables = new MemoryTables();
  return {
    messages: new MemoryMessageStore(tables),
    drafts: new MemoryDraftStore(tables),
    contacts: new MemoryContactStore(tables),
    settings: new MemorySettingsStore(tables),
    standings: new MemoryStandingStore(tables),
    wroteTo: (peer) => {
      tables.answered.add(peer);
    },
    roomIs: (room) => {
      tables.room = room;
    },
    failWritesWith: (failure) => {
      tables.failWritesWith(failure);
    },
    close: () => {
      tables.close();
    },
  };
}
