import { Box } from '../../../drawing/box.ts';
import { glyphOf } from '../../../drawing/icons.ts';
import { colourOf, type Look } from '../../../drawing/look.ts';
import { heightOf, Text, widthOf } from '../../../drawing/text.ts';
import type { EventHint } from '../../../events/event-view.ts';

/** At most so much over the words; what is left of a tall field stays free under them. */
const PAD_TOP = 2;

/**
 * What the focused message is, in full, and what the keys do with it. It takes the place of the field and is as tall,
 * so that nothing jumps; only a state that needs more lines makes it taller.
 */
export class HintLine {
  readonly #look: Look;
  readonly #box: Box;
  readonly #rule: Box;
  readonly #icon: Text;
  readonly #state: Text;
  readonly #keys: Text;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.#box = new Box(parent).ground(theme.bg).show(false);
    this.#rule = new Box(this.#box).ground(theme.line);
    this.#icon = new Text(look, this.#box, fonts.meta, theme.quiet);
    this.#state = new Text(look, this.#box, fonts.meta, theme.text);
    this.#keys = new Text(look, this.#box, fonts.meta, theme.quiet);
  }

  /** In px. */
  heightFor(hint: EventHint): number {
    const { metrics, fonts } = this.#look;
    const width = metrics.widthPx - metrics.margin - this.#textX(hint);
    const keys = heightOf(hint.keys, metrics.widthPx - 2 * metrics.margin, fonts.meta);
    return 1 + heightOf(hint.state.text, width, fonts.meta) + keys + 1;
  }

  update(hint: EventHint | null, bottomPx: number, height: number): void {
    this.#box.show(hint !== null);
    if (hint === null) return;
    const { metrics, fonts, theme } = this.#look;
    this.#box.place({ x: 0, y: bottomPx - height, width: metrics.widthPx, height });
    this.#rule.place({ x: 0, y: 0, width: metrics.widthPx, height: 1 });
    const x = this.#textX(hint);
    const glyph = hint.state.icon === null ? '' : glyphOf(hint.state.icon);
    const tone = colourOf(theme, hint.state.tone);
    const stateHeight = heightOf(hint.state.text, metrics.widthPx - metrics.margin - x, fonts.meta);
    const iconWidth = widthOf(glyph, fonts.meta);
    const y = 1 + Math.min(PAD_TOP, Math.max(0, (height - this.heightFor(hint) + 1) >> 1));
    this.#icon.place({ x: metrics.margin, y, width: iconWidth, height: metrics.meta.line }).tone(tone).wrapped(glyph);
    const loud = hint.state.tone === 'warn' || hint.state.tone === 'error';
    this.#state
      .place({ x, y, width: metrics.widthPx - metrics.margin - x, height: stateHeight })
      .tone(loud ? tone : theme.text)
      .wrapped(hint.state.text);
    const width = metrics.widthPx - 2 * metrics.margin;
    const keysHeight = heightOf(hint.keys, width, fonts.meta);
    this.#keys.place({ x: metrics.margin, y: y + stateHeight, width, height: keysHeight }).wrapped(hint.keys);
  }

  #textX({ state }: EventHint): number {
    const { metrics, fonts } = this.#look;
    return metrics.margin + (state.icon === null ? 0 : widthOf(glyphOf(state.icon), fonts.meta) + metrics.gap);
  }
}
