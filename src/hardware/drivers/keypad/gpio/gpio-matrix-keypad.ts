import { success } from '../../../../domain/result.ts';
import type { Clock, Timer } from '../../../../ports/system/clock.ts';
import type { Keypad, KeySample } from '../../../../ports/device/keypad.ts';
import type { Log } from '../../../../ports/system/log.ts';
import type { SystemFault } from '../../../kernel/system-fault.ts';
import { ContactChanges } from '../contact-changes.ts';
import type { WiredMatrix } from './key-matrix.ts';

/** Between two scans while contacts change: they bounce, and a debounce of 5 ms needs to see it. */
const SCAN_MS = 5;
/** For how long contacts count as changing after their last change. */
const CHANGING_MS = 30;
/** Between two scans while a key is held: another key in its column makes no edge. */
const HELD_MS = 20;

/**
 * A key matrix on lines that are driven and read one by one, in this process. At rest all rows are driven, and an edge
 * on a column wakes the processor; there is no polling. A scan makes edges too, so an edge proves nothing: the columns
 * are read first, and the rows are scanned only where they differ from before, or where a scan is due.
 */
export class GpioMatrixKeypad implements Keypad {
  readonly #matrix: WiredMatrix;
  readonly #clock: Clock;
  readonly #contacts: ContactChanges;
  #active: readonly number[] = [];
  #told: readonly number[] = [];
  #changedMs = -Infinity;
  /** The next scan that is due without an edge. */
  #next: Timer | null = null;
  #closed = false;

  constructor(parts: { readonly matrix: WiredMatrix; readonly clock: Clock; readonly log: Log }) {
    this.#matrix = parts.matrix;
    this.#clock = parts.clock;
    this.#contacts = new ContactChanges(parts);
  }

  start(listener: (sample: KeySample) => void): void {
    this.#contacts.start(listener, () => {
      const watched = this.#matrix.watch((edge) => {
        if (edge.ok) this.#edge();
        else this.#fail(edge.error);
      });
      const driven = watched.ok ? this.#matrix.rest() : watched;
      // A key that is already held makes no edge.
      if (driven.ok) this.#look();
      else this.#fail(driven.error);
    });
  }

  isAlive(): boolean {
    return !this.#closed && this.#matrix.activeColumns().ok;
  }

  close(): void {
    this.#closed = true;
    this.#next?.cancel();
    this.#contacts.close();
    this.#matrix.release();
  }

  #edge(): void {
    // While contacts change, they are looked at soon anyway.
    if (this.#next === null || this.#clock.monotonicMs() - this.#changedMs >= CHANGING_MS) this.#look();
  }

  /** Reads the columns; scans the rows when the columns have changed, or when no scan is planned any more. */
  #look(): void {
    if (this.#closed) return;
    const atMs = this.#clock.monotonicMs();
    const active = this.#matrix.activeColumns();
    if (!active.ok) {
      this.#fail(active.error);
      return;
    }
    const hasChanged = !isSame(active.value, this.#active);
    if (!hasChanged && this.#next !== null) return;
    const closed = active.value.length === 0 ? success([]) : this.#matrix.scan(active.value);
    if (!closed.ok) {
      this.#fail(closed.error);
      return;
    }
    if (hasChanged || !isSame(closed.value, this.#told)) this.#changedMs = atMs;
    this.#active = active.value;
    this.#told = closed.value;
    this.#contacts.read(closed.value, atMs);
    this.#plan(atMs);
  }

  #plan(atMs: number): void {
    this.#next?.cancel();
    this.#next = null;
    const isChanging = atMs - this.#changedMs < CHANGING_MS;
    // The listener may have closed the keypad.
    if (this.#closed || !(isChanging || this.#active.length > 0)) return;
    this.#next = this.#clock.startTimer(isChanging ? SCAN_MS : HELD_MS, () => {
      this.#next = null;
      this.#look();
    });
  }

  #fail(fault: SystemFault): void {
    if (this.#closed) return;
    this.#next?.cancel();
    this.#next = null;
    this.#active = [];
    this.#told = [];
    this.#contacts.failed(fault);
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
