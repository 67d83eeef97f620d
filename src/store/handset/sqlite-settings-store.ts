import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { SettingsStore } from '../../ports/store/settings-store.ts';
import { assertSettingKey, assertSettingValue } from '../database/bounds.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';

export class SqliteSettingsStore implements SettingsStore {
  readonly #database: SqliteDatabase;
  readonly #select;
  readonly #save;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#select = database.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
    this.#save = database.prepare<[string, string], never>(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  setting(key: string): string | null {
    assertSettingKey(key);
    return this.#database.read(() => this.#select.get(key)) ?? null;
  }

  saveSetting(key: string, value: string): Result<void, StoreFailure> {
    assertSettingKey(key);
    assertSettingValue(key, value);
    return this.#database.write(() => {
      this.#save.run(key, value);
    });
  }
}
