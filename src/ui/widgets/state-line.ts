import type { Font } from '../../../native/src/index.ts';
import type { StateModel } from '../phrases/state-model.ts';
import type { Box } from '../drawing/box.ts';
import { glyphOf } from '../drawing/icons.ts';
import { colourOf, type Look } from '../drawing/look.ts';
import { Text, widthOf } from '../drawing/text.ts';

/** A state as icon and word, in one line that ends in "…" when it does not fit. */
export class StateLine {
  readonly #look: Look;
  readonly #icon: Text;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#icon = new Text(look, parent, look.fonts.meta, look.theme.quiet);
    this.#text = new Text(look, parent, look.fonts.meta, look.theme.quiet);
  }

  /** `colour` is used for the word instead of the state's own. */
  update(
    state: StateModel,
    at: { readonly x: number; readonly y: number; readonly width: number },
    font: Font,
    colour?: number,
  ): void {
    const { theme, metrics, fonts } = this.#look;
    const tone = colourOf(theme, state.tone);
    const glyph = state.icon === null ? '' : glyphOf(state.icon);
    const iconWidth = widthOf(glyph, fonts.meta);
    const textX = at.x + (glyph === '' ? 0 : iconWidth + metrics.gap);
    const height = metrics.meta.line;
    this.#icon.place({ x: at.x, y: at.y, width: iconWidth, height }).tone(tone).wrapped(glyph);
    this.#text.fontIs(font);
    this.#text.place({ x: textX, y: at.y, width: Math.max(0, at.x + at.width - textX), height });
    this.#text.tone(colour ?? tone).line(state.text);
  }

  /** The width of the state in small letters, in px. */
  widthFor(state: StateModel): number {
    const { metrics, fonts } = this.#look;
    const icon = state.icon === null ? 0 : widthOf(glyphOf(state.icon), fonts.meta) + metrics.gap;
    return icon + widthOf(state.text, fonts.meta);
  }

  show(shown: boolean): void {
    this.#icon.show(shown);
    this.#text.show(shown);
  }
}
