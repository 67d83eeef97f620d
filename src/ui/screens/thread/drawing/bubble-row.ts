import { Box, type Place } from '../../../drawing/box.ts';
import { glyphOf } from '../../../drawing/icons.ts';
import { colourOf, type Look } from '../../../drawing/look.ts';
import { spaceAround, type PlacedRow } from './placed-row.ts';
import type { InSight, StripRow } from './strip.ts';
import type { BubbleRowModel } from '../../../events/event-row.ts';
import type { TextLayout } from '../../../drawing/text-layouts.ts';
import { heightOf, Text, widthOf } from '../../../drawing/text.ts';
import { FocusRow } from '../../../widgets/focus-row.ts';

const PAD_X = 8;
const PAD_Y = 2;
/** Between a bubble and the time and state beside it. */
const BESIDE_PX = 8;
const CORNER = 10;
/** More than any corner's radius. */
const BEYOND_SIGHT = 32;

/** The part of a row that is made: from where to where in the row, in px. */
interface Part {
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

interface Measure {
  readonly layout: TextLayout;
  readonly textWidth: number;
  readonly textHeight: number;
  readonly abovePx: number;
  readonly belowPx: number;
  /** Time and state; null within a group, which tells them at its end. */
  readonly status: Status | null;
}

interface Status {
  readonly timeWidth: number;
  readonly iconWidth: number;
  readonly wordsWidth: number;
  readonly wordsHeight: number;
  /** Of all of them, with the gaps between. */
  readonly width: number;
  /** Beside the bubble, where both fit on a line; else under it. */
  readonly beside: boolean;
}

type Placed = PlacedRow<BubbleRowModel>;

/**
 * The height of a message in the thread, in px: its bubble, and under it time and state, where they are not beside it.
 */
export function bubbleHeight(look: Look, placed: Placed): number {
  const size = measure(look, placed);
  const under = size.status === null || size.status.beside ? 0 : size.status.wordsHeight;
  return bubbleEnd(size) + under + size.belowPx;
}

function measure(look: Look, placed: Placed): Measure {
  const { metrics, fonts } = look;
  const layout = look.layouts.of(placed.row.text, metrics.bubbleMax - 2 * PAD_X, fonts.body);
  // As wide as the longest line, so that a bubble is no larger than its text.
  const textWidth = Math.max(1, layout.widthPx);
  const textHeight = layout.lines.length * fonts.body.metrics.lineHeight;
  const status = placed.closesGroup ? statusSize(look, placed.row, textWidth + 2 * PAD_X) : null;
  return { layout, textWidth, textHeight, ...spaceAround(placed), status };
}

function statusSize({ metrics, fonts }: Look, row: BubbleRowModel, bubbleWidth: number): Status {
  const whole = metrics.widthPx - 2 * metrics.margin;
  const timeWidth = widthOf(row.time, fonts.meta);
  const icon = row.state?.icon ?? null;
  const iconWidth = icon === null ? 0 : widthOf(glyphOf(icon), fonts.meta);
  const words = row.state?.text ?? '';
  const before = timeWidth + (icon === null ? 0 : metrics.gap + iconWidth) + (words === '' ? 0 : metrics.gap);
  const wordsWidth = Math.min(widthOf(words, fonts.meta), whole - before);
  const wordsHeight =
    words === '' ? metrics.meta.line : Math.max(metrics.meta.line, heightOf(words, wordsWidth, fonts.meta));
  const width = before + wordsWidth;
  const beside = wordsHeight === metrics.meta.line && bubbleWidth + BESIDE_PX + width <= whole;
  return { timeWidth, iconWidth, wordsWidth, wordsHeight, width, beside };
}

/** Where a bubble ends in its row. */
function bubbleEnd({ abovePx, textHeight }: Measure): number {
  return abovePx + textHeight + 2 * PAD_Y;
}

/** A message: the owner's at the right, the peer's at the left. The last one of a group tells time and state. */
export class BubbleRow implements StripRow<Placed> {
  readonly box: Box;
  readonly #look: Look;
  readonly #row: FocusRow;
  readonly #bubble: Box;
  readonly #corner: Box;
  readonly #text: Text;
  readonly #time: Text;
  readonly #icon: Text;
  readonly #words: Text;

  constructor(look: Look, parent: Box) {
    const { fonts, theme, metrics } = look;
    this.#look = look;
    this.#row = new FocusRow(look, parent);
    this.box = this.#row.box;
    // LVGL rounds all corners alike, so the one at the speaker's side is covered by a sharper one.
    this.#corner = new Box(this.box).radius(metrics.cornerAtSpeaker);
    this.#bubble = new Box(this.box).radius(metrics.radius);
    this.#text = new Text(look, this.#bubble, fonts.body, theme.text);
    this.#time = new Text(look, this.box, fonts.meta, theme.quiet);
    this.#icon = new Text(look, this.box, fonts.meta, theme.quiet);
    this.#words = new Text(look, this.box, fonts.meta, theme.quiet);
  }

