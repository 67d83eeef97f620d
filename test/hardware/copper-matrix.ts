import type { GpioLine } from '../../src/hardware/gpio-matrix-keypad.ts';

/** Copper: a column reads 1 when a closed contact joins it to a driven row. */
export class CopperMatrix {
  readonly rows: GpioLine[];
  readonly columns: GpioLine[];
  reads = 0;
  released = 0;
  readonly #driven: boolean[];
  readonly #contacts = new Set<number>();
  readonly #watchers = new Map<number, (error: null, value: 0 | 1) => void>();

  constructor(rows: number, columns: number) {
    this.#driven = Array.from({ length: rows }, () => false);
    const release = () => {
      this.released += 1;
    };
    this.rows = Array.from({ length: rows }, (_row, row) => ({
      readSync: () => 0 as const,
      writeSync: (value: 0 | 1) => {
        this.#driven[row] = value === 1;
      },
      watch: () => undefined,
      unwatchAll: () => undefined,
      unexport: release,
    }));
    this.columns = Array.from({ length: columns }, (_column, column) => ({
      readSync: () => {
        this.reads += 1;
        return this.#level(column);
      },
      writeSync: () => undefined,
      watch: (callback: (error: null, value: 0 | 1) => void) => {
        this.#watchers.set(column, callback);
      },
      unwatchAll: () => {
        this.#watchers.delete(column);
      },
      unexport: release,
    }));
  }

  set(contact: number, closed: boolean): void {
    if (closed) this.#contacts.add(contact);
    else this.#contacts.delete(contact);
    const column = contact % this.columns.length;
    this.#watchers.get(column)?.(null, this.#level(column));
  }

  #level(column: number): 0 | 1 {
    return this.#driven.some((driven, row) => driven && this.#contacts.has(row * this.columns.length + column)) ? 1 : 0;
  }
}
