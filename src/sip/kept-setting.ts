import type { Log } from '../ports/system/log.ts';
import type { SettingsStore } from '../ports/store/settings-store.ts';

/**
 * A value that the link remembers across restarts and can do without. When the store fails, what was learned is lost,
 * but never the connection.
 */
export class KeptSetting {
  readonly #key: string;
  readonly #settings: SettingsStore;
  readonly #log: Log;

  constructor(key: string, settings: SettingsStore, log: Log) {
    this.#key = key;
    this.#settings = settings;
    this.#log = log;
  }

  /** Empty when nothing is kept, or when it cannot be read. */
  read(): string {
    try {
      return this.#settings.setting(this.#key) ?? '';
    } catch (error) {
      this.#log.error('sip.setting-not-read', { key: this.#key }, error);
      return '';
    }
  }

  /** When the value cannot be saved, it has to be learned again after a restart. */
  write(value: string): void {
    const saved = this.#settings.saveSetting(this.#key, value);
    if (!saved.ok) this.#log.warn('sip.setting-not-saved', { key: this.#key, failure: saved.error });
  }
}
