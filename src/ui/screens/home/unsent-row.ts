import type { Font } from '../../../../native/src/index.ts';
import type { Box, Place } from '../../drawing/box.ts';
import { glyphOf } from '../../drawing/icons.ts';
import { colourOf, type Look } from '../../drawing/look.ts';
import { Text, widthOf } from '../../drawing/text.ts';
import type { StateModel } from '../../phrases/state-model.ts';
import { FocusRow } from '../../widgets/focus-row.ts';

/** What was not sent and what waits, side by side; each with its icon. */
export class UnsentRow {
  readonly #look: Look;
  readonly #row: FocusRow;
  readonly #parts: { readonly icon: Text; readonly text: Text }[] = [];

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#row = new FocusRow(look, parent);
  }

  update(states: readonly StateModel[], place: Place, focused: boolean): void {
    const { metrics, fonts } = this.#look;
    if (states.length > 0) this.#row.update(place, focused);
    else this.#row.hide();
    let x = metrics.focusBar + metrics.margin;
    // Small text where the words would not fit side by side: a count without its word says nothing.
    const isSmall = this.#widthOf(states, fonts.body) > place.width - x;
    for (let index = 0; index < Math.max(states.length, this.#parts.length); index += 1) {
      x = this.#draw(index, states[index], { x, isSmall }, place);
    }
  }

  #widthOf(states: readonly StateModel[], font: Font): number {
    const { fonts, metrics } = this.#look;
    const widths = states.map(
      ({ icon, text }) =>
        widthOf(icon === null ? '' : glyphOf(icon), fonts.meta) + metrics.gap + widthOf(text, font) + metrics.margin,
    );
    return widths.reduce((sum, width) => sum + width, 0);
  }

  /** Returns where the next one begins. */
  #draw(
    index: number,
    state: StateModel | undefined,
    { x, isSmall }: { readonly x: number; readonly isSmall: boolean },
    place: Place,
  ): number {
    const { theme, metrics, fonts } = this.#look;
    const part = (this.#parts[index] ??= {
      icon: new Text(this.#look, this.#row.box, fonts.meta, theme.quiet),
      text: new Text(this.#look, this.#row.box, fonts.body, theme.text),
    });
    part.icon.show(state !== undefined);
    part.text.show(state !== undefined);
    if (state === undefined) return x;
    const glyph = state.icon === null ? '' : glyphOf(state.icon);
    const { meta, body, margin, gap } = metrics;
    const iconWidth = widthOf(glyph, fonts.meta);
    const iconPlace = { x, y: (place.height - meta.line) >> 1, width: iconWidth, height: meta.line };
    part.icon.place(iconPlace).tone(colourOf(theme, state.tone)).wrapped(glyph);
    const textX = x + iconWidth + gap;
    const [font, line] = isSmall ? [fonts.meta, meta.line] : [fonts.body, body.line];
    const width = Math.max(0, Math.min(widthOf(state.text, font), place.width - gap - textX));
    part.text
      .fontIs(font)
      .place({ x: textX, y: (place.height - line) >> 1, width, height: line })
      .line(state.text);
    return textX + width + margin;
  }
}
