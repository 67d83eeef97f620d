import { success, type Result } from '../../../domain/result.ts';
import type { GpioLine, Level } from '../../gpio/gpio-line.ts';
import { DONE, type SystemFault } from '../../kernel/system-fault.ts';

/** The wires of a key matrix: how rows are driven and columns read, and at what cost, is theirs. */
export interface WiredMatrix {
  /** Calls back after a column became active; a failure is told once, and ends it. Replaces the listener before. */
  watch(listener: (edge: Result<null, SystemFault>) => void): Result<null, SystemFault>;
  /**
   * Drives all rows, so that any contact makes an edge.
   * @returns whether a contact is closed already, whose edge may have been missed.
   */
  rest(): Result<boolean, SystemFault>;
  /** Drives one row after the other. @returns the closed contacts, `row * columns + column`, ascending. */
  scan(): Result<readonly number[], SystemFault>;
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

  watch(listener: (edge: Result<null, SystemFault>) => void): Result<null, SystemFault> {
    for (const column of this.#columns) {
      const watched = column.watch((level) => {
        if (!level.ok) listener(level);
        else if (level.value === 1) listener(DONE);
      });
      if (!watched.ok) return watched;
    }
    return DONE;
  }

  rest(): Result<boolean, SystemFault> {
    const driven = this.#driveAll(1);
    if (!driven.ok) return driven;
    const columns = this.#activeColumns();
    return columns.ok ? success(columns.value.length > 0) : columns;
  }

  scan(): Result<readonly number[], SystemFault> {
    const quiet = this.#driveAll(0);
    if (!quiet.ok) return quiet;
    const closed: number[] = [];
    for (const [row, line] of this.#rows.entries()) {
      const driven = line.write(1);
      const active = driven.ok ? this.#activeColumns() : driven;
      if (!active.ok) return active;
      closed.push(...active.value.map((column) => row * this.#columns.length + column));
      const left = line.write(0);
      if (!left.ok) return left;
    }
    return success(closed);
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

  #activeColumns(): Result<readonly number[], SystemFault> {
    const active: number[] = [];
    for (const [column, line] of this.#columns.entries()) {
      const level = line.read();
      if (!level.ok) return level;
      if (level.value === 1) active.push(column);
    }
    return success(active);
  }
}
