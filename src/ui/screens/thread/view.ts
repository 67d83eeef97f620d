import type { CaretBeside, Overflow, Seen } from '../../behaviour/behaviour.ts';
import { Box, type Place } from '../../drawing/box.ts';
import { BelowPill } from './drawing/below-pill.ts';
import { BubbleRow, bubbleHeight } from './drawing/bubble-row.ts';
import { ComposerField } from './composer-field.ts';
import { HintLine } from './drawing/hint-line.ts';
import { Header } from '../../widgets/header.ts';
import { LaidOutRows } from './drawing/laid-out-rows.ts';
import { LineRow, lineHeight } from './drawing/line-row.ts';
import { sequenceOf } from '../../events/event-row.ts';
import { glyphOf } from '../../drawing/icons.ts';
import type { Look } from '../../drawing/look.ts';
import { Strip, type StripRow } from './drawing/strip.ts';
import { heightOf, Text } from '../../drawing/text.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { threadPresenter, type ThreadModel } from './present.ts';
import { MarkRow, markHeight } from './drawing/mark-row.ts';
import { PinnedDay } from './drawing/pinned-day.ts';
import { ROWS_APART_PX, type PlacedRow } from './drawing/placed-row.ts';
import { isDayKey } from './drawing/row-models.ts';
import type { ThreadState } from './state.ts';

/** A conversation: the peer, the messages, and the field. */
class ThreadView implements View<ThreadModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #header: Header;
  readonly #empty: Text;
  readonly #strip: Strip<PlacedRow>;
  readonly #below: BelowPill;
  readonly #notice: Text;
  readonly #composer: ComposerField;
  readonly #hint: HintLine;
  readonly #rows: LaidOutRows;
  readonly #day: PinnedDay;
  #peer = '';
  #stripTop = 0;

  constructor(look: Look, parent: Box) {
    this.#look = look;
    this.#rows = new LaidOutRows((placed) => heightOfRow(look, placed));
    this.box = new Box(parent);
    this.#empty = new Text(look, this.box, look.fonts.meta, look.theme.quiet).align('centre');
    this.#strip = new Strip(this.box, {
      kindOf: ({ row }) => row.kind,
      create: (kind, strip) => createRow(look, kind, strip),
      isToldAbove: isDayKey,
    });
    this.#day = new PinnedDay(look, this.box);
    this.#below = new BelowPill(look, this.box);
    this.#header = new Header(look, this.box);
    this.#notice = new Text(look, this.box, look.fonts.meta, look.theme.warn).align('centre');
    this.#composer = new ComposerField(look, this.box);
    this.#hint = new HintLine(look, this.box);
  }

  overflow(): Overflow {
    return this.#strip.overflow();
  }

  readonly caretBeside: CaretBeside = (line, columnPx) => this.#composer.caretBeside(line, columnPx);

  seen(coveredPx: number): Seen | null {
    const keys = this.#strip.seen(Math.max(0, coveredPx - this.#stripTop));
    const [from, through] = [sequenceOf(keys[0] ?? ''), sequenceOf(keys.at(-1) ?? '')];
    return from === null || through === null ? null : { from, through };
  }

  update(model: ThreadModel, area: Place): void {
    this.box.place(area);
    const top = this.#header.update({
      title: model.name,
      subtitle: '',
      aside: '',
      initials: model.initials,
      typing: false,
    });
    const composerHeight = this.#placeField(model, area.height, area.height - top);
    const noticeTop = this.#placeNotice(model.notice, { top, bottom: area.height - composerHeight });
    if (model.peer !== this.#peer) this.#strip.forget();
    this.#peer = model.peer;
    this.#placeRows(model, top + this.#day.heightPx, noticeTop);
    this.#day.update(dayAt(model, this.#strip.firstKey), top);
    this.#sayEmpty(model, top, noticeTop - top);
  }

  /**
   * The rows, down to the sign that more that is new is further down. The space around the first and the last row lies
   * under what stands over and under the thread.
   */
  #placeRows(model: ThreadModel, top: number, bottom: number): void {
    const y = top - ROWS_APART_PX;
    const height = bottom + ROWS_APART_PX - y;
    this.#stripTop = y;
    // At the end of the thread nothing is further down, though it was not noted yet that its last row is in sight.
    const sign = { heightPx: this.#below.heightPx, unlessAtEnd: !model.moreBelow };
    const key = model.focusKey ?? model.holdKey;
    const isMore = this.#strip.update(
      // A held row may be scrolled out at the top, and then as much more is in sight below it.
      this.#rows.around(model.rows, { key, abovePx: height, belowPx: height + model.holdPx }),
      model,
      { x: 0, y, width: this.#look.metrics.widthPx, height },
      model.hasUnread ? sign : null,
    );
    this.#below.update(isMore ? model.newBelow : '', bottom);
  }

  /** The field, or what is said of the focused event in its place. Returns the height, in px. */
  #placeField({ composer, hint }: ThreadModel, bottom: number, room: number): number {
    const fieldHeight = this.#composer.heightFor(composer, room);
    this.#composer.show(hint === null).update(composer, bottom);
    const height = hint === null ? fieldHeight : Math.max(fieldHeight, this.#hint.heightFor(hint));
    this.#hint.update(hint, bottom, height);
    return height;
  }

  /** Returns the upper edge of the notice, or of the field when there is none; in px. */
  #placeNotice(notice: string, { top, bottom }: { readonly top: number; readonly bottom: number }): number {
    const { metrics, fonts } = this.#look;
    const text = notice === '' ? '' : `${glyphOf('alert')} ${notice}`;
    const width = metrics.widthPx - 2 * metrics.margin;
    const whole = text === '' ? 0 : heightOf(text, width, fonts.meta);
    // Under other notices there may be room for no more than a line.
    const height = whole > bottom - top ? metrics.meta.line : whole;
    const y = bottom - height;
    const place = this.#notice.place({ x: metrics.margin, y, width, height });
    if (height < whole) place.line(text);
    else place.wrapped(text);
    return y;
  }

  #sayEmpty(model: ThreadModel, top: number, height: number): void {
    const { metrics } = this.#look;
    const y = top + ((height - metrics.meta.line) >> 1);
    this.#empty
      .place({ x: metrics.margin, y, width: metrics.widthPx - 2 * metrics.margin, height: metrics.meta.line })
      .line(model.rows.length === 0 ? model.empty : '');
  }
}

