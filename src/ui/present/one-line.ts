import { visibleText } from '../../domain/text/visible-text.ts';

/** More than any screen is wide: a preview costs the same however long the text. */
const PREVIEW_UNITS = 120;

/** A received or own text for one line of a list: nothing that acts, no line breaks. */
export function oneLine(text: string): string {
  return visibleText(text.slice(0, PREVIEW_UNITS * 2))
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, PREVIEW_UNITS);
}
