import type { KeyEvent } from '../../domain/keys/key-events.ts';
import type { KeyMap, KeyName } from '../../domain/keys/key-map.ts';
import { KeyPipeline } from '../../domain/keys/key-pipeline.ts';
import { monotonicMs, type MonotonicMs } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Keypad } from '../../ports/device/keypad.ts';

/**
 * A timer that is more than this late means that the process was busy, and that key samples may be waiting to be read.
 */
const LATE_MS = 20;

export interface KeyReaderListener {
  key(event: KeyEvent): void;
  /** The keys that have been down for 30 s. Called at each change; the list is empty when all are released again. */
  stuckKeysChanged(keys: readonly KeyName[]): void;
}

interface KeyReaderParts {
  readonly keypad: Keypad;
  readonly clock: Clock;
  readonly keyMap: KeyMap;
  readonly debounceMs: number;
}

/**
 * Feeds the key pipeline with the keypad's samples and the time. While no key is down it sets no timer, so that the
 * processor may sleep.
 */
export class KeyReader {
  readonly #keypad: Keypad;
  readonly #clock: Clock;
  readonly #pipeline: KeyPipeline;
  #listener: KeyReaderListener | null = null;
  #timer: Timer | null = null;
  #stuck: readonly KeyName[] = [];

  constructor(parts: KeyReaderParts) {
    this.#keypad = parts.keypad;
    this.#clock = parts.clock;
    this.#pipeline = new KeyPipeline(parts.keyMap, parts.debounceMs);
  }

  /** May be called once; throws on a second call. */
  start(listener: KeyReaderListener): void {
    if (this.#listener !== null) throw new Error('the key reader was started before');
    this.#listener = listener;
    this.#keypad.start((sample) => {
      this.#handOn(this.#pipeline.sample(sample));
    });
  }

  /** No event comes after it. Idempotent. */
  close(): void {
    this.#listener = null;
    this.#timer?.cancel();
    this.#timer = null;
    this.#keypad.close();
  }

  #handOn(events: readonly KeyEvent[]): void {
    this.#arm();
    for (const event of events) {
      this.#noteStuck(event);
      this.#listener?.key(event);
    }
  }

  #noteStuck({ kind, key }: KeyEvent): void {
    const others = this.#stuck.filter((stuck) => stuck !== key);
    const now = kind === 'stuck' ? [...others, key] : kind === 'up' ? others : this.#stuck;
    if (now.length === this.#stuck.length) return;
    this.#stuck = now;
    this.#listener?.stuckKeysChanged(now);
  }

  #arm(): void {
    this.#timer?.cancel();
    const dueMs = this.#pipeline.nextWakeMs;
    this.#timer = dueMs === null || this.#listener === null ? null : this.#startTimer(dueMs);
  }

  /**
   * After a stall, timers run before waiting samples are read, and a key that was released in time would seem held. So
   * a late timer first gives the samples one turn of the event loop. Only one, because the next turn may be as slow.
   */
  #startTimer(dueMs: MonotonicMs): Timer {
    const delayMs = Math.max(0, dueMs - this.#clock.monotonicMs());
    return this.#clock.startTimer(delayMs, () => {
      if (this.#clock.monotonicMs() - dueMs <= LATE_MS) this.#wake(dueMs);
      else
        this.#timer = this.#clock.startTimer(0, () => {
          this.#wake(dueMs);
        });
    });
  }

  #wake(dueMs: MonotonicMs): void {
    // A timer may fire a little early; what it was set for is done all the same.
    this.#handOn(this.#pipeline.tick(monotonicMs(Math.max(this.#clock.monotonicMs(), dueMs))));
  }
}