  /**
   * A message may be taller than the coordinates that LVGL bears. Only the part in sight is made, and a little more at
   * both ends, so that the bubble looks cut there and not rounded.
   */
  update(placed: Placed, place: Place, focused: boolean, inSight: InSight): void {
    const { theme } = this.#look;
    const { row } = placed;
    const size = measure(this.#look, placed);
    const from = Math.max(0, inSight.fromPx - BEYOND_SIGHT);
    const to = Math.min(place.height, inSight.toPx + BEYOND_SIGHT);
    this.#row.update({ ...place, y: place.y + from, height: to - from }, focused, theme.surface);
    this.#placeBubble(row, size, { width: place.width, from, to });
    this.#placeLines(size, inSight, Math.max(size.abovePx, from));
    this.#text.tone(row.replaced ? theme.quiet : theme.text);
    this.#placeStatus(row, size, { width: place.width, from, to });
  }

  #placeBubble(row: BubbleRowModel, size: Measure, part: Part): void {
    const { theme, metrics } = this.#look;
    const outgoing = row.side === 'outgoing';
    const width = size.textWidth + 2 * PAD_X;
    const x = outgoing ? part.width - metrics.margin - width : metrics.margin;
    const ground = outgoing ? theme.accentGround : theme.raised;
    const end = bubbleEnd(size);
    const top = Math.max(size.abovePx, part.from);
    const height = Math.max(0, Math.min(end, part.to) - top);
    this.#bubble.place({ x, y: top - part.from, width, height }).ground(ground);
    // Only the last bubble of a group points at who speaks.
    this.#corner.show(size.status !== null && end <= part.to && end - CORNER >= part.from);
    if (!this.#corner.shown) return;
    const cornerX = outgoing ? x + width - CORNER : x;
    this.#corner.place({ x: cornerX, y: end - CORNER - part.from, width: CORNER, height: CORNER }).ground(ground);
  }

  /** Only the lines in sight are drawn. `bubbleTop` is where the drawn part of the bubble begins. */
  #placeLines({ layout, textWidth, abovePx }: Measure, inSight: InSight, bubbleTop: number): void {
    const { lineHeight } = this.#look.fonts.body.metrics;
    const top = abovePx + PAD_Y;
    const first = Math.max(0, Math.floor((inSight.fromPx - top) / lineHeight));
    const lines = layout.lines.slice(first, Math.max(first, Math.ceil((inSight.toPx - top) / lineHeight)));
    const y = top + first * lineHeight - bubbleTop;
    this.#text
      .place({ x: PAD_X, y: lines.length === 0 ? 0 : y, width: textWidth, height: lines.length * lineHeight })
      .lines(layout, lines);
  }

  #showState(shown: boolean): void {
    this.#time.show(shown);
    this.#icon.show(shown);
    this.#words.show(shown);
  }

  #placeStatus(row: BubbleRowModel, size: Measure, part: Part): void {
    const { status } = size;
    const end = bubbleEnd(size);
    const shown = status !== null && end < part.to;
    this.#showState(shown);
    if (!shown) return;
    const { metrics } = this.#look;
    const { margin, meta } = metrics;
    const y = (status.beside ? end - PAD_Y - meta.line : end) - part.from;
    const fromEdge = margin + (status.beside ? size.textWidth + 2 * PAD_X + BESIDE_PX : 0);
    const x = row.side === 'outgoing' ? part.width - fromEdge - status.width : fromEdge;
    this.#placeState(row, status, x, y);
  }

  #placeState(row: BubbleRowModel, size: Status, x: number, y: number): void {
    const { theme, metrics } = this.#look;
    const { gap, meta } = metrics;
    const icon = row.state?.icon ?? null;
    const iconRoom = icon === null ? 0 : size.iconWidth + gap;
    const tone = row.state === null ? theme.quiet : colourOf(theme, row.state.tone);
    const loud = row.state !== null && (row.state.tone === 'warn' || row.state.tone === 'error');
    this.#time
      .place({ x, y, width: size.timeWidth, height: meta.line })
      .tone(loud ? tone : theme.quiet)
      .wrapped(row.time);
    const iconX = x + size.timeWidth + gap;
    this.#icon
      .place({ x: iconX, y, width: size.iconWidth, height: meta.line })
      .tone(tone)
      .wrapped(icon === null ? '' : glyphOf(icon));
    this.#words
      .place({ x: iconX + iconRoom, y, width: size.wordsWidth, height: size.wordsHeight })
      .tone(loud ? tone : theme.quiet)
      .wrapped(row.state?.text ?? '');
  }
}
