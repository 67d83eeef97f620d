import { ChangeListeners } from '../../../domain/change-listeners.ts';
import type { BatteryReading } from '../../../domain/power/battery.ts';
import type { Power } from '../../../ports/device/power.ts';
import type { Clock, Timer } from '../../../ports/system/clock.ts';
import type { Log } from '../../../ports/system/log.ts';

/** A gauge changes by a percent in minutes; a charger's plug should be seen while the hand is still on it. */
export const POWER_POLL_MS = 5_000;

/** Reads now and then: many gauges have no interrupt, and their drivers then tell of nothing by themselves. */
export class PolledPower implements Power {
  readonly #read: () => BatteryReading | null;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new ChangeListeners();
  #reading: BatteryReading | null;
  #timer: Timer | null = null;
  #isUnreadableTold = false;

  constructor(read: () => BatteryReading | null, clock: Clock, log: Log) {
    this.#read = read;
    this.#clock = clock;
    this.#log = log;
    this.#reading = read();
    this.#tellUnreadable();
    this.#schedule();
  }

  get reading(): BatteryReading | null {
    return this.#reading;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#listeners.clear();
  }

  #schedule(): void {
    this.#timer = this.#clock.startTimer(POWER_POLL_MS, () => {
      this.#schedule();
      this.#look();
    });
  }

  #look(): void {
    const before = this.#reading;
    this.#reading = this.#read();
    this.#tellUnreadable();
    const isSame =
      (before === null) === (this.#reading === null) &&
      before?.percent === this.#reading?.percent &&
      before?.isPlugged === this.#reading?.isPlugged;
    if (isSame) return;
    this.#listeners.tell();
  }

  #tellUnreadable(): void {
    const isUnreadable = this.#reading !== null && this.#reading.percent === null;
    if (isUnreadable && !this.#isUnreadableTold) this.#log.warn('power.gauge-unreadable');
    this.#isUnreadableTold = isUnreadable;
  }
}
