import { Box, type Place } from '../drawing/box.ts';
import { glyphOf } from '../drawing/icons.ts';
import type { Look } from '../drawing/look.ts';
import { heightOf, Text } from '../drawing/text.ts';
import type { View } from '../drawing/view.ts';

/** What a stage tells the owner when there is nothing else to do. */
export interface Notice {
  readonly title: string;
  readonly reason: string;
  readonly next: string;
  /** For the technician; '' for nothing. */
  readonly code: string;
}

/** Four texts, one under the other. */
export class NoticeDrawing implements View<Notice> {
  readonly box: Box;
  readonly #look: Look;
  readonly #title: Text;
  readonly #reason: Text;
  readonly #next: Text;
  readonly #code: Text;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#title = new Text(look, this.box, fonts.bodyBold, theme.error);
    this.#reason = new Text(look, this.box, fonts.body, theme.text);
    this.#next = new Text(look, this.box, fonts.meta, theme.quiet);
    this.#code = new Text(look, this.box, fonts.meta, theme.quiet);
  }

  update({ title, reason, next, code }: Notice, area: Place): void {
    const { metrics, fonts } = this.#look;
    this.box.place(area);
    const lines = [
      { drawn: this.#title, font: fonts.bodyBold, text: `${glyphOf('alert')} ${title}` },
      { drawn: this.#reason, font: fonts.body, text: reason },
      { drawn: this.#next, font: fonts.meta, text: next },
      { drawn: this.#code, font: fonts.meta, text: code },
    ];
    const width = area.width - 2 * metrics.margin;
    let y = metrics.statusBar;
    for (const { drawn, font, text } of lines) {
      const height = heightOf(text, width, font);
      drawn.place({ x: metrics.margin, y, width, height }).wrapped(text);
      y += height + 2 * metrics.gap;
    }
  }
}
