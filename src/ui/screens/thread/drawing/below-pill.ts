import { Box, ROUND } from '../../../drawing/box.ts';
import { glyphOf } from '../../../drawing/icons.ts';
import type { Look } from '../../../drawing/look.ts';
import { Text, widthOf } from '../../../drawing/text.ts';

const PAD_X = 8;

/** Says under the rows that more came further down. */
export class BelowPill {
  readonly #look: Look;
  readonly #box: Box;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    const { theme, fonts } = look;
    this.#look = look;
    this.#box = new Box(parent).radius(ROUND).ground(theme.accent).show(false);
    this.#text = new Text(look, this.#box, fonts.metaBold, theme.onAccent);
  }

  /** With the space under it. */
  get heightPx(): number {
    const { metrics } = this.#look;
    return metrics.meta.line + 2 * metrics.gap;
  }

  /** `bottom` is the upper edge of what stands under the thread; '' shows nothing. */
  update(words: string, bottom: number): void {
    const { metrics, fonts } = this.#look;
    const width = metrics.widthPx;
    this.#box.show(words !== '');
    if (words === '') return;
    const text = `${glyphOf('down')} ${words}`;
    const height = metrics.meta.line + metrics.gap;
    const textWidth = Math.min(widthOf(text, fonts.metaBold), width - 2 * (metrics.margin + PAD_X));
    const boxWidth = textWidth + 2 * PAD_X;
    this.#box.place({ x: (width - boxWidth) >> 1, y: bottom - metrics.gap - height, width: boxWidth, height });
    this.#text
      .place({ x: PAD_X, y: (height - metrics.meta.line) >> 1, width: textWidth, height: metrics.meta.line })
      .line(text);
  }
}
