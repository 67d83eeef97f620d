import { Box } from '../../drawing/box.ts';
import { glyphOf } from '../../drawing/icons.ts';
import { colourOf, type Look } from '../../drawing/look.ts';
import type { ScreenModel } from '../present/models.ts';
import { heightOf, Text } from '../../drawing/text.ts';

const PAD_Y = 2;

/** A lasting warning under the status bar. It wraps, and the view below makes room. */
export class Notice {
  readonly #look: Look;
  readonly #box: Box;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#box = new Box(parent).ground(look.theme.raised);
    this.#text = new Text(look, this.#box, look.fonts.meta, look.theme.error);
  }

  /** Returns the height that it takes, in px; 0 without a notice. */
  update(notice: string, tone: ScreenModel['noticeTone']): number {
    const { metrics, fonts, theme } = this.#look;
    const text = notice === '' ? '' : `${glyphOf('alert')} ${notice}`;
    const width = metrics.widthPx - 2 * metrics.margin;
    const textHeight = text === '' ? 0 : heightOf(text, width, fonts.meta);
    const height = text === '' ? 0 : textHeight + 2 * PAD_Y;
    this.#box.show(text !== '').place({ x: 0, y: metrics.statusBar, width: metrics.widthPx, height });
    this.#text
      .place({ x: metrics.margin, y: PAD_Y, width, height: textHeight })
      .tone(colourOf(theme, tone))
      .wrapped(text);
    return height;
  }
}
