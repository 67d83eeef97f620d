import { Box, type Place } from '../../../drawing/box.ts';
import type { Look } from '../../../drawing/look.ts';
import { Text, widthOf } from '../../../drawing/text.ts';
import type { MarkRowModel } from './row-models.ts';
import { ROWS_APART_PX, type PlacedRow } from './placed-row.ts';
import type { StripRow } from './strip.ts';

/** Where what is new begins: words in the accent's colour with a line at both sides. */
export class MarkRow implements StripRow<PlacedRow<MarkRowModel>> {
  readonly box: Box;
  readonly #look: Look;
  readonly #left: Box;
  readonly #right: Box;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    const { theme, fonts } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#left = new Box(this.box).ground(theme.accent);
    this.#right = new Box(this.box).ground(theme.accent);
    this.#text = new Text(look, this.box, fonts.metaBold, theme.accent);
  }

  update({ row: { text } }: PlacedRow<MarkRowModel>, place: Place): void {
    const { metrics, fonts } = this.#look;
    const { margin, meta } = metrics;
    this.box.place(place);
    const width = Math.min(widthOf(text, fonts.metaBold), place.width - 4 * margin);
    const x = (place.width - width) >> 1;
    const middle = place.height >> 1;
    this.#text.place({ x, y: (place.height - meta.line) >> 1, width, height: meta.line }).line(text);
    this.#left.place({ x: margin, y: middle, width: x - 2 * margin, height: 1 });
    const right = x + width + margin;
    this.#right.place({ x: right, y: middle, width: place.width - margin - right, height: 1 });
  }
}

export function markHeight({ metrics }: Look): number {
  return metrics.meta.line + 2 * ROWS_APART_PX;
}
