/**
 * Names of keys, the same on every board. A letter key is its upper-case Latin letter, a digit key of the 12-key pad
 * its digit.
 */
// prettier-ignore
export const KEY_NAMES = [
  'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
  '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#',
  'Enter',
  'Backspace',
  'Shift',
  'Alt',
  'Sym',
  'Space',
  'Period',
  'Emoji',
  'Up',
  'Down',
  'Left',
  'Right',
  'Back',
  'Menu',
  'Select',
  'SoftLeft',
  'SoftRight',
] as const;
export type KeyName = (typeof KEY_NAMES)[number];

/** What a key types in each layer; a key that types nothing (Enter, Shift) has no entry. */
export interface KeyLegend {
  readonly plain: string;
  readonly shift: string;
  readonly alt: string;
}

/** A keypad as data: which contact is which key, and what the keys type. */
export interface KeyMap {
  readonly kind: 'qwerty' | '12-key';
  readonly rows: number;
  readonly columns: number;
  /**
   * Each key has a diode, so every combination reads exactly. Without diodes, pressed keys in three corners of a
   * rectangle make the fourth read as pressed.
   */
  readonly diodes: boolean;
  /** `keys[row * columns + column]`, null where no key sits. */
  readonly keys: readonly (KeyName | null)[];
  readonly legends: Readonly<Partial<Record<KeyName, KeyLegend>>>;
  /** Symbols offered by Sym, in order. */
  readonly symbols: readonly string[];
}
