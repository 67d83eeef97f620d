import { describe, expect, it } from 'vitest';
import { GpioMatrixKeypad } from '../../src/hardware/gpio-matrix-keypad.ts';
import { describeKeypad } from '../contract/keypad.contract.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { CopperMatrix } from './copper-matrix.ts';

function keypad(): { matrix: CopperMatrix; clock: VirtualClock; pad: GpioMatrixKeypad; seen: (readonly number[])[] } {
  const matrix = new CopperMatrix(3, 4);
  const clock = new VirtualClock();
  return { matrix, clock, pad: new GpioMatrixKeypad({ rows: matrix.rows, columns: matrix.columns, clock }), seen: [] };
}

describeKeypad('GpioMatrixKeypad', () => {
  const { matrix, clock, pad } = keypad();
  const before = new Set<number>();
  return {
    keypad: pad,
    setClosed: (contacts) => {
      for (const contact of new Set([...before, ...contacts])) matrix.set(contact, contacts.includes(contact));
      before.clear();
      for (const contact of contacts) before.add(contact);
      // The matrix is read every 2 ms while a contact is closed.
      clock.advance(2);
    },
  };
});

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
