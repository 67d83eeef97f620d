import type { KeyName } from '../../domain/keys/key-map.ts';
import { MOST_TYPED_UNITS } from '../wire/page-protocol.ts';

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

/**
 * What a key of the computer does on a handset: it holds one key, or types a character that may need several, or does
 * nothing, and then the page says why.
 */
export type ComputerKey =
  | { readonly kind: 'key'; readonly key: KeyName }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'nothing'; readonly why: string };

/** Keys that stand for a character which the browser does not tell. */
const WITHOUT_CHARACTER: Readonly<Record<string, string>> = {
  Dead: 'That key is half a character (a dead key) and types nothing by itself; only a letter after it may',
  Process: 'An input method of the computer took that key; switch the input method off to type on a handset',
  Unidentified: 'The browser does not tell which character that key has, so nothing was typed',
};

/** The names of keys such as `F5`; everything else that a key may be called is the text that it types. */
const NAMED_KEY = /^[A-Z][A-Za-z0-9]+$/;

/** The part of a KeyboardEvent that is used here. */
export interface KeyStroke {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** The left Alt key is the handset's Alt; on some computers it changes the character too. */
  readonly altKey: boolean;
  /** AltGr is down, so the character comes from the computer's own layout. */
  readonly altGraph: boolean;
}

/** Null when the key is for the browser and not for the handset. */
export function meaningOf(stroke: KeyStroke, board: ReadonlySet<KeyName>): ComputerKey | null {
  if (isForBrowser(stroke)) return null;
  const held = heldKey(stroke, board);
  if (held !== null) return { kind: 'key', key: held };
  const why = WITHOUT_CHARACTER[stroke.key];
  if (why !== undefined) return { kind: 'nothing', why };
  const text = typedBy(stroke);
  return text === null ? null : { kind: 'type', text };
}

type Modified = Pick<KeyStroke, 'ctrlKey' | 'metaKey' | 'altGraph'>;

function isForBrowser({ ctrlKey, metaKey, altGraph }: Modified): boolean {
  return metaKey || (ctrlKey && !altGraph);
}

/** The handset's key that this one holds down; null when there is none for it. */
function heldKey(stroke: KeyStroke, board: ReadonlySet<KeyName>): KeyName | null {
  const { code, key, altGraph } = stroke;
  const withAlt = stroke.altKey && !altGraph && board.has('Alt') ? letterAt(code) : null;
  if (withAlt !== null && board.has(withAlt)) return withAlt;
  // An input method has taken the key, wherever it is.
  if (WITHOUT_CHARACTER[key] !== undefined) return null;
  return BY_CODE[code]?.find((candidate) => board.has(candidate)) ?? printedKey(stroke, board);
}

/** The text that a key types, which may be several characters joined to one; null when it is a command. */
export function typedBy(stroke: Modified & Pick<KeyStroke, 'key'>): string | null {
  const { key } = stroke;
  return isForBrowser(stroke) || key === '' || NAMED_KEY.test(key) ? null : key;
}

/** Text that was pasted onto a handset, to be typed there as a whole. */
export function pasted(text: string): Exclude<ComputerKey, { kind: 'key' }> {
  const typed = text.replaceAll(/\r\n?/g, '\n');
  if (typed === '') return { kind: 'nothing', why: 'What was pasted holds no text, so nothing was typed' };
  if (typed.length <= MOST_TYPED_UNITS) return { kind: 'type', text: typed };
  const why = `The pasted text is longer than the ${MOST_TYPED_UNITS} characters that are typed at once; nothing was typed`;
  return { kind: 'nothing', why };
}

/** The handset's key with that letter or digit on it, if pressing it once types that. */
function printedKey({ key, shiftKey, altGraph }: KeyStroke, board: ReadonlySet<KeyName>): KeyName | null {
  // A capital without Shift comes from Caps Lock. On the handset Shift must be pressed for it.
  const capital = /^[A-Z]$/.test(key) && !shiftKey;
  // On twelve keys a key has several characters, so pressing it once does not choose one.
  if (altGraph || capital || board.has('*')) return null;
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : key;
  const name = key === '.' ? 'Period' : letter;
  return board.has(name as KeyName) ? (name as KeyName) : null;
}

/** The letter that stands at this place of an English keyboard. */
function letterAt(code: string): KeyName | null {
  return (/^Key([A-Z])$/.exec(code)?.[1] as KeyName | undefined) ?? null;
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
