import { Box, type Place } from '../drawing/box.ts';
import type { Look } from '../drawing/look.ts';
import { heightOf, Text } from '../drawing/text.ts';

const PAD_PX = 2;

/**
 * Under a list, below a rule: what it lists, and what can be done about it. It is said in full, in as many lines as it
 * takes.
 */
export class ListHint {
  readonly #look: Look;
  readonly #rule: Box;
  readonly #means: Text;
  readonly #act: Text;

  constructor(look: Look, parent: Box, actTone: 'quiet' | 'warn') {
    const { fonts, theme } = look;
    this.#look = look;
    this.#rule = new Box(parent).ground(theme.line);
    this.#means = new Text(look, parent, fonts.meta, theme.text);
    this.#act = new Text(look, parent, fonts.meta, theme[actTone]);
  }

  /** Stands at the lower edge of the area. @returns where it begins, so where the list ends; in px. */
  update([means, act]: readonly [string, string], area: Pick<Place, 'width' | 'height'>): number {
    const { margin } = this.#look.metrics;
    const { meta } = this.#look.fonts;
    const width = area.width - 2 * margin;
    const [meansPx, actPx] = [heightOf(means, width, meta), heightOf(act, width, meta)];
    const y = area.height - meansPx - actPx - 2 * PAD_PX;
    this.#rule.place({ x: 0, y, width: area.width, height: 1 });
    this.#means.place({ x: margin, y: y + PAD_PX, width, height: meansPx }).wrapped(means);
    this.#act.place({ x: margin, y: y + PAD_PX + meansPx, width, height: actPx }).wrapped(act);
    return y;
  }
}
