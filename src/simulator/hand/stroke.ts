import { LONG_PRESS_MS } from '../../domain/keys/key-events.ts';
import type { KeyMap, KeyName } from '../../domain/keys/key-map.ts';

/** One finger movement: a key down for `holdMs`, then nothing for `gapMs`. */
export interface Stroke {
  readonly key: KeyName;
  readonly holdMs: number;
  readonly gapMs: number;
}

/** How long a fast typist holds a key, in ms. */
export const STROKE_MS = 25;
/** Long enough for a long press on every board. */
export const LONG_STROKE_MS = LONG_PRESS_MS + 100;

/** A quick stroke of one key. */
export function tap(key: KeyName, holdMs = STROKE_MS): Stroke {
  return { key, holdMs, gapMs: STROKE_MS };
}

/** The first key whose legend fits; null when there is none. */
export function keyOf(
  keyMap: KeyMap,
  matches: (legend: NonNullable<KeyMap['legends'][KeyName]>) => boolean,
): KeyName | null {
  const found = keyMap.keys.find((key) => {
    const legend = key === null ? undefined : keyMap.legends[key];
    return legend !== undefined && matches(legend);
  });
  return found ?? null;
}
