import type { MenuItemModel } from '../present/models.ts';
import type { Box, Place } from '../drawing/box.ts';
import type { Look } from '../drawing/look.ts';
import { Text, widthOf } from '../drawing/text.ts';
import { FocusRow } from './focus-row.ts';

/** A short list of things to do, one line each. */
export class Menu {
  readonly #look: Look;
  readonly #parent: Box;
  readonly #rows: MenuRow[] = [];

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#parent = parent;
  }

  update(items: readonly MenuItemModel[], focus: number, at: { readonly y: number; readonly width: number }): void {
    const height = this.#look.metrics.rowOneLine;
    for (let index = 0; index < Math.max(items.length, this.#rows.length); index += 1) {
      const item = items[index];
      if (item === undefined) {
        this.#rows[index]?.hide();
        continue;
      }
      const row = (this.#rows[index] ??= new MenuRow(this.#look, this.#parent));
      row.update(item, { x: 0, y: at.y + index * height, width: at.width, height }, index === focus);
    }
  }
}

class MenuRow {
  readonly #look: Look;
  readonly #row: FocusRow;
  readonly #text: Text;
  readonly #value: Text;

  constructor(look: Look, parent: Box) {
    const { theme, fonts } = look;
    this.#look = look;
    this.#row = new FocusRow(look, parent);
    this.#text = new Text(look, this.#row.box, fonts.body, theme.text);
    this.#value = new Text(look, this.#row.box, fonts.meta, theme.quiet);
  }

  hide(): void {
    this.#row.hide();
  }

  update(item: MenuItemModel, place: Place, focused: boolean): void {
    const { metrics, theme, fonts } = this.#look;
    this.#row.update(place, focused);
    const font = item.isNews ? fonts.metaBold : fonts.meta;
    this.#value.fontIs(font);
    const room =
      place.width - 2 * metrics.margin - metrics.focusBar - 3 - widthOf(item.text, fonts.body) - metrics.margin;
    const value = widthOf(item.value, font) <= room ? item.value : item.valueShort;
    const valueWidth = widthOf(value, font);
    const valueX = place.width - metrics.margin - valueWidth;
    const valueY = (place.height - metrics.meta.line) >> 1;
    this.#value
      .place({ x: valueX, y: valueY, width: valueWidth, height: metrics.meta.line })
      .tone(item.isNews ? theme.accent : theme.quiet)
      .wrapped(value);
    const x = metrics.focusBar + metrics.margin + 3;
    const y = (place.height - metrics.body.line) >> 1;
    this.#text.place({ x, y, width: valueX - metrics.margin - x, height: metrics.body.line }).line(item.text);
  }
}
