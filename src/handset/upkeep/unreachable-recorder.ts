import type { LinkState } from '../../domain/link-state.ts';
import type { UnreachablePeriod } from '../../domain/history/message.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MessageStore } from '../../ports/message-store.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { StoreHealth } from './store-health.ts';

/** Set while a period is open in the store, so that the first registration after a power cut closes it. */
const SETTING = 'unreachable-since';

export interface UnreachableRecorderParts {
  readonly clock: Clock;
  readonly messages: MessageStore;
  readonly settings: SettingsStore;
  readonly health: StoreHealth;
  /** The store has another line. */
  readonly onRecorded: () => void;
}

/** Writes the stretches in which the relay could not be reached, which stand as lines in History afterwards. */
export class UnreachableRecorder {
  readonly #parts: UnreachableRecorderParts;
  #openSinceMs: EpochMs | null;
  /** Not written yet, oldest first: the store refused. */
  #unwritten: UnreachablePeriod[] = [];
  /** The period of the mark is closed, and the mark still stands. */
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
      // After a restart a stale mark would close its period a second time, hours later.
      if (this.#markIsStale && !health.check(settings.saveSetting(SETTING, '')).ok) return;
      this.#markIsStale = false;
      const [period] = this.#unwritten;
      if (period === undefined) return;
      // The mark is set before the period opens and cleared after it closes. A power cut between the two costs at most
      // a line told twice; the other way round a period could stay open for ever.
      const opens = period.toMs === null;
      if (opens && !health.check(settings.saveSetting(SETTING, String(period.fromMs))).ok) return;
      if (!health.check(messages.recordUnreachable(period)).ok) return;
      this.#unwritten.shift();
      onRecorded();
      this.#markIsStale = !opens;
    }
  }
}
