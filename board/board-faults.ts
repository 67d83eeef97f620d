import type { Board } from '../src/ports/device/board.ts';
import { keyFaults } from './key-faults.ts';
import { lineFaults } from './line-faults.ts';

/**
 * What is wrong with a board's data that the compiler cannot see, one sentence each for whoever wrote it: a pin that
 * cannot be, a line that is used twice, a key without a place, a source with another number of contacts.
 */
export function boardFaults(board: Board): readonly string[] {
  return [...keyFaults(board.keypad), ...lineFaults(board)];
}
