import { describe, expect, it } from 'vitest';
import { boardFaults } from '../../board/board-faults.ts';
import { boards } from '../../board/boards.ts';
import { rpiZero2W } from '../../board/rpi-zero2w/board.ts';
import type { Board } from '../../src/ports/device/board.ts';

const { keypad } = rpiZero2W;
const matrix = { kind: 'gpio-matrix', chipLabel: 'chip', activeLow: false } as const;

function withSource(source: Board['keypad']['source'], changes: Partial<Board> = {}): Board {
  return { ...rpiZero2W, ...changes, keypad: { ...keypad, source } };
}

describe('the data of a board', () => {
  it.each(Object.values(boards))('of $name have no fault', (board) => {
    expect(boardFaults(board)).toEqual([]);
  });

  it('may not use a line twice', () => {
    const source = { ...matrix, rowLines: [0, 1, 2, 3, 4, 5], columnLines: [6, 7, 8, 9, 10, 11, 2] };
    expect(boardFaults(withSource(source))).toEqual(['column 7: line 2 of chip is already that of row 3']);
  });

  it('may use the line of that number on another chip', () => {
    const source = { ...matrix, rowLines: [0, 1, 2, 3, 4, 5], columnLines: [6, 7, 8, 9, 10, 11, 12] };
    const buzzer = { kind: 'gpio', chipLabel: 'another', activeLow: false, line: 0 } as const;
    expect(boardFaults(withSource(source, { buzzer }))).toEqual([]);
    expect(boardFaults(withSource(source, { buzzer: { ...buzzer, chipLabel: 'chip' } }))).toEqual([
      'buzzer: line 0 of chip is already that of row 1',
    ]);
  });

  it('may light two colours by one line, but not by one of a key', () => {
    const source = { ...matrix, rowLines: [0, 1, 2, 3, 4, 5], columnLines: [6, 7, 8, 9, 10, 11, 12] };
    const led = { kind: 'gpio', chipLabel: 'chip', activeLow: false } as const;
    expect(boardFaults(withSource(source, { led: { ...led, lines: { red: 20, blue: 20 } } }))).toEqual([]);
    expect(boardFaults(withSource(source, { led: { ...led, lines: { red: 3 } } }))).toEqual([
      'LED: line 3 of chip is already that of row 4',
    ]);
  });

  it('may name no line that cannot be', () => {
    const source = { ...matrix, rowLines: [0, 1, 2, 3, 4, -1], columnLines: [6, 7, 8, 9, 10, 1.5, 512] };
    expect(boardFaults(withSource(source))).toEqual([
      'row 6: chip has no line -1',
      'column 6: chip has no line 1.5',
      'column 7: chip has no line 512',
    ]);
  });

  it('must have as many lines as the matrix has rows and columns', () => {
    const source = { ...matrix, rowLines: [0, 1], columnLines: [6, 7, 8, 9, 10, 11, 12] };
    expect(boardFaults(withSource(source))).toEqual(['keypad: rowLines: 2 in place of 6']);
  });

  it('must give every key one contact and one place', () => {
    const keys = keypad.keyMap.keys.map((key) => (key === 'Q' ? 'W' : key));
    const faulty: Board = { ...rpiZero2W, keypad: { ...keypad, keyMap: { ...keypad.keyMap, keys } } };
    expect(boardFaults(faulty)).toEqual([
      'keypad: key Q of the face is on no contact',
      'keypad: key W is on two contacts',
    ]);
    const unshown: Board = { ...rpiZero2W, keypad: { ...keypad, face: keypad.face.slice(1) } };
    expect(boardFaults(unshown)).toContain('keypad: key Back has no place on the face');
  });
});
