import type { BannerModel } from '../present/models.ts';
import { Avatar } from '../../widgets/avatar.ts';
import { Box } from '../../drawing/box.ts';
import { colourOf, type Look } from '../../drawing/look.ts';
import { heightOf, Text, widthOf } from '../../drawing/text.ts';

const SIDE_PX = 6;
const PAD_PX = 8;
const ABOVE_PX = 4;

/** A notification, drawn over any view and under the status bar. */
export class Banner {
  readonly #look: Look;
  readonly #box: Box;
  readonly #avatar: Avatar;
  readonly #title: Text;
  readonly #text: Text;
  readonly #hint: Text;

  constructor(look: Look, parent: Box) {
    const { theme, fonts, metrics } = look;
    this.#look = look;
    this.#box = new Box(parent).ground(theme.raised).radius(metrics.radius).show(false);
    this.#avatar = new Avatar(look, this.#box);
    this.#title = new Text(look, this.#box, fonts.bodyBold, theme.text);
    this.#text = new Text(look, this.#box, fonts.meta, theme.text);
    this.#hint = new Text(look, this.#box, fonts.meta, theme.quiet).align('right');
  }

  /** Draws the model at `top`, where the view begins, in px. Returns how far down the view must begin at least. */
  update(model: BannerModel | null, top: number): number {
    this.#box.show(model !== null);
    if (model === null) return 0;
    const { metrics, theme, fonts } = this.#look;
    const warns = model.tone === 'warn';
    const left = PAD_PX + metrics.avatar + metrics.margin;
    const right = metrics.widthPx - 2 * SIDE_PX - PAD_PX;
    const hintWidth = widthOf(model.hint, fonts.meta);
    // A warning wraps; a text from the peer ends in "…".
    const textHeight = warns ? heightOf(model.text, right - left, fonts.meta) : metrics.meta.line;
    const height = metrics.body.line + textHeight + 12;
    this.#box.place({ x: SIDE_PX, y: top + ABOVE_PX, width: metrics.widthPx - 2 * SIDE_PX, height });
    this.#box.border(warns ? theme.warn : theme.accent, 1);
    const { initials } = model;
    this.#avatar.update({
      x: PAD_PX,
      y: (height - metrics.avatar - 2) >> 1,
      size: metrics.avatar,
      initials,
      lit: true,
    });
    const hintX = right - hintWidth;
    const hintY = 5 + ((metrics.body.line - metrics.meta.line) >> 1);
    this.#hint.place({ x: hintX, y: hintY, width: hintWidth, height: metrics.meta.line }).wrapped(model.hint);
    this.#title
      .place({ x: left, y: 5, width: hintX - (hintWidth > 0 ? metrics.margin : 0) - left, height: metrics.body.line })
      .line(model.title);
    this.#text
      .tone(colourOf(theme, model.tone))
      .place({ x: left, y: 5 + metrics.body.line, width: right - left, height: textHeight });
    if (warns) this.#text.wrapped(model.text);
    else this.#text.line(model.text);
    return height + ABOVE_PX;
  }
}
