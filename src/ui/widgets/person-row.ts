import type { PersonRowModel } from '../present/models.ts';
import { Avatar } from './avatar.ts';
import { Box, ROUND, type Place } from '../drawing/box.ts';
import { glyphOf } from '../drawing/icons.ts';
import { FocusRow } from './focus-row.ts';
import type { Look } from '../drawing/look.ts';
import { StateLine } from './state-line.ts';
import { Text, widthOf } from '../drawing/text.ts';

const DOT_PX = 20;

/** A person in a list: picture, name, last message, time, number of unread messages. */
export class PersonRow {
  readonly #look: Look;
  readonly #row: FocusRow;
  readonly #avatar: Avatar;
  readonly #name: Text;
  readonly #time: Text;
  readonly #preview: StateLine;
  readonly #note: Text;
  readonly #dot: Box;
  readonly #count: Text;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.#row = new FocusRow(look, parent);
    const { box } = this.#row;
    this.#avatar = new Avatar(look, box);
    this.#name = new Text(look, box, fonts.body, theme.text);
    this.#time = new Text(look, box, fonts.meta, theme.quiet);
    this.#preview = new StateLine(look, box);
    this.#note = new Text(look, box, fonts.meta, theme.quiet);
    this.#dot = new Box(box).radius(ROUND).ground(theme.accent);
    this.#count = new Text(look, this.#dot, fonts.metaBold, theme.onAccent).align('centre');
  }

  hide(): void {
    this.#row.hide();
  }

  update(row: PersonRowModel, place: Place, focused: boolean): void {
    const { metrics, fonts, theme } = this.#look;
    this.#row.update(place, focused);
    const size = metrics.avatar;
    const left = metrics.margin + metrics.focusBar;
    this.#avatar.update({
      x: left,
      y: (place.height - size) >> 1,
      size,
      initials: row.icon === undefined ? row.initials : glyphOf(row.icon),
      lit: focused,
    });
    const x = left + size + metrics.margin;
    const y = (place.height - metrics.body.line - metrics.meta.line) >> 1;
    const timeLeft = this.#placeTime(row, y);
    const unread = row.unread > 0;
    this.#name.fontIs(unread ? fonts.bodyHeavy : fonts.body);
    this.#name.place({ x, y, width: timeLeft - metrics.margin - x, height: metrics.body.line }).line(row.name);
    const noteLeft = this.#placeNote(row.note ?? '', y + metrics.body.line);
    const dotLeft = Math.min(noteLeft, this.#placeDot(row.unread, y + metrics.body.line));
    const width = dotLeft - (unread || noteLeft < metrics.widthPx - metrics.margin ? metrics.margin : 0) - x;
    this.#preview.update(
      row.preview,
      { x, y: y + metrics.body.line, width },
      unread ? fonts.metaBold : fonts.meta,
      unread ? theme.text : theme.quiet,
    );
  }

  /** Returns the left edge of the time, or of the star in its place; in px. */
  #placeTime(row: PersonRowModel, y: number): number {
    const { metrics, fonts, theme } = this.#look;
    const text = row.starred ? glyphOf('star') : row.time;
    const width = widthOf(text, fonts.meta);
    const x = metrics.widthPx - metrics.margin - width;
    this.#time
      .place({ x, y: y + ((metrics.body.line - metrics.meta.line) >> 1), width, height: metrics.meta.line })
      .tone(row.starred ? theme.accent : theme.quiet)
      .wrapped(text);
    return x;
  }

  /** Returns the left edge of the words, in px. */
  #placeNote(text: string, y: number): number {
    const { metrics, fonts } = this.#look;
    const width = widthOf(text, fonts.meta);
    const x = metrics.widthPx - metrics.margin - width;
    this.#note.place({ x, y, width, height: metrics.meta.line }).wrapped(text);
    return x;
  }

  #placeDot(unread: number, y: number): number {
    const { metrics, fonts } = this.#look;
    const right = metrics.widthPx - metrics.margin;
    this.#dot.show(unread > 0);
    if (unread === 0) return right;
    const text = unread > 99 ? '99+' : String(unread);
    const height = Math.max(DOT_PX, metrics.meta.line);
    const width = Math.max(height, widthOf(text, fonts.metaBold) + 10);
    const x = right - width;
    this.#dot.place({ x, y: y + ((metrics.meta.line - height) >> 1), width, height });
    this.#count.place({ x: 0, y: (height - metrics.meta.line) >> 1, width, height: metrics.meta.line }).wrapped(text);
    return x;
  }
}
