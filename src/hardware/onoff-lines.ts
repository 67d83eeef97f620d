import { Gpio } from 'onoff';
import type { GpioLine } from './gpio-matrix-keypad.ts';

/**
 * Opens matrix lines by their sysfs numbers. onoff's own debounce stays off: it delays every edge and swallows short presses; ours is in
 * the domain. Throws the system's error (EBUSY, EACCES, ENOENT).
 */
export function openMatrixLines(
  rows: readonly number[],
  columns: readonly number[],
  activeLow: boolean,
): { readonly rows: readonly GpioLine[]; readonly columns: readonly GpioLine[] } {
  return {
    rows: rows.map((number) => new Gpio(number, 'low', 'none', { activeLow })),
    columns: columns.map((number) => new Gpio(number, 'in', 'both', { activeLow })),
  };
}
