import type { KeyName } from '../../domain/keys/key-map.ts';

/** Keys of the computer by `KeyboardEvent.code`, each with the handset's keys that it may stand for; the board's first counts. */
const BY_CODE: Readonly<Record<string, readonly KeyName[]>> = {
  Enter: ['Enter', 'Select'],
  NumpadEnter: ['Enter', 'Select'],
  Backspace: ['Backspace', '#'],
  Space: ['Space'],
  ArrowUp: ['Up'],
  ArrowDown: ['Down'],
  ArrowLeft: ['Left'],
  ArrowRight: ['Right'],
  Escape: ['Back'],
  F2: ['Menu'],
  ContextMenu: ['Menu'],
  F3: ['Sym', '*'],
  F4: ['Emoji'],
  PageUp: ['SoftLeft'],
  PageDown: ['SoftRight'],
  ShiftLeft: ['Shift'],
  ShiftRight: ['Shift'],
  AltLeft: ['Alt'],
};

/** What the tooltip of a key says. */
const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  AltLeft: 'Alt',
  ShiftLeft: 'Shift',
};

/** Keys of the handset that a computer has not, in the words of the page's header. */
const FOREIGN_KEYS: readonly (readonly [KeyName, string])[] = [
  ['Back', 'Back'],
  ['Menu', 'Menu'],
  ['SoftLeft', 'the left soft key'],
  ['SoftRight', 'the right soft key'],
];

/** What a key of the computer does to a handset: hold one of its keys, or type a character that takes several. */
export type ComputerKey =
  { readonly kind: 'key'; readonly key: KeyName } | { readonly kind: 'type'; readonly text: string };

/** The part of a KeyboardEvent that matters. */
export interface KeyStroke {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr is down: the character is the computer's own. */
  readonly altGraph: boolean;
}

/** Null when the key is the browser's, not the handset's. */
export function meaningOf(stroke: KeyStroke, board: ReadonlySet<KeyName>): ComputerKey | null {
  const { code, key, altGraph } = stroke;
  if (stroke.metaKey || (stroke.ctrlKey && !altGraph)) return null;
  const named = BY_CODE[code]?.find((candidate) => board.has(candidate));
  if (named !== undefined) return { kind: 'key', key: named };
  // A capital without Shift comes from Caps Lock: Shift has to be pressed for it on the handset.
  const capital = /^[A-Z]$/.test(key) && !stroke.shiftKey;
  // On twelve keys a key has several characters: which is meant takes more than pressing it.
  const several = board.has('*');
  const printed = altGraph || capital || several ? null : printedKey(code, key, board);
  if (printed !== null) return { kind: 'key', key: printed };
  return Array.from(key).length === 1 ? { kind: 'type', text: key } : null;
}

/** A key of the handset with that letter or digit on it. */
function printedKey(code: string, key: string, board: ReadonlySet<KeyName>): KeyName | null {
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : /^Key([A-Z])$/.exec(code)?.[1];
  const name = key === '.' ? 'Period' : (letter ?? key);
  return board.has(name as KeyName) ? (name as KeyName) : null;
}

/** The computer's key for a key of the handset, when it is another than the one with the same letter on it. */
export function computerKeyFor(key: KeyName, board: ReadonlySet<KeyName>): string | null {
  const code = Object.entries(BY_CODE).find(([, keys]) => keys.find((candidate) => board.has(candidate)) === key)?.[0];
  return code === undefined ? null : (NAMES[code] ?? code);
}

/** `Esc is Back, F2 is Menu`: what nobody would guess. */
export function foreignKeyWords(board: ReadonlySet<KeyName>): string {
  return FOREIGN_KEYS.flatMap(([key, words]) => {
    const name = computerKeyFor(key, board);
    return name === null ? [] : [`${name} is ${words}`];
  }).join(', ');
}
