import type { Font } from '../../../../native/src/index.ts';
import { Box, type Place } from '../../drawing/box.ts';
import { drawable } from '../../drawing/drawable.ts';
import { glyphOf } from '../../drawing/icons.ts';
import { colourOf, type Look } from '../../drawing/look.ts';
import type { StripRow } from './strip.ts';
import type { BubbleRowModel } from '../../events/event-row.ts';
import { flow } from '../../drawing/text-flow.ts';
import { heightOf, Text, widthOf } from '../../drawing/text.ts';

const PAD_X = 8;
const PAD_Y = 5;
const ABOVE = 3;
const UNDER = 2;
const CORNER = 10;

interface Measure {
  readonly textWidth: number;
  readonly textHeight: number;
  readonly timeWidth: number;
  readonly iconWidth: number;
  readonly wordsWidth: number;
  readonly wordsHeight: number;
}

/** The height of a message in the thread, in px: its bubble, with time and state under it. */
export function bubbleHeight(look: Look, row: BubbleRowModel): number {
  const { textHeight, wordsHeight } = measure(look, row);
  return ABOVE + textHeight + 2 * PAD_Y + UNDER + wordsHeight + ABOVE;
}

function measure(look: Look, row: BubbleRowModel): Measure {
  const { metrics, fonts } = look;
  const text = textBounds(drawable(row.text), metrics.bubbleMax - 2 * PAD_X, fonts.body);
  const timeWidth = widthOf(row.time, fonts.meta);
  const icon = row.state?.icon ?? null;
  const iconWidth = icon === null ? 0 : widthOf(glyphOf(icon), fonts.meta);
  const words = row.state?.text ?? '';
  const room =
    metrics.widthPx - 2 * metrics.margin - timeWidth - metrics.gap - (icon === null ? 0 : iconWidth + metrics.gap);
  const wordsWidth = Math.min(widthOf(words, fonts.meta), room);
  const wordsHeight =
    words === '' ? metrics.meta.line : Math.max(metrics.meta.line, heightOf(words, wordsWidth, fonts.meta));
  return { textWidth: text.width, textHeight: text.height, timeWidth, iconWidth, wordsWidth, wordsHeight };
}

/** As wide as the longest line, so that a bubble is no larger than its text. */
function textBounds(text: string, widthPx: number, font: Font): { readonly width: number; readonly height: number } {
  const lines = flow(text, widthPx, font);
  const widths = lines.map(({ start, end }) => font.measure(text.slice(start, end).trimEnd()).width);
  return { width: Math.max(1, ...widths), height: lines.length * font.metrics.lineHeight };
}

/** A message: the owner's at the right, the peer's at the left, with time and state under it. */
export class BubbleRow implements StripRow<BubbleRowModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #focusBar: Box;
  readonly #bubble: Box;
  readonly #corner: Box;
  readonly #text: Text;
  readonly #time: Text;
  readonly #icon: Text;
  readonly #words: Text;

  constructor(look: Look, parent: Box) {
    const { fonts, theme, metrics } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#focusBar = new Box(this.box).ground(theme.accent);
    // LVGL rounds all corners alike, so the one at the speaker's side is covered by a sharper one.
    this.#corner = new Box(this.box).radius(metrics.cornerAtSpeaker);
    this.#bubble = new Box(this.box).radius(metrics.radius);
    this.#text = new Text(look, this.#bubble, fonts.body, theme.text);
    this.#time = new Text(look, this.box, fonts.meta, theme.quiet);
    this.#icon = new Text(look, this.box, fonts.meta, theme.quiet);
    this.#words = new Text(look, this.box, fonts.meta, theme.quiet);
  }

  update(row: BubbleRowModel, place: Place, focused: boolean): void {
    const { theme, metrics } = this.#look;
    const size = measure(this.#look, row);
    this.box.place(place).ground(focused ? theme.surface : null);
    this.#focusBar.place({ x: 0, y: 0, width: metrics.focusBar, height: place.height }).show(focused);
    const width = size.textWidth + 2 * PAD_X;
    const height = size.textHeight + 2 * PAD_Y;
    const outgoing = row.side === 'outgoing';
    const x = outgoing ? place.width - metrics.margin - width : metrics.margin;
    const ground = outgoing ? theme.accentGround : theme.raised;
    this.#bubble.place({ x, y: ABOVE, width, height }).ground(ground);
    const cornerX = outgoing ? x + width - CORNER : x;
    this.#corner.place({ x: cornerX, y: ABOVE + height - CORNER, width: CORNER, height: CORNER }).ground(ground);
    this.#text
      .place({ x: PAD_X, y: PAD_Y, width: size.textWidth, height: size.textHeight })
      .tone(row.replaced ? theme.quiet : theme.text)
      .wrapped(row.text);
    this.#placeState(row, size, place.width, ABOVE + height + UNDER);
  }

  #placeState(row: BubbleRowModel, size: Measure, width: number, y: number): void {
    const { theme, metrics } = this.#look;
    const { gap, margin, meta } = metrics;
    const icon = row.state?.icon ?? null;
    const iconRoom = icon === null ? 0 : size.iconWidth + gap;
    const whole = size.timeWidth + gap + iconRoom + size.wordsWidth;
    const x = row.side === 'outgoing' ? width - margin - whole : margin;
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
