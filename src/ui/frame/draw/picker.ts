import { PICKER_COLUMNS } from '../../behaviour/picker.ts';
import type { PickerModel } from '../present/models.ts';
import { Box } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import { Text } from '../../drawing/text.ts';

const PAD_PX = 6;

/** Signs to choose from, in rows, over the lower part of the thread. */
export class Picker {
  readonly #look: Look;
  readonly #box: Box;
  readonly #title: Text;
  readonly #cells: { readonly box: Box; readonly text: Text }[] = [];

  constructor(look: Look, parent: Box) {
    const { theme, fonts, metrics } = look;
    this.#look = look;
    this.#box = new Box(parent).ground(theme.surface).radius(metrics.radius).border(theme.accent, 1).show(false);
    this.#title = new Text(look, this.#box, fonts.meta, theme.quiet);
  }

  /** `bottomPx` is where the soft keys begin, or the end of the screen. */
  update(model: PickerModel | null, bottomPx: number): void {
    this.#box.show(model !== null);
    if (model === null) return;
    const { metrics } = this.#look;
    const width = metrics.widthPx - 2 * metrics.margin;
    const cellWidth = Math.floor((width - 2 * PAD_PX) / PICKER_COLUMNS);
    const cellHeight = metrics.body.line + 6;
    const top = metrics.statusBar + metrics.header;
    const rowsFit = Math.max(
      1,
      Math.floor((bottomPx - metrics.gap - top - metrics.meta.line - 3 * PAD_PX) / cellHeight),
    );
    const focusRow = Math.floor(model.focus / PICKER_COLUMNS);
    const firstRow = Math.max(0, focusRow - rowsFit + 1);
    const rows = Math.min(rowsFit, Math.ceil(model.cells.length / PICKER_COLUMNS) - firstRow);
    const height = metrics.meta.line + rows * cellHeight + 3 * PAD_PX;
    this.#box.place({ x: metrics.margin, y: bottomPx - metrics.gap - height, width, height });
    this.#title.place({ x: PAD_PX, y: PAD_PX, width: width - 2 * PAD_PX, height: metrics.meta.line }).line(model.title);
    const first = firstRow * PICKER_COLUMNS;
    const shown = model.cells.slice(first, first + rows * PICKER_COLUMNS);
    for (let slot = 0; slot < Math.max(shown.length, this.#cells.length); slot += 1) {
      const place = {
        x: PAD_PX + (slot % PICKER_COLUMNS) * cellWidth,
        y: 2 * PAD_PX + metrics.meta.line + Math.floor(slot / PICKER_COLUMNS) * cellHeight - 2,
        width: cellWidth,
        height: cellHeight,
      };
      this.#drawCell(slot, shown[slot], place, first + slot === model.focus);
    }
  }

  #drawCell(slot: number, sign: string | undefined, place: Box['area'], focused: boolean): void {
    const { theme, fonts, metrics } = this.#look;
    const cell = (this.#cells[slot] ??= this.#newCell());
    cell.box.show(sign !== undefined);
    if (sign === undefined) return;
    cell.box
      .place(place)
      .ground(focused ? theme.accentGround : null)
      .radius(metrics.gap);
    cell.text
      .place({ x: 0, y: 3, width: place.width, height: metrics.body.line })
      .tone(focused ? theme.accent : theme.text);
    cell.text.fontIs(fonts.body).wrapped(sign);
  }

  #newCell(): { readonly box: Box; readonly text: Text } {
    const box = new Box(this.#box);
    return { box, text: new Text(this.#look, box, this.#look.fonts.body, this.#look.theme.text).align('centre') };
  }
}
