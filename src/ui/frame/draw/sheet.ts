import type { Font } from '../../../../native/src/index.ts';
import { graphemes } from '../../../domain/text/graphemes.ts';
import { Box } from '../../drawing/box.ts';
import { glyphOf } from '../../drawing/icons.ts';
import type { Look } from '../../drawing/look.ts';
import { heightOf, Text, widthOf } from '../../drawing/text.ts';
import { FocusRow } from '../../widgets/focus-row.ts';
import type { SheetModel } from '../present/models.ts';

/** What lies behind is mixed 60 % with the ground. */
const VEIL_OPACITY = 153;
const MENU_WIDTH_PX = 228;
const PAD_PX = 4;
const SIDE_PX = 11;
const KEY_WIDTH_PX = 20;
const SCROLL_BAR_PX = 2;

type RowModel = SheetModel['rows'][number];

/** A menu at the lower right, or a question over the full width; what lies behind is dimmed. */
export class SheetView {
  readonly #look: Look;
  readonly #veil: Box;
  readonly #panel: Box;
  readonly #title: Text;
  readonly #text: Text;
  readonly #bar: Box;
  readonly #rows: SheetRow[] = [];

  constructor(look: Look, parent: Box) {
    const { theme, fonts, metrics } = look;
    this.#look = look;
    this.#veil = new Box(parent).veil(theme.bg, VEIL_OPACITY);
    this.#panel = new Box(parent).ground(theme.surface).radius(metrics.radius).border(theme.line, 1);
    this.#title = new Text(look, this.#panel, fonts.bodyBold, theme.text);
    this.#text = new Text(look, this.#panel, fonts.meta, theme.quiet);
    this.#bar = new Box(this.#panel).ground(theme.quiet).radius(1);
  }

  /** `bottomPx` is where the soft keys begin, or the end of the screen. */
  update(model: SheetModel | null, bottomPx: number): void {
    this.#veil.show(model !== null);
    this.#panel.show(model !== null);
    if (model === null) return;
    const { metrics, fonts } = this.#look;
    this.#veil.place({ x: 0, y: metrics.statusBar, width: metrics.widthPx, height: bottomPx - metrics.statusBar });
    const width = this.#widthFor(model);
    const textWidth = width - 2 * SIDE_PX;
    const textHeight =
      model.title === '' ? metrics.meta.line + PAD_PX : heightOf(model.text, textWidth, fonts.meta) + PAD_PX;
    const free = bottomPx - metrics.statusBar - 2 * metrics.gap - textHeight - 2 * PAD_PX - 2;
    const title = titleWithin(model, free - model.rows.length * metrics.rowMenu, textWidth, fonts.bodyBold);
    const titleHeight = title === '' ? 0 : heightOf(title, textWidth, fonts.bodyBold);
    const head = PAD_PX + titleHeight + textHeight;
    const fitting = Math.max(1, Math.min(model.rows.length, Math.floor((free - titleHeight) / metrics.rowMenu)));
    const height = head + fitting * metrics.rowMenu + PAD_PX + 2;
    const x = metrics.widthPx - metrics.gap - width;
    this.#panel.place({ x, y: bottomPx - metrics.gap - height, width, height });
    this.#title.place({ x: SIDE_PX, y: PAD_PX, width: textWidth, height: titleHeight }).wrapped(title);
    const textY = PAD_PX + titleHeight;
    const text = this.#text.place({ x: SIDE_PX, y: textY, width: textWidth, height: textHeight - PAD_PX });
    if (model.title === '') text.line(model.text);
    else text.wrapped(model.text);
    this.#drawRows(model, head, width - 2, fitting);
  }