/** The day of the row with that key: the line above it names it, or nothing and it is the first day. */
function dayAt({ rows, firstDay }: ThreadModel, key: string | null): string {
  if (key === null) return '';
  const at = rows.findIndex((row) => row.key === key);
  return rows.slice(0, Math.max(0, at)).findLast((row) => isDayKey(row.key))?.text ?? firstDay;
}

function heightOfRow(look: Look, placed: PlacedRow): number {
  const { row } = placed;
  switch (row.kind) {
    case 'bubble':
      return bubbleHeight(look, { ...placed, row });
    case 'line':
      return lineHeight(look, row);
    case 'mark':
      return markHeight(look);
  }
}

function createRow(look: Look, kind: string, strip: Box): StripRow<PlacedRow> {
  // The strip reuses a row only for models of the same kind.
  if (kind === 'bubble') return new BubbleRow(look, strip);
  if (kind === 'mark') return new MarkRow(look, strip);
  return new LineRow(look, strip);
}

export const threadView: ViewEntry<ThreadState, ThreadModel> = {
  presenter: threadPresenter,
  make: (look, parent) => new ThreadView(look, parent),
  focused: ({ rows, focusKey, composer }) =>
    rows.find((row) => row.key === focusKey)?.text ?? (composer.text || composer.placeholder),
  writing: ({ composer: { focused, text, cursor, mode } }) =>
    focused ? { textBefore: Array.from(text).slice(0, cursor).join(''), mode: mode === '' ? 'abc' : mode } : null,
  newsLine: 'underHeader',
};
