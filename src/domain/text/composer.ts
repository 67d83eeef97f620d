import { graphemes } from './graphemes.ts';
import { failure, success, type Result } from '../result.ts';
import { isBlank, MAX_TEXT_BYTES, MAX_TEXT_GRAPHEMES, sizeWithinLimits, utf8Bytes } from './text-limits.ts';
import type { Draft } from './draft.ts';
import { isTypeable, visibleText } from './visible-text.ts';

/**
 * The text field in which a Secure Message is written. It is a value: each function takes the field and returns the
 * field after the key, so that a refused send can simply keep the old one. The limits of `text-limits.ts` hold at every
 * moment.
 */
export interface Composer {
  /** The text as grapheme clusters; the cursor moves by these. */
  readonly clusters: readonly string[];
  /** Clusters before the cursor, 0…clusters.length. */
  readonly cursor: number;
}

/** The field after a key. 'refused' asks for the short buzz; 'unchanged' (Backspace at the start) asks for nothing. */
export interface ComposerStep {
  readonly composer: Composer;
  readonly outcome: 'changed' | 'unchanged' | 'refused';
}

export const EMPTY_COMPOSER: Composer = { clusters: [], cursor: 0 };

/**
 * The field with a draft in it. A draft that could not have been typed here (made by another version) is cleaned and
 * cut to the limits, not refused.
 */
export function composerOf(draft: Draft): Composer {
  const whole = graphemes(isTypeable(draft.text) ? draft.text : visibleText(draft.text));
  const clusters = withinLimits(whole);
  return { clusters, cursor: clampCursor(draft.cursor, clusters.length) };
}

export function draftOf(composer: Composer): Draft {
  return { text: composerText(composer), cursor: composer.cursor };
}

export function composerText(composer: Composer): string {
  return composer.clusters.join('');
}

export function textBeforeCursor({ clusters, cursor }: Composer): string {
  return clusters.slice(0, cursor).join('');
}

/**
 * What the counter `n/160` shows. `full` when the characters or the bytes are used up, so that not even a plain letter
 * fits.
 */
export interface ComposerCounter {
  readonly used: number;
  readonly limit: number;
  readonly bytesLeft: number;
  readonly full: boolean;
}

export function composerCounter(composer: Composer): ComposerCounter {
  const used = composer.clusters.length;
  const bytesLeft = MAX_TEXT_BYTES - utf8Bytes(composerText(composer));
  return { used, limit: MAX_TEXT_GRAPHEMES, bytesLeft, full: used >= MAX_TEXT_GRAPHEMES || bytesLeft <= 0 };
}

/** Types a text at the cursor, all of it or nothing. '\n' is the new line of a long Enter. */
export function insertText(composer: Composer, text: string): ComposerStep {
  return splice(composer, composer.cursor, text);
}

/** Multi-tap: replaces the character before the cursor. When there is none, the text is typed. */
export function replaceText(composer: Composer, text: string): ComposerStep {
  return splice(composer, Math.max(0, composer.cursor - 1), text);
}

/** Deletes one character as a reader counts it, however many code points it has. */
export function backspace(composer: Composer): ComposerStep {
  return removeFrom(composer, composer.cursor - 1);
}

/** Deletes the word before the cursor, with the white space between it and the cursor. */
export function deleteWord(composer: Composer): ComposerStep {
  let start = composer.cursor;
  while (start > 0 && isBlank(composer.clusters[start - 1] ?? '')) start -= 1;
  while (start > 0 && !isBlank(composer.clusters[start - 1] ?? '')) start -= 1;
  return removeFrom(composer, start);
}

export function deleteAll(composer: Composer): ComposerStep {
  return composer.clusters.length === 0 ? unchanged(composer) : { composer: EMPTY_COMPOSER, outcome: 'changed' };
}

export function moveCursor(composer: Composer, to: 'left' | 'right' | 'start' | 'end'): ComposerStep {
  const cursor = clampCursor(cursorAfter(composer, to), composer.clusters.length);
  return cursor === composer.cursor ? unchanged(composer) : { composer: { ...composer, cursor }, outcome: 'changed' };
}

/** The cursor behind `offset` UTF-16 units. Only what draws the field knows which place is in the line above. */
export function moveCursorTo(composer: Composer, offset: number): ComposerStep {
  const { cursor } = composerAt(composerText(composer), offset);
  return cursor === composer.cursor ? unchanged(composer) : { composer: { ...composer, cursor }, outcome: 'changed' };
}

/**
 * Enter: the text to send, and the empty field that remains. So the second of ten fast Enters finds nothing to send.
 */
export function takeText(composer: Composer): Result<{ readonly text: string; readonly composer: Composer }, 'empty'> {
  const text = composerText(composer);
  return isBlank(text) ? failure('empty') : success({ text, composer: EMPTY_COMPOSER });
}

function splice(composer: Composer, from: number, typed: string): ComposerStep {
  if (typed === '' || !isTypeable(typed)) return { composer, outcome: typed === '' ? 'unchanged' : 'refused' };
  const before = composer.clusters.slice(0, from).join('') + typed;
  const text = before + composer.clusters.slice(composer.cursor).join('');
  // The whole text is measured, because an accent or half a flag joins its neighbour to one character.
  if (sizeWithinLimits(text) === null) return { composer, outcome: 'refused' };
  return { composer: composerAt(text, before.length), outcome: 'changed' };
}

function removeFrom(composer: Composer, from: number): ComposerStep {
  if (composer.cursor === 0) return unchanged(composer);
  const before = composer.clusters.slice(0, from).join('');
  const text = before + composer.clusters.slice(composer.cursor).join('');
  return { composer: composerAt(text, before.length), outcome: 'changed' };
}

/** The field with its cursor at `offset` UTF-16 units, or after the cluster in which that offset lies. */
function composerAt(text: string, offset: number): Composer {
  const clusters = graphemes(text);
  let cursor = 0;
  for (let end = 0; end < offset; cursor += 1) end += clusters[cursor]?.length ?? offset;
  return { clusters, cursor };
}

function cursorAfter(composer: Composer, to: 'left' | 'right' | 'start' | 'end'): number {
  switch (to) {
    case 'left':
      return composer.cursor - 1;
    case 'right':
      return composer.cursor + 1;
    case 'start':
      return 0;
    case 'end':
      return composer.clusters.length;
  }
}

function withinLimits(clusters: readonly string[]): readonly string[] {
  let bytesLeft = MAX_TEXT_BYTES;
  const kept: string[] = [];
  for (const cluster of clusters.slice(0, MAX_TEXT_GRAPHEMES)) {
    bytesLeft -= utf8Bytes(cluster);
    if (bytesLeft < 0) break;
    kept.push(cluster);
  }
  return kept;
}

function clampCursor(cursor: number, length: number): number {
  return Math.min(Math.max(0, Math.trunc(cursor)), length);
}

function unchanged(composer: Composer): ComposerStep {
  return { composer, outcome: 'unchanged' };
}
