import type { LinkState } from '../../domain/link-state.ts';
import type { UnreachablePeriod } from '../../domain/history/message.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { MessageStore } from '../../ports/store/message-store.ts';
import type { SettingsStore } from '../../ports/store/settings-store.ts';
import type { StoreHealth } from './store-health.ts';

/**
 * The mark of an open period: its start (wall clock, ms), or '' while none is open. The first registration after a
 * power cut closes that period.
 */
const SETTING = 'unreachable-since';

export interface UnreachableRecorderParts {
  readonly clock: Clock;
  readonly messages: MessageStore;
  readonly settings: SettingsStore;
  readonly health: StoreHealth;
  /** The history has another line. */
  readonly onRecorded: () => void;
}

/** Records the periods in which the relay could not be reached; each is a line in History. */
export class UnreachableRecorder {
  readonly #parts: UnreachableRecorderParts;
  #openSinceMs: EpochMs | null;
  /** Periods that the store has refused so far, oldest first. */
  #unwritten: UnreachablePeriod[] = [];
  /** The period is closed, but its mark is still in the store. */
  #markIsStale = false;

  constructor(parts: UnreachableRecorderParts) {
    this.#parts = parts;
    const since = parts.settings.setting(SETTING) ?? '';
    this.#openSinceMs = since === '' ? null : epochMs(Number(since));
    parts.health.onRetry(() => {
      this.#write();
    });
  }

  stateChanged(state: LinkState): void {
    if (state.kind === 'unreachable' && this.#openSinceMs === null) {
      this.#openSinceMs = state.sinceMs;
      this.#unwritten.push({ fromMs: state.sinceMs, toMs: null });
    } else if (state.kind === 'registered' && this.#openSinceMs !== null) {
      this.#unwritten.push({ fromMs: this.#openSinceMs, toMs: this.#parts.clock.wallMs() });
      this.#openSinceMs = null;
    }
    this.#write();
  }

  #write(): void {
    const { health, messages, settings, onRecorded } = this.#parts;
    for (;;) {
      // With its mark still set, the period would be closed a second time after a restart, hours later.
      if (this.#markIsStale && !health.check(settings.saveSetting(SETTING, '')).ok) return;
      this.#markIsStale = false;
      const [period] = this.#unwritten;
      if (period === undefined) return;
      // The mark is set before the period opens and cleared after it closes. A power cut in between costs at most a
      // line that stands twice; in the other order a period could stay open for ever.
      const opens = period.toMs === null;
      if (opens && !health.check(settings.saveSetting(SETTING, String(period.fromMs))).ok) return;
      if (!health.check(messages.recordUnreachable(period)).ok) return;
      this.#unwritten.shift();
      onRecorded();
      this.#markIsStale = !opens;
    }
  }
}
