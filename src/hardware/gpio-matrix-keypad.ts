import type { Clock, Timer } from '../ports/clock.ts';
import type { Keypad, KeySample } from '../ports/keypad.ts';

/** One line of the kernel's GPIO: onoff's `Gpio`, or a test's. */
export interface GpioLine {
  readSync(): 0 | 1;
  writeSync(value: 0 | 1): void;
  watch(callback: (error: Error | null | undefined, value: 0 | 1) => void): void;
  unwatchAll(): void;
  unexport(): void;
}

/** While any contact is closed the matrix is read this often: a tenth of the shortest press that must be seen. */
const SCAN_INTERVAL_MS = 2;
/** After the last contact opened, so that its bounce is seen too. */
const SETTLE_MS = 30;

/**
 * A key matrix on GPIO lines. At rest all rows are driven and the columns' edges wake us: no polling, no wake-up. From the first
 * edge on the rows are driven one by one until all contacts have been open for 30 ms. Levels are 1 = active; polarity is the line's.
 */
export class GpioMatrixKeypad implements Keypad {
  readonly #rows: readonly GpioLine[];
  readonly #columns: readonly GpioLine[];
  readonly #clock: Clock;
  #listener: ((sample: KeySample) => void) | null = null;
  #scanning: Timer | null = null;
  #last: readonly number[] = [];
  #openSinceMs = 0;
  #closed = false;

  constructor(parts: {
    readonly rows: readonly GpioLine[];
    readonly columns: readonly GpioLine[];
    readonly clock: Clock;
  }) {
    this.#rows = parts.rows;
    this.#columns = parts.columns;
    this.#clock = parts.clock;
  }

  start(listener: (sample: KeySample) => void): void {
    if (this.#listener !== null) throw new Error('the keypad was started already');
    this.#listener = listener;
    for (const column of this.#columns) {
      column.watch((_error, value) => {
        if (value === 1) this.#wake();
      });
    }
    this.#driveAll(1);
    // A key may be held already; no edge would tell.
    if (this.#columns.some((column) => column.readSync() === 1)) this.#wake();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#scanning?.cancel();
    for (const line of [...this.#columns, ...this.#rows]) {
      line.unwatchAll();
      line.unexport();
    }
  }

  #wake(): void {
    if (this.#closed || this.#scanning !== null) return;
    this.#openSinceMs = this.#clock.monotonicMs();
    this.#scan();
  }

  #scan(): void {
    const atMs = this.#clock.monotonicMs();
    const closed = this.#read();
    if (closed.length > 0) this.#openSinceMs = atMs;
    if (!sameContacts(closed, this.#last)) {
      this.#last = closed;
      this.#listener?.({ atMs, closed });
    }
    if (atMs - this.#openSinceMs >= SETTLE_MS) {
      this.#scanning = null;
      this.#driveAll(1);
      // An edge between the last read and here would be lost otherwise.
      if (this.#columns.some((column) => column.readSync() === 1)) this.#wake();
      return;
    }
    this.#scanning = this.#clock.startTimer(SCAN_INTERVAL_MS, () => {
      if (!this.#closed) this.#scan();
    });
  }

  #read(): readonly number[] {
    const closed: number[] = [];
    this.#driveAll(0);
    this.#rows.forEach((row, rowIndex) => {
      row.writeSync(1);
      this.#columns.forEach((column, columnIndex) => {
        if (column.readSync() === 1) closed.push(rowIndex * this.#columns.length + columnIndex);
      });
      row.writeSync(0);
    });
    return closed;
  }

  #driveAll(level: 0 | 1): void {
    for (const row of this.#rows) row.writeSync(level);
  }
}

function sameContacts(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((contact, index) => contact === other[index]);
}
