import { visibleText } from '../../domain/text/visible-text.ts';

/** More UTF-16 units than fit on any screen, so that a preview costs the same however long the text is. */
const PREVIEW_UNITS = 120;

/** A text for one line of a list, without line breaks and control characters. */
export function oneLine(text: string): string {
  return visibleText(text.slice(0, PREVIEW_UNITS * 2))
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, PREVIEW_UNITS);
}
