import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import { deviceAgeMs } from '../../domain/time.ts';
import type { InstanceBook, SeenInstance } from '../../ports/store/instance-book.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';

interface InstanceRow {
  readonly address: string;
  readonly instance: string;
  readonly isOwn: number;
  readonly seenAgeMs: number;
}

/** `InstanceBook` in the file of the relay's queue. */
export class SqliteInstanceBook implements InstanceBook {
  readonly #database: SqliteDatabase;
  readonly #selectAll;
  readonly #delete;
  readonly #insert;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#selectAll = database.prepare<[], InstanceRow>(
      'SELECT address, instance, is_own AS isOwn, seen_age_ms AS seenAgeMs FROM instance ORDER BY address, instance',
    );
    this.#delete = database.prepare<[string], never>('DELETE FROM instance WHERE address = ?');
    this.#insert = database.prepare<[string, string, number, number], never>(
      'INSERT INTO instance (address, instance, is_own, seen_age_ms) VALUES (?, ?, ?, ?)',
    );
  }

  all(): readonly SeenInstance[] {
    return this.#database.read(() =>
      this.#selectAll.all().map(({ address, instance, isOwn, seenAgeMs }) => ({
        user: address as PeerAddress,
        instance,
        isOwn: isOwn === 1,
        seenAgeMs: deviceAgeMs(seenAgeMs),
      })),
    );
  }

  saveAllOf(user: PeerAddress, instances: readonly SeenInstance[]): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#delete.run(user);
      for (const { instance, isOwn, seenAgeMs } of instances) {
        this.#insert.run(user, instance, Number(isOwn), seenAgeMs);
      }
    });
  }
}
