import type { KeyMap } from '../../domain/keys/key-map.ts';
import { LONG_PRESS_MS } from '../../domain/keys/key-events.ts';
import { MULTI_TAP_MS } from '../../domain/input/multi-tap.ts';
import { graphemes } from '../../domain/text/graphemes.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { EMPTY_FIELD } from './field-on-screen.ts';
import type { KeySwitches } from './key-switches.ts';
import { keyOf, LONG_STROKE_MS, STROKE_MS, tap, type Stroke } from './stroke.ts';
import { TwelveKeyHand } from './twelve-key-hand.ts';

/**
 * The strokes that type a text on this keypad. They do what a finger does, so that the handset still makes its own
 * capitals at the start of a sentence, and its full stop of two spaces.
 * @param field the field to type into; on twelve keys it decides how often `*` is pressed for a capital.
 * @returns on failure the character that no key has.
 */
export function strokesFor(keyMap: KeyMap, text: string, field = EMPTY_FIELD): Result<readonly Stroke[], string> {
  const characters = graphemes(text.normalize('NFC'));
  const twelveKeys = keyMap.kind === '12-key' ? new TwelveKeyHand(keyMap, field) : null;
  const strokes: Stroke[] = [];
  for (const character of characters) {
    const own = twelveKeys === null ? qwertyStrokes(keyMap, character) : twelveKeys.type(character);
    if (own === null) {
      return failure(`"${character}" (${codePoints(character)}) is on no key of this keypad`);
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
 * Plays the strokes one after the other.
 * @param fromMs the earliest moment to begin; now if that is later.
 * @returns when the last key has settled, on the switches' clock.
 */
export function playStrokes(switches: KeySwitches, strokes: readonly Stroke[], fromMs = 0): number {
  let nextMs = fromMs;
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

/** Such as `U+0065 U+0301`: a character as a reader counts it may be several code points. */
function codePoints(character: string): string {
  const hex = (each: string): string => (each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return Array.from(character, (each) => `U+${hex(each)}`).join(' ');
}
