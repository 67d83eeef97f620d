import type { StatusBarModel } from '../present/models.ts';
import type { StateModel } from '../../phrases/state-model.ts';
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
  readonly #battery: Battery;

  constructor(look: Look, parent: Box) {
    const { metrics, fonts, theme } = look;
    this.#look = look;
    const box = new Box(parent, { x: 0, y: 0, width: metrics.widthPx, height: metrics.statusBar });
    this.#link = new StateLine(look, box);
    this.#clock = new Text(look, box, fonts.metaBold, theme.text);
    this.#unread = new Text(look, box, fonts.metaBold, theme.accent);
    this.#battery = new Battery(look, box);
  }

  update(model: StatusBarModel): void {
    const { metrics, fonts, theme } = this.#look;
    const y = (metrics.statusBar - metrics.meta.line) >> 1;
    const height = metrics.meta.line;
    const clockWidth = widthOf(model.clock, fonts.metaBold);
    let right = metrics.widthPx - MARGIN_PX - clockWidth;
    this.#clock.place({ x: right, y, width: clockWidth, height }).wrapped(model.clock);
    right -= MARGIN_PX;
    right = this.#battery.update(model.batteryPercent, right, metrics.statusBar);
    const unread = model.unread === 0 ? '' : `${glyphOf('unread')} ${model.unread > 99 ? '99+' : model.unread}`;
    const unreadWidth = widthOf(unread, fonts.metaBold);
    if (unread !== '') right -= unreadWidth;
    this.#unread.place({ x: right, y, width: unreadWidth, height }).wrapped(unread);
    if (unread !== '') right -= MARGIN_PX;
    // Being reachable is the normal state: its icon is lit, its word is not.
    const colour = model.link.tone === 'accent' ? theme.quiet : undefined;
    const place = { x: MARGIN_PX, y, width: right - MARGIN_PX };
    this.#link.update(this.#thatFits(model, place.width), place, fonts.meta, colour);
  }

  #thatFits({ link, linkShorter }: StatusBarModel, width: number): StateModel {
    const shorter = linkShorter.map((text) => ({ ...link, text }));
    return [link, ...shorter].find((state) => this.#link.widthFor(state) <= width) ?? shorter.at(-1) ?? link;
  }
}
