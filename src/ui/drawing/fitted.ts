import type { Font } from '../../../native/src/index.ts';
import { graphemes } from '../../domain/text/graphemes.ts';

const ELLIPSIS = '…';

/**
 * The text if it fits the width, otherwise as much of its beginning as fits together with "…". No character is cut in
 * two.
 */
export function fitted(text: string, widthPx: number, font: Font): string {
  if (text === '' || font.measure(text).width <= widthPx) return text;
  const characters = graphemes(text);
  let fits = 0;
  let tooMany = characters.length;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (font.measure(ended(characters, middle)).width <= widthPx) fits = middle;
    else tooMany = middle;
  }
  return ended(characters, fits);
}

function ended(characters: readonly string[], count: number): string {
  return characters.slice(0, count).join('').trimEnd() + ELLIPSIS;
}

/** The text if it fits the width, otherwise "…" and as much of its end as fits. */
export function fittedEnd(text: string, widthPx: number, font: Font): string {
  if (text === '' || font.measure(text).width <= widthPx) return text;
  const characters = graphemes(text);
  let from = 1;
  while (from < characters.length && font.measure(ELLIPSIS + characters.slice(from).join('')).width > widthPx)
    from += 1;
  return ELLIPSIS + characters.slice(from).join('');
}
