import { Box, type Place } from '../../drawing/box.ts';
import { glyphOf } from '../../drawing/icons.ts';
import type { Look } from '../../drawing/look.ts';
import { heightOf, Text } from '../../drawing/text.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { presentLock, type LockModel } from './present.ts';
import type { LockState } from './state.ts';

/** The locked keypad: the time, whether something is new, and how to unlock. */
class LockView implements View<LockModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #clock: Text;
  readonly #date: Text;
  readonly #news: Text;
  readonly #notSent: Text;
  readonly #warning: Text;
  readonly #hint: Text;
  #tellsTime = true;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#clock = new Text(look, this.box, fonts.clock, theme.text).align('centre');
    this.#date = new Text(look, this.box, fonts.meta, theme.text).align('centre');
    this.#news = new Text(look, this.box, fonts.body, theme.accent).align('centre');
    this.#notSent = new Text(look, this.box, fonts.body, theme.error).align('centre');
    this.#warning = new Text(look, this.box, fonts.meta, theme.warn).align('centre');
    this.#hint = new Text(look, this.box, fonts.meta, theme.quiet).align('centre');
  }

  tellsTime(): boolean {
    return this.#tellsTime;
  }

  update(model: LockModel, area: Place): void {
    const { metrics, theme, fonts } = this.#look;
    const { clock, meta, body, gap, margin } = metrics;
    this.box.place(area);
    const width = area.width - 2 * margin;
    const news = model.news === '' ? '' : `${glyphOf('unread')} ${model.news}`;
    const notSent = model.notSent === '' ? '' : `${glyphOf('alert')} ${model.notSent}`;
    const warning = model.warning === '' ? '' : `${glyphOf(model.warningIcon)} ${model.warning}`;
    const hint = `${glyphOf('lock')} ${model.hint}`;
    const warningHeight = warning === '' ? 0 : heightOf(warning, width, fonts.meta);
    const hintHeight = heightOf(hint, width, fonts.meta);
    const hintY = area.height - hintHeight - margin;
    const told = body.line + gap + (notSent === '' ? 0 : body.line + gap) + warningHeight;
    // What is told has its room first; then the date, then the clock, which the status bar shows else.
    const withDate = clock.line + gap + meta.line + 3 * gap + told <= hintY;
    this.#tellsTime = clock.line + gap + told <= hintY;
    const above = (this.#tellsTime ? clock.line + gap : 0) + (withDate ? meta.line + 3 * gap : 0) + told;
    let y = Math.max(0, (hintY - above) >> 1);
    const below = (height: number, space: number): Place => {
      const place = { x: margin, y, width, height };
      y += height + space;
      return place;
    };
    this.#clock
      .place(this.#tellsTime ? below(clock.line, gap) : below(0, 0))
      .wrapped(this.#tellsTime ? model.clock : '');
    this.#date.place(withDate ? below(meta.line, 3 * gap) : below(0, 0)).line(withDate ? model.date : '');
    this.#news.place(below(body.line, gap)).line(news);
    this.#notSent.place(notSent === '' ? below(0, 0) : below(body.line, gap)).line(notSent);
    this.#warning.place(below(warningHeight, 0)).wrapped(warning);
    this.#hint
      .place({ x: margin, y: hintY, width, height: hintHeight })
      .tone(model.underWay ? theme.text : theme.quiet)
      .wrapped(hint);
  }
}

export const lockView: ViewEntry<LockState, LockModel> = {
  presenter: () => ({ present: presentLock }),
  make: (look, parent) => new LockView(look, parent),
  focused: ({ hint }) => hint,
};
