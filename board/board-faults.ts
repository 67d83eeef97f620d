import type { Board } from '../src/ports/device/board.ts';
import { keyFaults } from './key-faults.ts';
import { lineFaults } from './line-faults.ts';

/** What is wrong with a board's data, one sentence each, naming the key, the line or the number; [] for a sound one. */
export function boardFaults(board: Board): readonly string[] {
  return [...keyFaults(board.keypad), ...lineFaults(board)];
}
