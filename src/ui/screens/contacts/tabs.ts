import { Box } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import { Text, widthOf } from '../../drawing/text.ts';

interface TabModel {
  readonly text: string;
  readonly current: boolean;
}

/**
 * The names of several lists, side by side in the header. The present one is bold and underlined. Left and Right change
 * it.
 */
export class Tabs {
  readonly #look: Look;
  readonly #box: Box;
  readonly #underline: Box;
  readonly #texts: Text[] = [];

  constructor(look: Look, parent: Box) {
    const { metrics, theme } = look;
    this.#look = look;
    this.#box = new Box(parent, { x: 0, y: 0, width: metrics.widthPx, height: metrics.header });
    new Box(this.#box, { x: 0, y: metrics.header - 1, width: metrics.widthPx, height: 1 }).ground(theme.line);
    this.#underline = new Box(this.#box).ground(theme.accent);
  }

  show(shown: boolean): void {
    this.#box.show(shown);
  }

  update(tabs: readonly TabModel[]): void {
    const { metrics, fonts, theme } = this.#look;
    const widths = tabs.map((tab) => widthOf(tab.text, tab.current ? fonts.bodyBold : fonts.body));
    const free = metrics.widthPx - 2 * metrics.margin - widths.reduce((sum, width) => sum + width, 0);
    const gap = Math.max(metrics.gap, Math.min(2 * metrics.margin, Math.floor(free / Math.max(1, tabs.length - 1))));
    const y = (metrics.header - metrics.body.line) >> 1;
    let x: number = metrics.margin;
    for (const [index, tab] of tabs.entries()) {
      const text = (this.#texts[index] ??= new Text(this.#look, this.#box, fonts.body, theme.quiet));
      const width = Math.min(widths[index] ?? 0, metrics.widthPx - metrics.margin - x);
      text.fontIs(tab.current ? fonts.bodyBold : fonts.body);
      text
        .place({ x, y, width, height: metrics.body.line })
        .tone(tab.current ? theme.text : theme.quiet)
        .line(tab.text);
      if (tab.current) this.#underline.place({ x, y: metrics.header - 3, width, height: 2 });
      x += width + gap;
    }
  }
}
