import type { KeyName } from '../../domain/keys/key-map.ts';

/**
 * The computer's keys by `KeyboardEvent.code`, each with the handset's keys that it can stand for. The first one that
 * the board has counts.
 */
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

/** Names of keys for a tooltip. */
const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  AltLeft: 'Alt',
  ShiftLeft: 'Shift',
};

/** The handset's keys that a computer does not have, as the page's header names them. */
const FOREIGN_KEYS: readonly (readonly [KeyName, string])[] = [
  ['Back', 'Back'],
  ['Menu', 'Menu'],
  ['SoftLeft', 'the left soft key'],
  ['SoftRight', 'the right soft key'],
];

/** What a key of the computer does on a handset: it holds one key, or types a character that needs several. */
export type ComputerKey =
  { readonly kind: 'key'; readonly key: KeyName } | { readonly kind: 'type'; readonly text: string };

/** The part of a KeyboardEvent that is used here. */
export interface KeyStroke {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr is down, so the character comes from the computer's own layout. */
  readonly altGraph: boolean;
}

/** Null when the key is for the browser and not for the handset. */
export function meaningOf(stroke: KeyStroke, board: ReadonlySet<KeyName>): ComputerKey | null {
  const { code, key, altGraph } = stroke;
  if (stroke.metaKey || (stroke.ctrlKey && !altGraph)) return null;
  const named = BY_CODE[code]?.find((candidate) => board.has(candidate));
  if (named !== undefined) return { kind: 'key', key: named };
  // A capital without Shift comes from Caps Lock. On the handset Shift must be pressed for it.
  const capital = /^[A-Z]$/.test(key) && !stroke.shiftKey;
  // On twelve keys a key has several characters, so pressing it once does not choose one.
  const several = board.has('*');
  const printed = altGraph || capital || several ? null : printedKey(code, key, board);
  if (printed !== null) return { kind: 'key', key: printed };
  return Array.from(key).length === 1 ? { kind: 'type', text: key } : null;
}

/** The handset's key with that letter or digit on it. */
function printedKey(code: string, key: string, board: ReadonlySet<KeyName>): KeyName | null {
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : /^Key([A-Z])$/.exec(code)?.[1];
  const name = key === '.' ? 'Period' : (letter ?? key);
  return board.has(name as KeyName) ? (name as KeyName) : null;
}

/** The computer's key for a key of the handset; null when it is the one with the same letter on it. */
export function computerKeyFor(key: KeyName, board: ReadonlySet<KeyName>): string | null {
  const code = Object.entries(BY_CODE).find(([, keys]) => keys.find((candidate) => board.has(candidate)) === key)?.[0];
  return code === undefined ? null : (NAMES[code] ?? code);
}

/** Such as `Esc is Back, F2 is Menu`: the keys that nobody would guess. */
export function foreignKeyWords(board: ReadonlySet<KeyName>): string {
  return FOREIGN_KEYS.flatMap(([key, words]) => {
    const name = computerKeyFor(key, board);
    return name === null ? [] : [`${name} is ${words}`];
  }).join(', ');
}
