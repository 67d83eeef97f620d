import type { Font } from '../../../native/src/index.ts';
import { graphemes } from '../../domain/text/graphemes.ts';
import type { CaretPlace } from '../behaviour/behaviour.ts';
import { drawable } from './drawable.ts';
import type { FlowLine } from './text-flow.ts';
import { widthOf } from './text.ts';

/** A text as it was drawn in lines. */
interface DrawnText {
  readonly text: string;
  readonly lines: readonly FlowLine[];
  /** The furthest that a caret may stand to the right, px. */
  readonly widthPx: number;
  readonly font: Font;
}

interface Caret {
  readonly line: number;
  readonly x: number;
}

/** Where a caret is drawn that has `offset` UTF-16 units of the drawn text before it. */
export function caretAt({ text, lines, widthPx, font }: DrawnText, offset: number): Caret {
  // What ends a wrapped line begins the next one too, and the caret is drawn there, where the next letter will stand.
  const line = Math.max(
    0,
    lines.findLastIndex(({ start }) => start <= offset),
  );
  const start = lines[line]?.start ?? 0;
  return { line, x: Math.min(widthOf(text.slice(start, offset), font), widthPx) };
}

/**
 * The place in the next line up or down that is nearest to the column; null when there is no further line.
 * @param whole the text itself: the caret stands between its characters, of which some are drawn by several signs.
 */
export function caretBeside(
  drawn: DrawnText,
  whole: string,
  from: { readonly offset: number; readonly line: 'above' | 'below'; readonly columnPx: number | null },
): CaretPlace | null {
  const now = caretAt(drawn, from.offset);
  const columnPx = from.columnPx ?? now.x;
  const places = stops(whole, drawn.font);
  const step = from.line === 'above' ? -1 : 1;
  // A character that is drawn by several signs may fill a line, so that there is no place for the caret in it.
  for (let line = now.line + step; line >= 0 && line < drawn.lines.length; line += step) {
    const offset = nearest(drawn, line, columnPx, places);
    if (offset !== null) return { offset, columnPx };
  }
  return null;
}

interface Stop {
  /** UTF-16 units before it, in the text and as it is drawn. */
  readonly offset: number;
  readonly drawnOffset: number;
}

/** The places between the characters, with those at both ends. */
function stops(whole: string, font: Font): readonly Stop[] {
  let stop: Stop = { offset: 0, drawnOffset: 0 };
  return [
    stop,
    ...graphemes(whole).map((character) => {
      const drawnOffset = stop.drawnOffset + drawable(character, font).length;
      stop = { offset: stop.offset + character.length, drawnOffset };
      return stop;
    }),
  ];
}

function nearest(drawn: DrawnText, line: number, columnPx: number, places: readonly Stop[]): number | null {
  const from = drawn.lines[line]?.start ?? 0;
  const next = drawn.lines[line + 1]?.start ?? Infinity;
  let best: { readonly offset: number; readonly farPx: number } | null = null;
  for (const { offset, drawnOffset } of places) {
    if (drawnOffset < from || drawnOffset >= next) continue;
    const farPx = Math.abs(caretAt(drawn, drawnOffset).x - columnPx);
    if (best === null || farPx < best.farPx) best = { offset, farPx };
  }
  return best?.offset ?? null;
}
