import type { MonotonicMs } from '../../../domain/time.ts';
import type { Clock, Timer } from '../../../ports/system/clock.ts';
import type { KeySample } from '../../../ports/device/keypad.ts';
import type { Log } from '../../../ports/system/log.ts';
import { FaultLog } from '../../kernel/fault-log.ts';
import type { SystemFault } from '../../kernel/system-fault.ts';

/**
 * Wait before a keypad that failed is tried again. A chip may answer again; one that is gone costs one wake-up a
 * second.
 */
const KEYPAD_RETRY_MS = 1_000;

/**
 * What a keypad reports about its contacts: changes only. While the wires cannot be read, all contacts count as open.
 */
export class ContactChanges {
  readonly #clock: Clock;
  readonly #faults: FaultLog;
  #listener: ((sample: KeySample) => void) | null = null;
  #begin: (() => void) | null = null;
  #told: readonly number[] = [];
  #retry: Timer | null = null;

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#faults = new FaultLog(log, 'keypad');
  }

  /** @param begin makes the wires ready. It is called now, and again `KEYPAD_RETRY_MS` after each failure. */
  start(listener: (sample: KeySample) => void, begin: () => void): void {
    if (this.#begin !== null) throw new Error('the keypad was started already');
    this.#listener = listener;
    this.#begin = begin;
    begin();
  }

  /** @param atMs when the reading began; it may take some milliseconds. */
  read(closed: readonly number[], atMs: MonotonicMs): void {
    this.#faults.works();
    this.#tell(closed, atMs);
  }

  failed(fault: SystemFault): void {
    this.#faults.failed(fault);
    // Otherwise a key that was held would stay held for ever.
    this.#tell([], this.#clock.monotonicMs());
    if (this.#listener === null) return;
    this.#retry?.cancel();
    this.#retry = this.#clock.startTimer(KEYPAD_RETRY_MS, () => {
      this.#begin?.();
    });
  }

  close(): void {
    this.#listener = null;
    this.#retry?.cancel();
  }

  #tell(closed: readonly number[], atMs: MonotonicMs): void {
    if (closed.length === this.#told.length && closed.every((contact, index) => contact === this.#told[index])) return;
    this.#told = closed;
    this.#listener?.({ atMs, closed });
  }
}
