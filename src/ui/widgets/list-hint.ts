import { Box, type Place } from '../drawing/box.ts';
import type { Look } from '../drawing/look.ts';
import { Text } from '../drawing/text.ts';

const PAD_PX = 2;

/** Two lines under a list, below a rule: what it lists, and what can be done about it. */
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
    const { margin, meta } = this.#look.metrics;
    const y = area.height - 2 * meta.line - 2 * PAD_PX;
    this.#rule.place({ x: 0, y, width: area.width, height: 1 });
    const line = { x: margin, width: area.width - 2 * margin, height: meta.line };
    this.#means.place({ ...line, y: y + PAD_PX }).line(means);
    this.#act.place({ ...line, y: y + PAD_PX + meta.line }).line(act);
    return y;
  }
}
