import { Box } from '../../../drawing/box.ts';
import type { Look } from '../../../drawing/look.ts';
import { Text } from '../../../drawing/text.ts';

/** The day of the first row in sight, always at the same place under the header. */
export class PinnedDay {
  readonly #look: Look;
  readonly #box: Box;
  readonly #text: Text;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#box = new Box(parent).ground(look.theme.bg);
    this.#text = new Text(look, this.#box, look.fonts.meta, look.theme.quiet).align('centre');
  }

  get heightPx(): number {
    return this.#look.metrics.meta.line;
  }

  /** `day` is '' in an empty thread. */
  update(day: string, y: number): void {
    const { widthPx, margin } = this.#look.metrics;
    const height = this.heightPx;
    this.#box.show(day !== '').place({ x: 0, y, width: widthPx, height });
    this.#text.place({ x: margin, y: 0, width: widthPx - 2 * margin, height }).line(day);
  }
}
