import type { KeyMap, KeyName } from '../domain/key-map.ts';
import { LONG_PRESS_MS } from '../domain/key-events.ts';
import { MULTI_TAP_MS } from '../domain/multi-tap.ts';
import { failure, success, type Result } from '../domain/result.ts';
import type { KeySwitches } from './key-switches.ts';

/** One finger movement: a key down for `holdMs`, then nothing for `gapMs`. */
export interface Stroke {
  readonly key: KeyName;
  readonly holdMs: number;
  readonly gapMs: number;
}

/** A fast typist. */
export const STROKE_MS = 25;
/** Long enough to be a long press on every board. */
const LONG_STROKE_MS = LONG_PRESS_MS + 100;

/** A quick stroke of that key. */
export function tap(key: KeyName, holdMs = STROKE_MS): Stroke {
  return { key, holdMs, gapMs: STROKE_MS };
}

/**
 * The strokes that type a text on this keypad. They do what a finger does: the handset's own capitals at the start of a sentence and
 * its full stop for two spaces apply, and on twelve keys the letter case is the handset's.
 *
 * @returns or which character is on no key.
 */
export function strokesFor(keyMap: KeyMap, text: string): Result<readonly Stroke[], string> {
  const strokes: Stroke[] = [];
  for (const character of text.normalize('NFC')) {
    const own = keyMap.kind === 'qwerty' ? qwertyStrokes(keyMap, character) : twelveKeyStrokes(keyMap, character);
    if (own === null) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return failure(`"${character}" (U+${code}) is on no key of this keypad`);
    }
    const last = strokes.at(-1);
    const sameKey =
      last !== undefined && last.key === own[0]?.key && keyMap.kind === '12-key' && last.holdMs < LONG_PRESS_MS;
    if (sameKey) strokes.splice(-1, 1, { ...last, gapMs: MULTI_TAP_MS + STROKE_MS });
    strokes.push(...own);
  }
  return success(strokes);
}

/**
 * Plays the strokes after each other, from now on.
 * @returns when the last key has settled, on the switches' clock.
 */
export function playStrokes(switches: KeySwitches, strokes: readonly Stroke[]): number {
  let nextMs = 0;
  let endMs = 0;
  for (const { key, holdMs, gapMs } of strokes) {
    const downMs = switches.press(key, nextMs);
    endMs = switches.release(key, downMs + holdMs);
    nextMs = endMs + gapMs;
  }
  return endMs;
}

function qwertyStrokes(keyMap: KeyMap, character: string): readonly Stroke[] | null {
  if (character === '\n') return [tap('Enter', LONG_STROKE_MS)];
  for (const [layer, modifier] of [
    ['plain', null],
    ['shift', 'Shift'],
    ['alt', 'Alt'],
  ] as const) {
    const key = keyOf(keyMap, (legend) => legend[layer] === character);
    if (key !== null) return modifier === null ? [tap(key)] : [tap(modifier), tap(key)];
  }
  return null;
}

function twelveKeyStrokes(keyMap: KeyMap, character: string): readonly Stroke[] | null {
  if (character === '\n') return [tap('Select', LONG_STROKE_MS)];
  const digit = keyOf(keyMap, (legend) => legend.alt === character);
  if (digit !== null) return [tap(digit, LONG_STROKE_MS)];
  for (const layer of ['plain', 'shift'] as const) {
    const key = keyOf(keyMap, (legend) => legend[layer].includes(character));
    if (key === null) continue;
    const taps = 1 + Array.from(keyMap.legends[key]?.[layer] ?? '').indexOf(character);
    return Array.from({ length: taps }, () => tap(key));
  }
  return null;
}

function keyOf(keyMap: KeyMap, matches: (legend: NonNullable<KeyMap['legends'][KeyName]>) => boolean): KeyName | null {
  const found = keyMap.keys.find((key) => {
    const legend = key === null ? undefined : keyMap.legends[key];
    return legend !== undefined && matches(legend);
  });
  return found ?? null;
}
