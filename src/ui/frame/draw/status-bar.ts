import type { StatusBarModel } from '../present/models.ts';
import type { IconName, StateModel } from '../../phrases/state-model.ts';
import { Battery } from './battery.ts';
import { Box } from '../../drawing/box.ts';
import { glyphOf } from '../../drawing/icons.ts';
import type { Look } from '../../drawing/look.ts';
import { StateLine } from '../../widgets/state-line.ts';
import { Text, widthOf } from '../../drawing/text.ts';

const MARGIN_PX = 6;

/** Shows whether the handset is reachable, whether anything is new, and the time; on every view, at the same place. */
export class StatusBar {
  readonly #look: Look;
  readonly #link: StateLine;
  readonly #clock: Text;
  readonly #unread: Text;
  readonly #notSent: Text;
  readonly #battery: Battery;

  constructor(look: Look, parent: Box) {
    const { metrics, fonts, theme } = look;
    this.#look = look;
    const box = new Box(parent, { x: 0, y: 0, width: metrics.widthPx, height: metrics.statusBar });
    this.#link = new StateLine(look, box);
    this.#clock = new Text(look, box, fonts.metaBold, theme.text);
    this.#unread = new Text(look, box, fonts.metaBold, theme.accent);
    this.#notSent = new Text(look, box, fonts.metaBold, theme.error);
    this.#battery = new Battery(look, box);
  }

  /** `tellsTime`: the view shows the time itself, and it stands once. */
  update(model: StatusBarModel, tellsTime: boolean): void {
    const { metrics, fonts, theme } = this.#look;
    const y = (metrics.statusBar - metrics.meta.line) >> 1;
    const clock = tellsTime ? '' : model.clock;
    const clockWidth = widthOf(clock, fonts.metaBold);
    let right = metrics.widthPx - MARGIN_PX - clockWidth;
    this.#clock.place({ x: right, y, width: clockWidth, height: metrics.meta.line }).wrapped(clock);
    right -= tellsTime ? 0 : MARGIN_PX;
    right = this.#battery.update(model.battery, right, metrics.statusBar);
    right = this.#count(this.#notSent, 'alert', model.notSent, right, y);
    right = this.#count(this.#unread, 'unread', model.unread, right, y);
    // Being reachable is the normal state: its icon is lit, its word is not.
    const colour = model.link.tone === 'accent' ? theme.quiet : undefined;
    const place = { x: MARGIN_PX, y, width: right - MARGIN_PX };
    this.#link.update(this.#thatFits(model, place.width), place, fonts.meta, colour);
  }

  /** Returns the right edge of the space that is left, in px. */
  #count(text: Text, icon: IconName, count: number, right: number, y: number): number {
    const { metrics, fonts } = this.#look;
    const words = count === 0 ? '' : `${glyphOf(icon)} ${count > 99 ? '99+' : count}`;
    const width = widthOf(words, fonts.metaBold);
    text.place({ x: right - width, y, width, height: metrics.meta.line }).wrapped(words);
    return words === '' ? right : right - width - MARGIN_PX;
  }

  #thatFits({ link, linkShorter }: StatusBarModel, width: number): StateModel {
    const shorter = linkShorter.map((text) => ({ ...link, text }));
    return [link, ...shorter].find((state) => this.#link.widthFor(state) <= width) ?? shorter.at(-1) ?? link;
  }
}
