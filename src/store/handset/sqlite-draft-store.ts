import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { Draft } from '../../domain/text/draft.ts';
import type { DraftStore } from '../../ports/store/draft-store.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';

export class SqliteDraftStore implements DraftStore {
  readonly #database: SqliteDatabase;
  readonly #select;
  readonly #save;
  readonly #forget;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#select = database.prepare<[string], Draft>('SELECT text, cursor FROM draft WHERE address = ?');
    this.#save = database.prepare<[string, string, number], never>(
      `INSERT INTO draft (address, text, cursor) VALUES (?, ?, ?)
       ON CONFLICT (address) DO UPDATE SET text = excluded.text, cursor = excluded.cursor`,
    );
    this.#forget = database.prepare<[string], never>('DELETE FROM draft WHERE address = ?');
  }

  draft(peer: PeerAddress): Draft | null {
    return this.#database.read(() => this.#select.get(peer)) ?? null;
  }

  saveDraft(peer: PeerAddress, { text, cursor }: Draft): Result<void, StoreFailure> {
    return this.#database.write(() => {
      if (text === '') this.#forget.run(peer);
      else this.#save.run(peer, text, cursor);
    });
  }
}
