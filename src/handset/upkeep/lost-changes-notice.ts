import { epochMs, type EpochMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { SettingsStore } from '../../ports/store/settings-store.ts';
import type { StoreHealth } from './store-health.ts';

/** When the loss was noticed, as a whole number of milliseconds; '' once the owner has seen it. */
const SETTING = 'lost-changes-at';

/**
 * Remembers that the medium has lost messages that were durable, over restarts too, until the owner has seen the
 * notice. What the store refuses to write is written when it works again.
 */
export class LostChangesNotice {
  readonly #settings: SettingsStore;
  readonly #health: StoreHealth;
  #noticedAtMs: EpochMs | null;
  #noted: boolean;

  /** @param lost the store found the loss when it was opened just now. */
  constructor(clock: Clock, settings: SettingsStore, health: StoreHealth, lost: boolean) {
    this.#settings = settings;
    this.#health = health;
    const kept = settings.setting(SETTING) ?? '';
    this.#noticedAtMs = lost ? clock.wallMs() : kept === '' ? null : epochMs(Number(kept));
    this.#noted = !lost;
    health.onRetry(() => {
      this.#note();
    });
  }

  /** Wall clock when the loss was noticed; null when there is nothing to tell. */
  get noticedAtMs(): EpochMs | null {
    return this.#noticedAtMs;
  }

  start(): void {
    this.#note();
  }

  acknowledge(): void {
    this.#noticedAtMs = null;
    this.#noted = false;
    this.#note();
  }

  #note(): void {
    if (this.#noted) return;
    const value = this.#noticedAtMs === null ? '' : String(Math.floor(this.#noticedAtMs));
    this.#noted = this.#health.check(this.#settings.saveSetting(SETTING, value)).ok;
  }
}
