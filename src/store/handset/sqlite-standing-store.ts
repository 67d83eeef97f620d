import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { Standing } from '../../domain/standing.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { StandingStore } from '../../ports/store/standing-store.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import { MAX_QUERY_ROWS } from '../database/bounds.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { SELECT_STANDING, SETTLE_STANDING } from '../history/standing-sql.ts';

export class SqliteStandingStore implements StandingStore {
  readonly #database: SqliteDatabase;
  readonly #standing;
  readonly #settle;
  readonly #block;
  readonly #unblock;
  readonly #blocked;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#standing = database.prepare<[{ readonly address: string }], Standing>(SELECT_STANDING).pluck();
    this.#settle = database.prepare<[string], never>(SETTLE_STANDING);
    this.#block = database.prepare<[string, number], never>(
      'INSERT INTO blocked (address, at_ms) VALUES (?, ?) ON CONFLICT (address) DO NOTHING',
    );
    this.#unblock = database.prepare<[string], never>('DELETE FROM blocked WHERE address = ?');
    this.#blocked = database
      .prepare<[number], PeerAddress>('SELECT address FROM blocked ORDER BY at_ms DESC, address LIMIT ?')
      .pluck();
  }

  standing(peer: PeerAddress): Standing {
    return this.#database.read(() => this.#standing.get({ address: peer })) ?? 'stranger';
  }

  block(peer: PeerAddress, atMs: EpochMs): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#block.run(peer, atMs);
      this.#settle.run(peer);
    });
  }

  unblock(peer: PeerAddress): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#unblock.run(peer);
      this.#settle.run(peer);
    });
  }

  blocked(): readonly PeerAddress[] {
    return this.#database.read(() => this.#blocked.all(MAX_QUERY_ROWS));
  }
}
