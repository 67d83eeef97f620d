import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { Standing } from '../../../src/domain/standing.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
import type { StoreFailure } from '../../../src/ports/store/message-store.ts';
import type { StandingStore } from '../../../src/ports/store/standing-store.ts';
import { MemoryTables } from './memory-tables.ts';

export class MemoryStandingStore implements StandingStore {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.#tables = tables;
  }

  standing(peer: PeerAddress): Standing {
    this.#tables.assertReadable();
    return this.#tables.standing(peer);
  }

  block(peer: PeerAddress, atMs: EpochMs): Result<void, StoreFailure> {
    return this.#tables.write(() => {
      if (!this.#tables.blocked.has(peer)) this.#tables.blocked.set(peer, atMs);
    });
  }

  unblock(peer: PeerAddress): Result<void, StoreFailure> {
    return this.#tables.write(() => {
      this.#tables.blocked.delete(peer);
    });
  }

  blocked(): readonly PeerAddress[] {
    this.#tables.assertReadable();
    return [...this.#tables.blocked]
      .sort(([one, oneMs], [other, otherMs]) => otherMs - oneMs || (one < other ? -1 : 1))
      .map(([peer]) => peer);
  }
}
