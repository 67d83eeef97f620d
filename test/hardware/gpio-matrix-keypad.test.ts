import { describe, expect, it } from 'vitest';
import { GpioMatrixKeypad, type GpioLine } from '../../src/hardware/gpio-matrix-keypad.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Copper: a column reads 1 when a closed contact joins it to a driven row. */
class Matrix {
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

function keypad(): { matrix: Matrix; clock: VirtualClock; pad: GpioMatrixKeypad; seen: (readonly number[])[] } {
  const matrix = new Matrix(3, 4);
  const clock = new VirtualClock();
  return { matrix, clock, pad: new GpioMatrixKeypad({ rows: matrix.rows, columns: matrix.columns, clock }), seen: [] };
}

describe('a key matrix on GPIO lines', () => {
  it('tells each contact by row and column, closing and opening', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(6, true);
    clock.advance(10);
    matrix.set(9, true);
    clock.advance(10);
    matrix.set(6, false);
    clock.advance(10);
    matrix.set(9, false);
    clock.advance(100);
    expect(seen).toEqual([[6], [6, 9], [9], []]);
  });

  it('reads nothing while no key is held', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(0, true);
    clock.advance(50);
    matrix.set(0, false);
    clock.advance(100);
    const reads = matrix.reads;
    clock.advance(60_000);
    expect(matrix.reads).toBe(reads);
    matrix.set(11, true);
    expect(seen.at(-1)).toEqual([11]);
  });

  it('sees a key that was held before it started', () => {
    const { matrix, pad, seen } = keypad();
    matrix.set(5, true);
    pad.start(({ closed }) => seen.push(closed));
    expect(seen).toEqual([[5]]);
  });

  it('passes bounce on as it is', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    for (const closed of [true, false, true, false, true]) {
      matrix.set(3, closed);
      clock.advance(2);
    }
    expect(seen).toEqual([[3], [], [3], [], [3]]);
  });

  it('releases all its lines once, and is silent after', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(3, true);
    pad.close();
    pad.close();
    matrix.set(3, false);
    clock.advance(100);
    expect(seen).toEqual([[3]]);
    expect(matrix.released).toBe(7);
  });

  it('is started once', () => {
    const { pad } = keypad();
    pad.start(() => undefined);
    expect(() => {
      pad.start(() => undefined);
    }).toThrow('started already');
  });
});
