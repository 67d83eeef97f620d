import { describe, expect, it } from 'vitest';
import { boardFaults } from '../../board/board-faults.ts';
import { boards } from '../../board/boards.ts';
import { simulator } from '../../board/simulator/board.ts';
import type { Board } from '../../src/ports/device/board.ts';

const PI = 'pinctrl-bcm2835';
const wires = { chipLabel: PI, activeLow: false };
const MATRIX = { kind: 'gpio-matrix', ...wires, rowLines: [0, 1, 2, 3, 4] } as const;
const COLUMNS = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

function withParts(
  parts: Partial<Pick<Board, 'led' | 'buzzer' | 'kernelLines'>>,
  source: Board['keypad']['source'],
): Board {
  return { ...simulator, ...parts, keypad: { ...simulator.keypad, source } };
}

function withKeys(change: Partial<Board['keypad']>): Board {
  return { ...simulator, keypad: { ...simulator.keypad, ...change } };
}

it.each(Object.entries(boards))('board %s has no fault', (_name, board) => {
  expect(boardFaults(board)).toEqual([]);
});

describe('a fault in a board’s data is named:', () => {
  it('a line that the chip has not, or that no chip can have', () => {
    expect(boardFaults(withParts({}, { ...MATRIX, columnLines: COLUMNS.with(12, 28) }))).toEqual([
      expect.stringMatching(/^keypad column 12: pinctrl-bcm2835 has no line 28; it has: 0, 1, .*, 27$/),
    ]);
    const another = { ...MATRIX, chipLabel: 'another', rowLines: [0, 1, 2, 3, -1] };
    expect(boardFaults(withParts({}, { ...another, columnLines: COLUMNS.with(0, 1.5).with(1, 512) }))).toEqual([
      'keypad row 4: another has no line -1',
      'keypad column 0: another has no line 1.5',
      'keypad column 1: another has no line 512',
    ]);
  });

  it('the same number on two chips is none, and neither are two colours on one line', () => {
    const buzzer = { kind: 'gpio', ...wires, chipLabel: 'another', line: 0 } as const;
    const led = { kind: 'gpio', ...wires, lines: { red: 20, blue: 20 } } as const;
    expect(boardFaults(withParts({ led, buzzer }, { ...MATRIX, columnLines: COLUMNS }))).toEqual([]);
  });

  it('a line that two parts want, with its pin', () => {
    const led = { kind: 'gpio', ...wires, lines: { red: 17, green: 20, blue: 20 } } as const;
    const buzzer = { kind: 'gpio', ...wires, line: 18 } as const;
    const kernelLines = { chipLabel: PI, lines: { 8: 'the screen (SPI0 CE0)', 18: 'the screen (backlight)' } };
    expect(boardFaults(withParts({ led, buzzer, kernelLines }, { ...MATRIX, columnLines: COLUMNS }))).toEqual([
      'line 8 of pinctrl-bcm2835 (pin 24) is used by keypad column 3 and by the screen (SPI0 CE0)',
      'line 17 of pinctrl-bcm2835 (pin 11) is used by keypad column 12 and by the LED',
      'line 18 of pinctrl-bcm2835 (pin 12) is used by the buzzer and by the screen (backlight)',
    ]);
  });

  it('a line of the backlight that the LED wants too', () => {
    const led = { kind: 'gpio', ...wires, lines: { red: 17 } } as const;
    const backlight = { kind: 'gpio', ...wires, line: 17 } as const;
    expect(boardFaults({ ...simulator, led, screen: { ...simulator.screen, backlight } })).toEqual([
      'line 17 of pinctrl-bcm2835 (pin 11) is used by the LED and by the backlight',
    ]);
  });

  it('a line that stands twice in the matrix', () => {
    expect(boardFaults(withParts({}, { ...MATRIX, columnLines: COLUMNS.with(0, 4) }))).toEqual([
      'line 4 of pinctrl-bcm2835 (pin 7) is used by keypad row 4 and by keypad column 0',
    ]);
  });

  it('a key without a place, twice, or that is not there', () => {
    const { keyMap, face } = simulator.keypad;
    const [first, ...others] = face;
    const keys = keyMap.keys.with(0, 'Up');
    expect(boardFaults(withKeys({ keyMap: { ...keyMap, keys } }))).toEqual([
      'key Up is twice in the key map',
      'key Back of the face is not in the key map',
    ]);
    expect(boardFaults(withKeys({ face: others }))[0]).toBe('key Back has no place on the face');
    expect(boardFaults(withKeys({ face: [first!, ...face] }))[0]).toBe('key Back is twice on the face');
  });

  it('a key that nothing is printed on', () => {
    const { keyMap } = simulator.keypad;
    expect(
      boardFaults(
        withKeys({ keyMap: { ...keyMap, legends: { ...keyMap.legends, Q: { plain: '', shift: 'Q', alt: '1' } } } }),
      ),
    ).toEqual(['key Q has neither a legend nor a label']);
  });

  it.each<[string, Board['keypad']['source'], readonly string[]]>([
    ['rows', { ...MATRIX, rowLines: [0, 1], columnLines: COLUMNS }, ['rowLines has 2, and rows of the key map 5']],
    ['columns', { ...MATRIX, columnLines: [5] }, ['columnLines has 1, and columns of the key map 13']],
    ['lines', { kind: 'gpio-direct', ...wires, lines: [1] }, ['lines has 1, and keyMap.keys 65']],
    [
      'key codes',
      { kind: 'input-device', deviceName: 'keys', keyCodes: ['KEY_A', 'KEY_A'] },
      ['keyCodes has 2, and keyMap.keys 65', 'KEY_A is twice in keyCodes'],
    ],
    [
      'contacts',
      { kind: 'uart', path: '/dev/ttyS1', baudRate: 9_600, contacts: 211 },
      ['contacts has 211, and keyMap.keys 65', 'contacts has 211, and there may be 210'],
    ],
  ])('another number of %s than of keys', (_what, source, faults) => {
    expect(boardFaults(withParts({}, source))).toEqual(faults);
  });
});
