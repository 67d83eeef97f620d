import type { MenuItemModel } from '../present/models.ts';
import { Box, type Place } from '../drawing/box.ts';
import type { Look } from '../drawing/look.ts';
import { Text, widthOf } from '../drawing/text.ts';
import { FocusRow } from './focus-row.ts';

const BAR_PX = 2;

/** A short list of things to do, one line each: as many as fit, with the focused one among them. */
export class Menu {
  readonly #look: Look;
  readonly #parent: Box;
  readonly #rows: MenuRow[] = [];
  /** Tells where the rows in sight stand among all. */
  readonly #bar: Box;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#parent = parent;
    this.#bar = new Box(parent).ground(look.theme.quiet).radius(1).show(false);
  }

  update(items: readonly MenuItemModel[], focus: number, area: Place): void {
    const height = this.#look.metrics.rowOneLine;
    const fitting = Math.max(1, Math.min(items.length, Math.floor(area.height / height)));
    const first = Math.max(0, focus - fitting + 1);
    const shown = items.slice(first, first + fitting);
    for (let slot = 0; slot < Math.max(fitting, this.#rows.length); slot += 1) {
      const item = shown[slot];
      if (item === undefined) {
        this.#rows[slot]?.hide();
        continue;
      }
      const row = (this.#rows[slot] ??= new MenuRow(this.#look, this.#parent));
      row.update(item, { ...area, y: area.y + slot * height, height }, first + slot === focus);
    }
    const whole = fitting * height;
    this.#bar.show(fitting < items.length).place({
      x: area.x + area.width - BAR_PX - 1,
      y: area.y + Math.round((whole * first) / items.length),
      width: BAR_PX,
      height: Math.round((whole * fitting) / items.length),
    });
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
