import type { SoftKeysModel } from '../present/models.ts';
import { Box } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import { Text } from '../../drawing/text.ts';

/** The labels of the three keys under the screen, drawn right above the keys. */
export class SoftKeys {
  readonly #look: Look;
  readonly #box: Box;
  readonly #left: Text;
  readonly #middle: Text;
  readonly #right: Text;

  constructor(look: Look, parent: Box) {
    const { metrics, fonts, theme } = look;
    this.#look = look;
    const { widthPx, heightPx, softKeys } = metrics;
    this.#box = new Box(parent, { x: 0, y: heightPx - softKeys, width: widthPx, height: softKeys }).ground(theme.bg);
    new Box(this.#box, { x: 0, y: 0, width: widthPx, height: 1 }).ground(theme.line);
    this.#left = new Text(look, this.#box, fonts.metaBold, theme.text);
    this.#middle = new Text(look, this.#box, fonts.metaBold, theme.accent).align('centre');
    this.#right = new Text(look, this.#box, fonts.metaBold, theme.text).align('right');
  }

  update(model: SoftKeysModel): void {
    const { metrics } = this.#look;
    // Hidden when none of the keys does anything, as under the lock: an empty bar would look as if it meant something.
    this.#box.show(Object.values(model).some((label) => label !== ''));
    const width = Math.floor((metrics.widthPx - 2 * metrics.margin) / 3);
    const y = 1 + ((metrics.softKeys - 1 - metrics.meta.line) >> 1);
    const place = { y, width, height: metrics.meta.line };
    this.#left.place({ x: metrics.margin, ...place }).line(model.left);
    this.#middle.place({ x: (metrics.widthPx - width) >> 1, ...place }).line(model.middle);
    this.#right.place({ x: metrics.widthPx - metrics.margin - width, ...place }).line(model.right);
  }
}
