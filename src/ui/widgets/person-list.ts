import type { PersonListModel } from '../present/models.ts';
import { Box, type Place } from '../drawing/box.ts';
import { glyphOf } from '../drawing/icons.ts';
import type { Look } from '../drawing/look.ts';
import { PersonRow } from './person-row.ts';
import { heightOf, Text } from '../drawing/text.ts';

/**
 * Shows as many whole rows as fit, with the focused one among them. The same row widgets are used wherever the list is
 * scrolled.
 */
export class PersonList {
  readonly #look: Look;
  readonly #box: Box;
  readonly #rows: PersonRow[] = [];
  readonly #empty: Text;
  readonly #more: Text;
  #topKey: string | null = null;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#box = new Box(parent);
    this.#empty = new Text(look, this.#box, look.fonts.body, look.theme.quiet).align('centre');
    this.#more = new Text(look, this.#box, look.fonts.meta, look.theme.quiet).align('centre');
  }

  update(model: PersonListModel, area: Place): void {
    const { metrics } = this.#look;
    this.#box.place(area);
    const fitting = this.#fitting(model, area.height);
    const top = this.#topFor(model, fitting);
    for (let slot = 0; slot < Math.max(fitting, this.#rows.length); slot += 1) {
      const row = slot < fitting ? model.rows[top + slot] : undefined;
      if (row === undefined) {
        this.#rows[slot]?.hide();
        continue;
      }
      const widget = (this.#rows[slot] ??= new PersonRow(this.#look, this.#box));
      const place = { x: 0, y: slot * metrics.row, width: area.width, height: metrics.row };
      widget.update(row, place, top + slot === model.focus);
    }
    this.#sayEmpty(model, area);
    this.#sayMore(model.moreAbove || top > 0, model.moreBelow || top + fitting < model.rows.length, fitting, area);
  }

  /** A row less where no room would be left for the sign that there are more. */
  #fitting({ rows, moreAbove, moreBelow }: PersonListModel, height: number): number {
    const { metrics } = this.#look;
    const whole = Math.max(1, Math.floor(height / metrics.row));
    const hasMore = moreAbove || moreBelow || rows.length > whole;
    return hasMore && height - whole * metrics.row < metrics.meta.size ? Math.max(1, whole - 1) : whole;
  }

  /** Scrolls only as far as needed to bring the focus into sight. */
  #topFor(model: PersonListModel, fitting: number): number {
    const before = model.rows.findIndex((row) => row.key === this.#topKey);
    const most = Math.max(0, model.rows.length - fitting);
    const lowest = Math.max(0, model.focus - fitting + 1);
    const top = Math.min(Math.max(before === -1 ? lowest : before, lowest), Math.max(0, model.focus), most);
    this.#topKey = model.rows[top]?.key ?? null;
    return top;
  }

  #sayEmpty(model: PersonListModel, area: Place): void {
    const { metrics, fonts } = this.#look;
    const text = model.rows.length === 0 ? model.empty : '';
    const width = area.width - 4 * metrics.margin;
    const height = text === '' ? 0 : heightOf(text, width, fonts.body);
    this.#empty
      .place({ x: 2 * metrics.margin, y: Math.max(0, (area.height - height) >> 1), width, height })
      .wrapped(text);
  }

  /** Says that there is more above or below, in the space left under the last whole row. */
  #sayMore(above: boolean, below: boolean, fitting: number, area: Place): void {
    const { metrics } = this.#look;
    const y = fitting * metrics.row;
    const signs = [above ? glyphOf('up') : '', below ? glyphOf('down') : ''].filter((sign) => sign !== '').join('  ');
    const height = metrics.meta.line;
    const room = area.height - y;
    const shown = room < metrics.meta.size ? '' : signs;
    this.#more.place({ x: 0, y: y + ((room - height) >> 1), width: area.width, height }).wrapped(shown);
  }
}
