import { describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import { KeyMatrix } from '../../../src/domain/keys/key-matrix.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { readMatrix } from '../../../src/simulator/hand/matrix-current.ts';
import { contactOf } from '../../support/typed-keys.ts';

// prettier-ignore
const NINE_KEYS: readonly KeyName[] = [
  'A', 'B', 'C',
  'D', 'E', 'F',
  'G', 'H', 'I',
];
const withoutDiodes = { rows: 3, columns: 3, diodes: false, keys: NINE_KEYS };
const withDiodes = { ...withoutDiodes, diodes: true };

/** Closes switches one after the other, reading the matrix as its current flows; gives the keys told, in order. */
function told(layout: typeof withoutDiodes, switches: readonly number[]): number[] {
  const matrix = new KeyMatrix(layout);
  return switches.flatMap(
    (_, n) => matrix.read(new Set(readMatrix(layout, new Set(switches.slice(0, n + 1))))).pressed,
  );
}

function* triples(): Generator<[number, number, number]> {
  for (let a = 0; a < 9; a++)
    for (let b = 0; b < 9; b++)
      for (let c = 0; c < 9; c++) {
        if (a !== b && b !== c && a !== c) yield [a, b, c];
      }
}

function areCorners(triple: readonly number[]): boolean {
  const rows = new Set(triple.map((contact) => Math.floor(contact / 3)));
  const columns = new Set(triple.map((contact) => contact % 3));
  return rows.size === 2 && columns.size === 2;
}

describe('a matrix without diodes', () => {
  it('reports any two keys exactly, in any order', () => {
    for (let one = 0; one < 9; one++)
      for (let other = 0; other < 9; other++) {
        if (one !== other) expect(told(withoutDiodes, [one, other])).toEqual([one, other]);
      }
  });

  it('never reports a key that is not pressed, for every three keys in every order', () => {
    let corners = 0;
    for (const triple of triples()) {
      const keys = told(withoutDiodes, triple);
      if (areCorners(triple)) {
        corners += 1;
        expect(keys).toEqual(triple.slice(0, 2));
      } else {
        expect(keys).toEqual(triple);
      }
    }
    // 9 rectangles of four corners: 36 triples, 6 orders each.
    expect(corners).toBe(216);
  });

  it('blocks a key that it cannot tell from a ghost until its contact opens', () => {
    const matrix = new KeyMatrix(withoutDiodes);
    matrix.read(new Set([0]));
    matrix.read(new Set([0, 1]));
    expect(matrix.read(new Set([0, 1, 3, 4]))).toEqual({ pressed: [], released: [] });
    expect(matrix.read(new Set([1, 3]))).toEqual({ pressed: [], released: [0] });
    expect(matrix.read(new Set([1]))).toEqual({ pressed: [], released: [] });
    expect(matrix.read(new Set([1, 3]))).toEqual({ pressed: [3], released: [] });
  });

  it('types nothing when a palm closes all keys at once, nor while it lifts, and recovers', () => {
    const matrix = new KeyMatrix(withoutDiodes);
    const all = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(matrix.read(all).pressed).toEqual([]);
    for (const lifted of [4, 0, 8, 2, 6, 1, 3, 5, 7]) {
      all.delete(lifted);
      expect(matrix.read(new Set(readMatrix(withoutDiodes, all))).pressed).toEqual([]);
    }
    expect(matrix.read(new Set([4]))).toEqual({ pressed: [4], released: [] });
  });

  it('reports the keys of three corners when the fourth has no key', () => {
    const keys = NINE_KEYS.map((key, contact) => (contact === 4 ? null : key));
    const layout = { ...withoutDiodes, keys };
    const matrix = new KeyMatrix(layout);
    expect(matrix.read(new Set(readMatrix(layout, new Set([0, 1, 3])))).pressed).toEqual([0, 1, 3]);
  });

  it('recognises a ghost that comes by a longer way than a rectangle', () => {
    // Three rows, three columns, a way of five closed switches; the places that would make rectangles have no keys.
    const absent = [2, 3, 7];
    const keys = NINE_KEYS.map((key, contact) => (absent.includes(contact) ? null : key));
    const matrix = new KeyMatrix({ ...withoutDiodes, keys });
    expect(matrix.read(new Set(readMatrix(withoutDiodes, new Set([0, 1, 4, 5, 8])))).pressed).not.toContain(6);
  });

  it('never blocks a chord with Shift, Alt or Sym on the QWERTY board', () => {
    const { keyMap } = simulator.keypad;
    const contact = (key: KeyName) => contactOf(keyMap, key);
    for (const modifier of ['Shift', 'Alt', 'Sym'] as const) {
      for (const one of keyMap.keys)
        for (const other of keyMap.keys) {
          if (one === null || other === null || new Set([one, other, modifier]).size < 3) continue;
          const matrix = new KeyMatrix(keyMap);
          const closed = readMatrix(keyMap, new Set([contact(modifier), contact(one), contact(other)]));
          expect(matrix.read(new Set(closed)).pressed).toHaveLength(3);
        }
    }
  });
});

describe('a matrix with diodes', () => {
  it('reports every three keys exactly, and all nine', () => {
    for (const triple of triples()) expect(told(withDiodes, triple)).toEqual(triple);
    expect(told(withDiodes, [8, 7, 6, 5, 4, 3, 2, 1, 0])).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

it('refuses a layout whose keys do not fill it, and a contact outside it', () => {
  expect(() => new KeyMatrix({ ...withDiodes, rows: 4 })).toThrow('12 places, not 9');
  expect(() => new KeyMatrix(withDiodes).read(new Set([9]))).toThrow('outside the matrix');
});
