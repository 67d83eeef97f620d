import type { SystemFault } from '../../../src/hardware/kernel/system-fault.ts';
import { CopperLine } from './copper-line.ts';

/** Copper: a column reads 1 when a closed contact joins it to a driven row. */
export class CopperMatrix {
  readonly rows: readonly CopperLine[];
  readonly columns: readonly CopperLine[];
  readonly #contacts = new Set<number>();

  constructor(rows: number, columns: number) {
    this.rows = Array.from({ length: rows }, () => new CopperLine());
    this.columns = Array.from({ length: columns }, () => new CopperLine());
    this.columns.forEach((line, column) => {
      line.levelNow = () =>
        this.rows.some((row, index) => row.levelNow() === 1 && this.#contacts.has(index * columns + column)) ? 1 : 0;
    });
  }

  get reads(): number {
    return this.columns.reduce((sum, { reads }) => sum + reads, 0);
  }

  /** How many lines were given back. */
  get released(): number {
    return [...this.rows, ...this.columns].filter(({ releases }) => releases > 0).length;
  }

  get allRowsDriven(): boolean {
    return this.rows.every((row) => row.levelNow() === 1);
  }

  set(contact: number, closed: boolean): void {
    this.setUnseen(contact, closed);
    this.columns[contact % this.columns.length]?.edge();
  }

  /** As `set`, at a moment at which no edge comes of it. */
  setUnseen(contact: number, closed: boolean): void {
    if (closed) this.#contacts.add(contact);
    else this.#contacts.delete(contact);
  }

  /** Every call on any line fails so; null: they work again. */
  fail(fault: SystemFault | null): void {
    for (const line of [...this.rows, ...this.columns]) line.fault = fault;
  }
}
