import { ChangeListeners } from '../../domain/change-listeners.ts';
import {
  batteryLevel,
  EMPTY_CONFIRMED_AFTER_MS,
  type BatteryLevel,
  type BatteryState,
} from '../../domain/power/battery.ts';
import type { Power } from '../../ports/device/power.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';

interface BatteryWatchParts {
  readonly power: Power;
  readonly clock: Clock;
  readonly log: Log;
}

/** Judges what the gauge tells, as long as the device lives: also while there is no handset yet, or no longer. */
export class BatteryWatch {
  /** Settles when the battery is empty for certain: whoever runs the handset then ends it in good order. */
  readonly isEmpty: Promise<null>;
  readonly #parts: BatteryWatchParts;
  readonly #resolveEmpty: (value: null) => void;
  readonly #listeners = new ChangeListeners();
  readonly #leave: () => void;
  #level: BatteryLevel = 'normal';
  #confirming: Timer | null = null;

  constructor(parts: BatteryWatchParts) {
    this.#parts = parts;
    const { promise, resolve } = Promise.withResolvers<null>();
    this.isEmpty = promise;
    this.#resolveEmpty = resolve;
    this.#judge();
    this.#leave = parts.power.onChange(() => {
      this.#judge();
      this.#listeners.tell();
    });
  }

  /** Null without a battery. */
  get state(): BatteryState | null {
    const { reading } = this.#parts.power;
    return reading === null ? null : { ...reading, level: this.#level };
  }

  /** Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#leave();
    this.#confirming?.cancel();
    this.#confirming = null;
    this.#listeners.clear();
  }

  #judge(): void {
    const { power, log } = this.#parts;
    const before = this.#level;
    // A battery that was taken out says nothing of the one that comes next.
    this.#level = power.reading === null ? 'normal' : batteryLevel(before, power.reading);
    if (this.#level !== before) log.warn('power.battery', { level: this.#level });
    if (this.#level === 'empty') this.#confirm();
    else {
      this.#confirming?.cancel();
      this.#confirming = null;
    }
  }

  #confirm(): void {
    this.#confirming ??= this.#parts.clock.startTimer(EMPTY_CONFIRMED_AFTER_MS, () => {
      this.#resolveEmpty(null);
    });
  }
}