  /** As wide as its words need, and no narrower than the pattern. */
  #widthFor({ title, rows }: SheetModel): number {
    const { metrics, fonts } = this.#look;
    const most = metrics.widthPx - 2 * metrics.gap;
    if (title !== '' || metrics.softKeys > 0) return most;
    const words = Math.max(...rows.map(({ text }) => widthOf(text, fonts.body)));
    return Math.min(most, Math.max(MENU_WIDTH_PX, words + 2 * SIDE_PX + metrics.margin + 2 * KEY_WIDTH_PX));
  }

  /** The focused row is among those that fit. */
  #drawRows(model: SheetModel, head: number, width: number, fitting: number): void {
    const { metrics } = this.#look;
    const first = Math.max(0, Math.min(model.focus - fitting + 1, model.rows.length - fitting));
    const shown = model.rows.slice(first, first + fitting);
    for (let slot = 0; slot < Math.max(shown.length, this.#rows.length); slot += 1) {
      const row = (this.#rows[slot] ??= new SheetRow(this.#look, this.#panel));
      row.update(shown[slot], { y: head + slot * metrics.rowMenu, width }, first + slot === model.focus);
    }
    const all = fitting * metrics.rowMenu;
    const barHeight = Math.round((all * fitting) / model.rows.length);
    this.#bar.show(fitting < model.rows.length).place({
      x: width - SCROLL_BAR_PX - 1,
      y: head + Math.round((all * first) / model.rows.length),
      width: SCROLL_BAR_PX,
      height: barHeight,
    });
  }
}

/** The title, with a name that is shortened until it leaves room for all answers. */
function titleWithin({ title, name }: SheetModel, roomPx: number, widthPx: number, font: Font): string {
  const most = Math.max(roomPx, font.metrics.lineHeight);
  const characters = graphemes(name);
  let shorter = title;
  for (let kept = characters.length - 1; kept > 0 && heightOf(shorter, widthPx, font) > most; kept -= 1) {
    shorter = title.replace(name, () => `${characters.slice(0, kept).join('').trimEnd()}…`);
  }
  return shorter;
}

/** One thing to choose, with its short cut in a small frame. */
class SheetRow {
  readonly #look: Look;
  readonly #row: FocusRow;
  readonly #text: Text;
  readonly #frame: Box;
  readonly #key: Text;

  constructor(look: Look, parent: Box) {
    const { theme, fonts } = look;
    this.#look = look;
    this.#row = new FocusRow(look, parent);
    const { box } = this.#row;
    this.#text = new Text(look, box, fonts.body, theme.text);
    this.#frame = new Box(box).border(theme.quiet, 1).radius(4);
    this.#key = new Text(look, box, fonts.meta, theme.text).align('centre');
  }

  update(row: RowModel | undefined, at: { readonly y: number; readonly width: number }, focused: boolean): void {
    if (row === undefined) {
      this.#row.hide();
      return;
    }
    const { metrics } = this.#look;
    const height = metrics.rowMenu;
    this.#row.update({ x: 0, y: at.y, width: at.width, height }, focused);
    const left = metrics.focusBar + metrics.margin;
    const right = this.#placeKey(row.shortCut, at.width - metrics.margin - SCROLL_BAR_PX);
    const y = (height - metrics.body.line) >> 1;
    this.#text.place({ x: left, y, width: right - metrics.margin - left, height: metrics.body.line }).line(row.text);
  }

  /** Returns the left edge of the frame. */
  #placeKey(shortCut: string, rightPx: number): number {
    const { metrics, fonts } = this.#look;
    const key = shortCut === '⌫' ? glyphOf('backspace') : shortCut;
    const shown = key !== '';
    const width = Math.max(KEY_WIDTH_PX, widthOf(key, fonts.meta) + metrics.margin);
    const height = metrics.meta.line + 2;
    const x = rightPx - (shown ? width : 0);
    const y = (metrics.rowMenu - height) >> 1;
    this.#frame.show(shown).place({ x, y, width, height });
    this.#key.place({ x, y: y + 1, width, height: metrics.meta.line }).wrapped(key);
    return x;
  }
}
