import { composerCounter, composerText, textBeforeCursor, type Composer } from '../../../domain/text/composer.ts';
import type { PeerEvent } from '../../../domain/history/event.ts';
import type { InputMode } from '../../../domain/input/input-event.ts';
import { MAX_TEXT_BYTES } from '../../../domain/text/text-limits.ts';
import { rowKey } from '../../events/event-row.ts';
import type { Presenter } from '../../drawing/view.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import { hintOf } from '../../events/event-views.ts';
import type { EventHint } from '../../events/event-view.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import type { Strings } from '../../languages/strings.ts';
import type { Tone } from '../../style/theme.ts';
import type { ThreadRowModel } from './drawing/row-models.ts';
import { emptyThreadRows, presentRows, type ThreadRows } from './rows.ts';
import type { ThreadState } from './state.ts';
import { eventsOf, showsNewest } from './window.ts';

export interface ComposerModel {
  readonly text: string;
  /** Position in Unicode code points from the start, as LVGL counts. */
  readonly cursor: number;
  readonly focused: boolean;
  /** To whom Enter sends. */
  readonly placeholder: string;
  /** The same, for when the whole does not fit. */
  readonly placeholderShort: string;
  /** How much of the room is used; '' while there is plenty. */
  readonly counter: string;
  readonly counterTone: Tone;
  /** The input method's mode; '' when none is shown. */
  readonly mode: Exclude<InputMode, 'abc'> | '';
}

export interface ThreadModel {
  readonly kind: 'thread';
  readonly peer: string;
  readonly initials: string;
  readonly name: string;
  readonly empty: string;
  readonly rows: readonly ThreadRowModel[];
  /** The day of the first row; '' when there is none. The others begin with a line of their own. */
  readonly firstDay: string;
  /** Key of the focused row; null when the field has the focus. */
  readonly focusKey: string | null;
  /** Without a focus: the row that must stay in sight, and how far it was scrolled out on purpose. Null at the end. */
  readonly holdKey: string | null;
  readonly holdPx: number;
  /** The edge by which a row taller than the screen was entered, and how far it was scrolled from there. */
  readonly anchor: 'top' | 'bottom';
  readonly scrollPx: number;
  /** There are newer rows below that are not loaded. */
  readonly moreBelow: boolean;
  /** "2 new below"; '' when nothing unread is further down, or it is not known yet. */
  readonly newBelow: string;
  /**
   * Something is unread. Room is kept for the sign before it is known whether there is more below: a message that the
   * sign would cover must not have been counted as seen.
   */
  readonly hasUnread: boolean;
  /** Why the last Enter did nothing; '' when there is nothing to say. */
  readonly notice: string;
  readonly composer: ComposerModel;
  /** Stands in the place of the field while an event has the focus; null while the field has it. */
  readonly hint: EventHint | null;
}

/** The counter is shown from here on. A short text needs none. */
const COUNTED_FROM_CHARACTERS = 120;
const COUNTED_FROM_BYTES = 450;
/** When no more than this is left, the counter has the colour of a warning. */
const NEARLY_FULL = 10;

export function threadPresenter(): Presenter<ThreadState, ThreadModel> {
  const memory = emptyThreadRows();
  return { present: (parts, view) => presentThread(parts, view, memory) };
}

function presentThread(parts: PresentParts, view: ThreadState, memory: ThreadRows): ThreadModel {
  const { strings } = parts;
  const { name } = view;
  return {
    kind: 'thread',
    peer: view.peer,
    initials: initials(name),
    name: name ?? plainAddress(view.peer),
    empty: strings.text('thread.empty'),
    rows: presentRows(parts, view, memory),
    firstDay: firstDay(parts, view),
    focusKey: view.focus === null ? null : rowKey(view.focus),
    holdKey: view.hold === null ? null : rowKey(view.hold.sequence),
    holdPx: view.hold?.scrollPx ?? 0,
    anchor: view.anchor,
    scrollPx: view.scrollPx,
    moreBelow: !showsNewest(view.window),
    newBelow: newBelow(parts, view),
    hasUnread: hasUnread(view),
    notice: notice(parts, view),
    composer: presentComposer(parts, view),
    hint: presentHint(parts, view),
  };
}

function firstDay({ times, now }: PresentParts, { window }: ThreadState): string {
  const [first] = window.events;
  return first === undefined ? '' : times.dayLine(first.atMs, now.wallMs);
}

function presentHint(parts: PresentParts, view: ThreadState): EventHint | null {
  const focused = eventsOf(view.window).find(({ sequence }) => sequence === view.focus);
  if (focused === undefined) return null;
  const hint = hintOf(parts, focused);
  if (view.found === null) return hint;
  return { ...hint, keys: parts.strings.text(parts.hasSoftKeys ? 'hint.hitsSoftKeys' : 'hint.hits') };
}

function newBelow({ strings }: PresentParts, { sight, hold, news }: ThreadState): string {
  // A first message that is taller than the view is not seen yet, and the others are further down.
  const opened = hold !== null && hold.sequence === news?.before ? news.count - 1 : 0;
  const unread = sight?.unreadBelow ?? opened;
  return unread === 0 ? '' : strings.count('newBelow', unread);
}

function hasUnread({ window, asked, sight }: ThreadState): boolean {
  const isUnread = ({ unread, sequence }: PeerEvent): boolean => unread && !asked.has(sequence);
  return (sight?.unreadBelow ?? 0) > 0 || eventsOf(window).some(isUnread);
}

function notice({ strings }: PresentParts, view: ThreadState): string {
  if (view.refusal === null) return '';
  if (view.refusal !== 'full') return strings.text(`refused.${view.refusal}`);
  const { used, limit, bytesLeft } = composerCounter(view.field);
  return used >= limit
    ? strings.text('refused.full', { used: String(used), limit: String(limit) })
    : strings.text('refused.fullBytes', byteCount(bytesLeft));
}

function byteCount(bytesLeft: number): { readonly bytes: string; readonly mostBytes: string } {
  return { bytes: String(MAX_TEXT_BYTES - bytesLeft), mostBytes: String(MAX_TEXT_BYTES) };
}

function presentComposer({ strings, hasSoftKeys, mode }: PresentParts, view: ThreadState): ComposerModel {
  const { used, limit, bytesLeft, full } = composerCounter(view.field);
  const nearlyFull = full || Math.min(limit - used, bytesLeft) <= NEARLY_FULL;
  const name = view.name ?? plainAddress(view.peer);
  return {
    text: composerText(view.field),
    cursor: Array.from(textBeforeCursor(view.field)).length,
    focused: view.focus === null,
    placeholder: strings.text(hasSoftKeys ? 'thread.placeholderShort' : 'thread.placeholder', { name }),
    placeholderShort: strings.text('thread.placeholderShort', { name }),
    counter: counterWords(strings, view.field),
    counterTone: nearlyFull ? 'warn' : 'quiet',
    mode: mode === 'abc' ? '' : mode,
  };
}

function counterWords(strings: Strings, field: Composer): string {
  const { used, limit, bytesLeft } = composerCounter(field);
  const manyBytes = MAX_TEXT_BYTES - bytesLeft >= COUNTED_FROM_BYTES;
  if (used < COUNTED_FROM_CHARACTERS && !manyBytes) return '';
  const counted = { used: String(used), limit: String(limit) };
  // Emoji and foreign letters may reach the limit in bytes first. Then bytes are told too.
  const byBytes = bytesLeft < limit - used || used < COUNTED_FROM_CHARACTERS;
  return byBytes
    ? strings.text('counter.bytes', { ...counted, ...byteCount(bytesLeft) })
    : strings.text('counter', counted);
}
