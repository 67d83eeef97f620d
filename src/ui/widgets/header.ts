import { Box } from '../drawing/box.ts';
import type { Look } from '../drawing/look.ts';
import { Text, widthOf } from '../drawing/text.ts';
import { Avatar } from './avatar.ts';

interface HeaderModel {
  readonly title: string;
  /** A second, small line; '' for a header of one line. */
  readonly subtitle: string;
  /** At the right, small. */
  readonly aside: string;
  /** Null for a header without a picture. */
  readonly initials: string | null;
  /** The title is being typed, so a cursor is drawn after it. */
  readonly typing: boolean;
}

/** The header of a list that can be searched: while one types, what was typed stands in the place of the title. */
export function searchHeader(filter: string, title: string, aside: string): HeaderModel {
  const typing = filter !== '';
  return { title: typing ? filter : title, subtitle: '', aside: typing ? title : aside, initials: null, typing };
}

/** The title of a view, with a line under it. */
export class Header {
  readonly #look: Look;
  readonly #box: Box;
  readonly #rule: Box;
  readonly #title: Text;
  readonly #subtitle: Text;
  readonly #aside: Text;
  readonly #cursor: Box;
  #avatar: Avatar | null = null;

  constructor(look: Look, parent: Box) {
    const { theme, fonts } = look;
    this.#look = look;
    this.#box = new Box(parent);
    this.#rule = new Box(this.#box).ground(theme.line);
    this.#title = new Text(look, this.#box, fonts.bodyBold, theme.text);
    this.#subtitle = new Text(look, this.#box, fonts.meta, theme.quiet);
    this.#aside = new Text(look, this.#box, fonts.meta, theme.quiet).align('right');
    this.#cursor = new Box(this.#box).ground(theme.accent).show(false);
  }

  /** Returns the height of the header, in px. */
  update(model: HeaderModel): number {
    const { metrics, fonts } = this.#look;
    const twoLines = model.subtitle !== '';
    const height = twoLines ? metrics.headerTwoLines : metrics.header;
    this.#box.place({ x: 0, y: 0, width: metrics.widthPx, height });
    this.#rule.place({ x: 0, y: height - 1, width: metrics.widthPx, height: 1 });
    const asideWidth = widthOf(model.aside, fonts.meta);
    const asideX = metrics.widthPx - metrics.margin - asideWidth;
    this.#aside
      .place({ x: asideX, y: (height - metrics.meta.line) >> 1, width: asideWidth, height: metrics.meta.line })
      .line(model.aside);
    const x = this.#placeAvatar(model.initials, twoLines, height);
    const width = asideX - (asideWidth > 0 ? metrics.margin : 0) - x;
    const textHeight = metrics.body.line + (twoLines ? metrics.meta.line : 0);
    // The line under the header is part of it.
    const y = (height - 1 - textHeight) >> 1;
    const title = this.#title.place({ x, y, width, height: metrics.body.line });
    if (model.typing) title.lineEnd(model.title);
    else title.line(model.title);
    this.#subtitle.place({ x, y: y + metrics.body.line, width, height: metrics.meta.line }).line(model.subtitle);
    const cursorX = Math.min(x + widthOf(model.title, fonts.bodyBold), x + width) + 1;
    this.#cursor.show(model.typing).place({ x: cursorX, y: y + 1, width: 2, height: metrics.body.line - 2 });
    return height;
  }

  #placeAvatar(initials: string | null, large: boolean, height: number): number {
    const { metrics } = this.#look;
    if (initials === null) return metrics.margin;
    this.#avatar ??= new Avatar(this.#look, this.#box);
    const size = large ? metrics.avatar : metrics.avatarSmall;
    this.#avatar.update({ x: metrics.margin, y: (height - 1 - size) >> 1, size, initials, lit: large });
    return metrics.margin + size + metrics.margin;
  }
}
