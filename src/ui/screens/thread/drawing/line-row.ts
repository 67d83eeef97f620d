import type { LineRowModel } from '../../../events/event-row.ts';
import { Box, type Place } from '../../../drawing/box.ts';
import type { Look } from '../../../drawing/look.ts';
import { ROWS_APART_PX, type PlacedRow } from './placed-row.ts';
import type { StripRow } from './strip.ts';
import { heightOf, Text } from '../../../drawing/text.ts';

export function lineHeight(look: Look, row: LineRowModel): number {
  return heightOf(row.text, widthFor(look), look.fonts.meta) + 2 * ROWS_APART_PX;
}

/** A day, or a time without the relay, in the middle between messages. */
export class LineRow implements StripRow<PlacedRow<LineRowModel>> {
  readonly box: Box;
  readonly #look: Look;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.box = new Box(parent);
    this.#text = new Text(look, this.box, look.fonts.meta, look.theme.quiet).align('centre');
  }

  update({ row }: PlacedRow<LineRowModel>, place: Place): void {
    this.box.place(place);
    const width = widthFor(this.#look);
    this.#text
      .place({ x: (place.width - width) >> 1, y: ROWS_APART_PX, width, height: place.height - 2 * ROWS_APART_PX })
      .wrapped(row.text);
  }
}

function widthFor({ metrics }: Look): number {
  return metrics.widthPx - 2 * metrics.margin;
}
