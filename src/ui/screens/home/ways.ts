import { Box, type Place } from '../../drawing/box.ts';
import { glyphOf } from '../../drawing/icons.ts';
import type { Look } from '../../drawing/look.ts';
import { Text, widthOf } from '../../drawing/text.ts';
import { FocusRow } from '../../widgets/focus-row.ts';
import type { HomeModel, WayModel } from './present.ts';

const COLUMNS = 2;
const RULE_PX = 1;

/**
 * The ways in, two in a row. A word that has no room beside its icon stands alone; rows that have no room scroll.
 */
export class Ways {
  readonly #look: Look;
  readonly #box: Box;
  readonly #cells: Way[] = [];

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#box = new Box(parent);
    new Box(this.#box, { x: 0, y: 0, width: look.metrics.widthPx, height: RULE_PX }).ground(look.theme.line);
  }

  /** Of as many rows as there is room for, and at least one; in px. */
  heightFor(ways: HomeModel['ways'], roomPx: number): number {
    const { rowOneLine } = this.#look.metrics;
    const rows = Math.ceil(ways.length / COLUMNS);
    return Math.max(1, Math.min(rows, Math.floor((roomPx - RULE_PX) / rowOneLine))) * rowOneLine + RULE_PX;
  }

  /** The way with the focus is among those in sight. */
  update({ ways, focus }: HomeModel, place: Place): void {
    this.#box.place(place);
    const width = place.width / COLUMNS;
    const height = this.#look.metrics.rowOneLine;
    const fitting = Math.floor((place.height - RULE_PX) / height);
    const focusRow = Math.floor(ways.findIndex(({ key }) => key === focus) / COLUMNS);
    const firstRow = Math.max(0, focusRow - fitting + 1);
    for (const [index, way] of ways.entries()) {
      const cell = (this.#cells[index] ??= new Way(this.#look, this.#box));
      const row = Math.floor(index / COLUMNS) - firstRow;
      const at = { x: (index % COLUMNS) * width, y: RULE_PX + row * height, width, height };
      if (row < 0 || row >= fitting) cell.hide();
      else cell.update(way, at, way.key === focus);
    }
  }
}

class Way {
  readonly #look: Look;
  readonly #row: FocusRow;
  readonly #icon: Text;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    const { theme, fonts } = look;
    this.#look = look;
    this.#row = new FocusRow(look, parent);
    this.#icon = new Text(look, this.#row.box, fonts.meta, theme.quiet);
    this.#text = new Text(look, this.#row.box, fonts.body, theme.text);
  }

  hide(): void {
    this.#row.hide();
  }

  update(way: WayModel, place: Place, focused: boolean): void {
    const { theme, metrics, fonts } = this.#look;
    this.#row.update(place, focused);
    const left = metrics.focusBar + metrics.margin;
    const room = place.width - left - metrics.gap;
    const iconWidth = widthOf(glyphOf(way.icon), fonts.meta);
    const beside = iconWidth + metrics.margin + widthOf(way.text, fonts.body) <= room;
    const x = left + (beside ? iconWidth + metrics.margin : 0);
    const iconPlace = {
      x: left,
      y: (place.height - metrics.meta.line) >> 1,
      width: iconWidth,
      height: metrics.meta.line,
    };
    this.#icon
      .place(iconPlace)
      .tone(focused ? theme.accent : theme.quiet)
      .wrapped(beside ? glyphOf(way.icon) : '');
    const y = (place.height - metrics.body.line) >> 1;
    this.#text.place({ x, y, width: left + room - x, height: metrics.body.line }).line(way.text);
  }
}
