import type { BatteryReading } from '../../src/domain/power/battery.ts';
import type { HandsetParts } from '../../src/handset/handset-parts.ts';
import type { Power } from '../../src/ports/device/power.ts';

/** A board that is fed from outside. */
export const WITHOUT_BATTERY: HandsetParts['battery'] = { state: null, onChange: () => () => undefined };

/** A battery that is as full as the test says. */
export class MemoryPower implements Power {
  readonly #listeners = new Set<() => void>();
  #reading: BatteryReading | null;
  #isClosed = false;

  constructor(reading: BatteryReading | null = { percent: 80, isPlugged: false }) {
    this.#reading = reading;
  }

  get reading(): BatteryReading | null {
    return this.#reading;
  }

  read(reading: BatteryReading | null): void {
    if (this.#isClosed) return;
    const before = this.#reading;
    this.#reading = reading;
    if (JSON.stringify(before) === JSON.stringify(reading)) return;
    for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void): () => void {
    const entry = (): void => {
      listener();
    };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  close(): void {
    this.#isClosed = true;
  }
}
