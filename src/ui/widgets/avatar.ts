import { graphemes } from '../../domain/text/graphemes.ts';
import { Box, ROUND } from '../drawing/box.ts';
import type { Look } from '../drawing/look.ts';
import { Text, widthOf } from '../drawing/text.ts';

/** The round picture of a person, with initials. */
export class Avatar {
  readonly #look: Look;
  readonly #box: Box;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#box = new Box(parent).radius(ROUND);
    this.#text = new Text(look, this.#box, look.fonts.metaBold, look.theme.quiet).align('centre');
  }

  update(to: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly initials: string;
    readonly lit: boolean;
  }): void {
    const { theme, metrics, fonts } = this.#look;
    const { size } = to;
    // Two wide letters have no room side by side.
    const fits = widthOf(to.initials, fonts.metaBold) <= size;
    this.#box.place({ x: to.x, y: to.y, width: size, height: size }).ground(to.lit ? theme.accentGround : theme.raised);
    this.#text
      .place({ x: 0, y: (size - metrics.meta.line) >> 1, width: size, height: metrics.meta.line })
      .tone(to.lit ? theme.accent : theme.quiet)
      .line(fits ? to.initials : (graphemes(to.initials)[0] ?? ''));
  }
}
