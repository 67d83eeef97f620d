import { KeyPipeline, type KeyOutput } from '../../domain/input/key-pipeline.ts';
import type { InputEvent, InputMode } from '../../domain/input/input-event.ts';
import type { KeyMap, KeyName } from '../../domain/keys/key-map.ts';
import { monotonicMs, type MonotonicMs } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { Keypad } from '../../ports/keypad.ts';

/** A timer later than this means that the process was busy, and that key samples may be waiting to be read. */
const LATE_MS = 20;

export interface KeyReaderListener {
  input(event: InputEvent): void;
  /** Keys that have been down for 30 s, by name; told on each change, empty when all are free again. */
  stuckKeysChanged(keys: readonly KeyName[]): void;
}

export interface KeyReaderParts {
  readonly keypad: Keypad;
  readonly clock: Clock;
  readonly keyMap: KeyMap;
  readonly debounceMs: number;
}

/** Drives the key pipeline from a keypad and the clock. While no key is down it sets no timer: the processor may sleep. */
export class KeyReader {
  readonly #keypad: Keypad;
  readonly #clock: Clock;
  readonly #pipeline: KeyPipeline;
  #listener: KeyReaderListener | null = null;
  #timer: Timer | null = null;
  #stuck: readonly KeyName[] = [];
  /** Of keys that came at once: what the listener is told after what it is being told. */
  #unseen: readonly InputEvent[] = [];

  constructor(parts: KeyReaderParts) {
    this.#keypad = parts.keypad;
    this.#clock = parts.clock;
    this.#pipeline = new KeyPipeline(parts.keyMap, parts.debounceMs);
  }

  /** The mode at this moment; it comes as an event at the start and at each change. */
  get mode(): InputMode {
    return this.#pipeline.mode;
  }

  /** Called once. */
  start(listener: KeyReaderListener): void {
    if (this.#listener !== null) throw new Error('the key reader was started before');
    this.#listener = listener;
    listener.input({ kind: 'mode', mode: this.mode });
    this.#keypad.start((sample) => {
      this.#handOn(this.#pipeline.sample(sample));
    });
  }

  /**
   * The text before the cursor changed in another way than by key events (a thread with a draft was opened, an emoji chosen); null
   * where no capital is wanted. May be called from inside `input`.
   */
  fieldChanged(textBefore: string | null): void {
    this.#handOn(this.#pipeline.fieldChanged(textBefore, this.#unseen));
  }

  /** No event after it. Idempotent. */
  close(): void {
    this.#listener = null;
    this.#timer?.cancel();
    this.#timer = null;
    this.#keypad.close();
  }

  #handOn(outputs: readonly KeyOutput[]): void {
    this.#arm();
    const unseenBefore = this.#unseen;
    for (const [index, output] of outputs.entries()) {
      if (output.kind !== 'input') this.#tellStuck(output);
      else if (!this.#isOverridden(output.event)) {
        this.#unseen = outputs.slice(index + 1).flatMap((later) => (later.kind === 'input' ? [later.event] : []));
        this.#listener?.input(output.event);
      }
    }
    this.#unseen = unseenBefore;
  }

  /**
   * The screen answers an event by `fieldChanged`, which may change the mode and tells it at once: what the batch says of the mode
   * after that was true before.
   */
  #isOverridden(event: InputEvent): boolean {
    return event.kind === 'mode' && event.mode !== this.#pipeline.mode;
  }

  #tellStuck(output: KeyOutput & { kind: 'stuck' | 'freed' }): void {
    const others = this.#stuck.filter((key) => key !== output.key);
    this.#stuck = output.kind === 'stuck' ? [...others, output.key] : others;
    this.#listener?.stuckKeysChanged(this.#stuck);
  }

  #arm(): void {
    this.#timer?.cancel();
    const dueMs = this.#pipeline.nextWakeMs;
    this.#timer = dueMs === null || this.#listener === null ? null : this.#startTimer(dueMs);
  }

  /**
   * After a stall, timers run before waiting samples are read: a key that came up in time would seem held. So a late timer first
   * gives the samples one turn of the loop; one only, for the next may be as slow.
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
    // A timer may run a little early: what it was set for is done all the same.
    this.#handOn(this.#pipeline.tick(monotonicMs(Math.max(this.#clock.monotonicMs(), dueMs))));
  }
}
