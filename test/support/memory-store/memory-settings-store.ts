import type { Result } from '../../../src/domain/result.ts';
import type { StoreFailure } from '../../../src/ports/store/message-store.ts';
import type { SettingsStore } from '../../../src/ports/store/settings-store.ts';
import { assertSettingKey, assertSettingValue } from '../../../src/store/database/bounds.ts';
import { MemoryTables } from './memory-tables.ts';

export class MemorySettingsStore implements SettingsStore {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.#tables = tables;
  }

  setting(key: string): string | null {
    assertSettingKey(key);
    this.#tables.assertReadable();
    return this.#tables.settings.get(key) ?? null;
  }

  saveSetting(key: string, value: string): Result<void, StoreFailure> {
    assertSettingKey(key);
    assertSettingValue(key, value);
    return this.#tables.write(() => {
      this.#tables.settings.set(key, value);
    });
  }
}
