import { Box, type Place } from '../../drawing/box.ts';
import { glyphOf } from '../../drawing/icons.ts';
import { colourOf, type Look } from '../../drawing/look.ts';
import { heightOf, Text, widthOf } from '../../drawing/text.ts';
import type { BannerModel } from '../present/models.ts';

const PAD_Y = 4;

/**
 * What came by itself, in a line: who or what, the words, and the keys where there is room. News pass by in one line; a
 * warning is said in full.
 */
export class NotificationLine {
  readonly #look: Look;
  readonly #box: Box;
  readonly #rule: Box;
  readonly #icon: Text;
  readonly #title: Text;
  readonly #text: Text;
  readonly #hint: Text;

  constructor(look: Look, parent: Box) {
    const { theme, fonts } = look;
    this.#look = look;
    this.#box = new Box(parent).ground(theme.raised).show(false);
    this.#rule = new Box(this.#box).ground(theme.line);
    this.#icon = new Text(look, this.#box, fonts.meta, theme.accent);
    this.#title = new Text(look, this.#box, fonts.metaBold, theme.text);
    this.#text = new Text(look, this.#box, fonts.meta, theme.text);
    this.#hint = new Text(look, this.#box, fonts.meta, theme.quiet);
  }

  get heightOfNews(): number {
    return this.#look.metrics.meta.line + 2 * PAD_Y;
  }

  hide(): void {
    this.#box.show(false);
  }

  /** Draws it at `top`, and returns its height; in px. A warning that `isShort` has one line, as news have. */
  update(model: BannerModel, top: number, isShort = false): number {
    const { metrics, theme } = this.#look;
    const height = model.tone === 'warn' && !isShort ? this.#warning(model) : this.#line(model);
    this.#box.show(true).place({ x: 0, y: top, width: metrics.widthPx, height });
    this.#rule.place({ x: 0, y: height - 1, width: metrics.widthPx, height: 1 });
    this.#icon.tone(model.tone === 'warn' ? theme.warn : theme.accent);
    return height;
  }

  #iconAt(model: BannerModel): number {
    const { metrics, fonts } = this.#look;
    const glyph = glyphOf(model.icon);
    const width = widthOf(glyph, fonts.meta);
    this.#icon.place({ x: metrics.margin, y: PAD_Y, width, height: metrics.meta.line }).wrapped(glyph);
    return metrics.margin + width + metrics.gap + 2;
  }

  #line(model: BannerModel): number {
    const { metrics, fonts, theme } = this.#look;
    const { line } = metrics.meta;
    const x = this.#iconAt(model);
    const right = metrics.widthPx - metrics.margin;
    const hintWidth = widthOf(model.hint, fonts.meta);
    const titleWidth = widthOf(model.title, fonts.metaBold);
    // The words matter more than the keys, and the name more than the words.
    const withHint = right - hintWidth - metrics.margin - (x + titleWidth + metrics.margin) >= MIN_WORDS_PX;
    const end = withHint ? right - hintWidth - metrics.margin : right;
    const place = (at: number, width: number): Place => ({ x: at, y: PAD_Y, width: Math.max(0, width), height: line });
    const shownTitle = Math.min(titleWidth, end - x);
    this.#title.place(place(x, shownTitle)).line(model.title);
    const textX = x + shownTitle + metrics.gap + 2;
    const words = end - textX >= MIN_WORDS_PX / 2 ? model.text : '';
    this.#text
      .tone(colourOf(theme, model.tone))
      .place(place(textX, end - textX))
      .line(words);
    this.#hint.place(place(right - hintWidth, withHint ? hintWidth : 0)).wrapped(withHint ? model.hint : '');
    return this.heightOfNews;
  }

  #warning(model: BannerModel): number {
    const { metrics, fonts, theme } = this.#look;
    const x = this.#iconAt(model);
    const width = metrics.widthPx - metrics.margin - x;
    const words = `${model.text}. ${model.hint}`;
    const height = heightOf(words, width, fonts.meta);
    this.#title.place({ x, y: PAD_Y, width, height: metrics.meta.line }).line(model.title);
    this.#text
      .tone(colourOf(theme, model.tone))
      .place({ x, y: PAD_Y + metrics.meta.line, width, height })
      .wrapped(words);
    this.#hint.place({ x, y: PAD_Y, width: 0, height: metrics.meta.line }).wrapped('');
    return metrics.meta.line + height + 2 * PAD_Y;
  }
}

/** Fewer px of words say nothing. */
const MIN_WORDS_PX = 80;
