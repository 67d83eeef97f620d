import type { Font } from '../../../native/src/index.ts';
import { graphemes } from '../../domain/text/graphemes.ts';

/**
 * One line of a wrapped text: where it begins and ends in the text. Spaces at its end belong to it and are not drawn.
 */
export interface FlowLine {
  readonly start: number;
  readonly end: number;
}

/**
 * A word with the characters after it that allow a line break: spaces (except no-break ones), dashes, slashes. LVGL
 * itself would also break after every colon and full stop, which tears times and addresses apart.
 */
const WORD = /(?:[^\s\-–—/]|[\u00a0\u202f])+[-–—/]*[^\S\u00a0\u202f]*|[-–—/]+[^\S\u00a0\u202f]*|\s+/gu;

/**
 * Breaks the text into lines no wider than `widthPx`. A word that is wider is broken between characters. There is at
 * least one line.
 */
export function flow(text: string, widthPx: number, font: Font): readonly FlowLine[] {
  const lines: FlowLine[] = [];
  let start = 0;
  for (const paragraph of text.split('\n')) {
    flowParagraph(paragraph, start, { widthPx, font, lines });
    start += paragraph.length + 1;
  }
  return lines;
}

/** The text to draw for these lines. */
export function drawnLines(text: string, lines: readonly FlowLine[]): string {
  return lines.map(({ start, end }) => text.slice(start, end).trimEnd()).join('\n');
}

interface Flow {
  readonly widthPx: number;
  readonly font: Font;
  readonly lines: FlowLine[];
}

function flowParagraph(paragraph: string, offset: number, into: Flow): void {
  const fits = (from: number, to: number): boolean =>
    into.font.measure(paragraph.slice(from, to).trimEnd()).width <= into.widthPx;
  let start = 0;
  let end = 0;
  const push = (to: number): void => {
    into.lines.push({ start: offset + start, end: offset + to });
    start = to;
  };
  if (fits(0, paragraph.length)) {
    push(paragraph.length);
    return;
  }
  for (const { 0: word, index } of paragraph.matchAll(WORD)) {
    const next = index + word.length;
    if (!fits(start, next)) {
      if (end > start) push(end);
      for (
        let cut = cutToFit(word, start - index, into);
        cut > 0 && !fits(start, next);
        cut = cutToFit(word, start - index, into)
      ) {
        push(start + cut);
      }
    }
    end = next;
  }
  push(paragraph.length);
}

/**
 * How many UTF-16 units of the word, from `from` on, fill a line. Never less than one character, so that the flow
 * always advances.
 */
function cutToFit(word: string, from: number, { widthPx, font }: Flow): number {
  let taken = '';
  for (const character of graphemes(word.slice(Math.max(0, from)))) {
    if (taken !== '' && font.measure(taken + character).width > widthPx) break;
    taken += character;
  }
  return taken.length;
}
