import { success, type Result } from '../../../../domain/result.ts';
import type { GpioLine, Level } from '../../../gpio/gpio-line.ts';
import { DONE, type SystemFault } from '../../../kernel/system-fault.ts';

/** The wires of a key matrix: how rows are driven and columns read, and at what cost, is theirs. */
export interface WiredMatrix {
  /** Drives all rows, so that any contact makes an edge. They are driven whenever no scan runs. */
  rest(): Result<null, SystemFault>;
  /**
   * Calls back after each edge of a column, also after those that a scan makes; a failure is told once, and ends it.
   * Replaces the listener before.
   */
  watch(listener: (edge: Result<null, SystemFault>) => void): Result<null, SystemFault>;
  /** The columns that are active while all rows are driven. */
  activeColumns(): Result<readonly number[], SystemFault>;
  /**
   * Drives one row after the other and reads these columns.
   * @returns the closed contacts, `row * columns + column`, ascending.
   */
  scan(columns: readonly number[]): Result<readonly number[], SystemFault>;
  /** Gives the lines back. Idempotent. */
  release(): void;
}

/** A matrix on lines that are driven and read one by one. */
export class LineMatrix implements WiredMatrix {
  readonly #rows: readonly GpioLine[];
  readonly #columns: readonly GpioLine[];

  constructor(rows: readonly GpioLine[], columns: readonly GpioLine[]) {
    this.#rows = rows;
    this.#columns = columns;
  }

  rest(): Result<null, SystemFault> {
    return this.#driveAll(1);
  }

  watch(listener: (edge: Result<null, SystemFault>) => void): Result<null, SystemFault> {
    for (const column of this.#columns) {
      const watched = column.watch((level) => {
        listener(level.ok ? DONE : level);
      });
      if (!watched.ok) return watched;
    }
    return DONE;
  }

  activeColumns(): Result<readonly number[], SystemFault> {
    return this.#activeAmong(this.#columns.keys());
  }

  scan(columns: readonly number[]): Result<readonly number[], SystemFault> {
    const quiet = this.#driveAll(0);
    if (!quiet.ok) return quiet;
    const closed: number[] = [];
    for (const [row, line] of this.#rows.entries()) {
      const driven = line.write(1);
      const active = driven.ok ? this.#activeAmong(columns) : driven;
      if (!active.ok) return active;
      closed.push(...active.value.map((column) => row * this.#columns.length + column));
      const left = line.write(0);
      if (!left.ok) return left;
    }
    const driven = this.#driveAll(1);
    return driven.ok ? success(closed) : driven;
  }

  release(): void {
    for (const line of [...this.#columns, ...this.#rows]) line.release();
  }

  #driveAll(level: Level): Result<null, SystemFault> {
    for (const row of this.#rows) {
      const driven = row.write(level);
      if (!driven.ok) return driven;
    }
    return DONE;
  }

  #activeAmong(columns: Iterable<number>): Result<readonly number[], SystemFault> {
    const active: number[] = [];
    for (const column of columns) {
      const level = this.#columns[column]?.read();
      if (level?.ok === false) return level;
      if (level?.value === 1) active.push(column);
    }
    return success(active);
  }
}
