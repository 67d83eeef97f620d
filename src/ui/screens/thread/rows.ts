import type { IncomingMessage, Message, OutgoingMessage, UnreachablePeriod } from '../../../domain/history/message.ts';
import type { ThreadEvent } from '../../../domain/history/event.ts';
import { visibleText } from '../../../domain/text/visible-text.ts';
import { canEdit, canResend } from '../../behaviour/message-actions.ts';
import { momentOf } from '../../phrases/message-words.ts';
import { statusOf } from '../../phrases/status-words.ts';
import type { StateModel } from '../../phrases/state-model.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import type { ThreadState } from './state.ts';

export interface BubbleRowModel {
  readonly kind: 'bubble';
  readonly key: string;
  readonly side: 'incoming' | 'outgoing';
  readonly text: string;
  /** The text is not the peer's but one of ours that stands for it, because the message was blanked. */
  readonly replaced: boolean;
  readonly time: string;
  readonly state: StateModel | null;
}

export interface LineRowModel {
  readonly kind: 'line';
  readonly key: string;
  readonly text: string;
}

export type ThreadRowModel = BubbleRowModel | LineRowModel;

/**
 * The rows made last, and what they were made from, so that typing one character does not make a screenful of words
 * again. It holds nothing that does not follow from the arguments, so the presenter stays pure.
 */
export interface ThreadRows {
  events: readonly ThreadEvent[] | null;
  focus: number | null;
  minute: string;
  /** Why the relay cannot be reached; '' when it can. */
  outage: string;
  rows: readonly ThreadRowModel[];
}

export function emptyThreadRows(): ThreadRows {
  return { events: null, focus: null, minute: '', outage: '', rows: [] };
}

export function presentRows(parts: PresentParts, view: ThreadState, memory: ThreadRows): readonly ThreadRowModel[] {
  const { status, times, now } = parts;
  const { link } = status;
  const outage = link.kind === 'unreachable' ? link.reason : '';
  const minute = `${times.dayKey(now.wallMs)} ${times.clock(now.wallMs)}`;
  const same =
    memory.events === view.window.events &&
    memory.focus === view.focus &&
    memory.minute === minute &&
    memory.outage === outage;
  if (same) return memory.rows;
  const rows = makeRows(parts, view);
  Object.assign(memory, { events: view.window.events, focus: view.focus, minute, outage, rows } satisfies ThreadRows);
  return rows;
}

function makeRows(parts: PresentParts, view: ThreadState): readonly ThreadRowModel[] {
  const { times, now } = parts;
  const rows: ThreadRowModel[] = [];
  // Times are shown without a date, so every other day is named; today is named only after another day.
  let day = times.dayKey(now.wallMs);
  for (const event of view.window.events) {
    const { atMs } = event;
    const eventDay = times.dayKey(atMs);
    if (eventDay !== day) rows.push({ kind: 'line', key: `day:${eventDay}`, text: times.dayLine(atMs, now.wallMs) });
    day = eventDay;
    rows.push(
      event.kind === 'message' ? bubble(parts, event.message, view.focus) : unreachableLine(parts, event.period),
    );
  }
  return rows;
}

function unreachableLine({ strings, times }: PresentParts, { fromMs, toMs }: UnreachablePeriod): LineRowModel {
  const from = times.clock(fromMs);
  const text =
    toMs === null
      ? strings.text('thread.unreachableSince', { from })
      : strings.text('thread.unreachable', { from, to: times.clock(toMs) });
  return { kind: 'line', key: `unreachable:${fromMs}`, text };
}

function bubble(parts: PresentParts, message: Message, focus: number | null): BubbleRowModel {
  const { strings, times } = parts;
  const outgoing = message.direction === 'outgoing';
  return {
    kind: 'bubble',
    key: `message:${message.sequence}`,
    side: message.direction,
    text: message.blanked
      ? strings.text(outgoing ? 'thread.blankedOut' : 'thread.blankedIn')
      : visibleText(message.body),
    replaced: message.blanked,
    time: times.clock(momentOf(message)),
    state: outgoing ? outgoingState(parts, message, focus) : incomingState(parts, message, focus),
  };
}

/** The status, and for the focused message also what the keys do with it. */
function outgoingState(parts: PresentParts, message: OutgoingMessage, focus: number | null): StateModel {
  const state = statusOf(message, { ...parts, link: parts.status.link });
  if (message.sequence !== focus) return state;
  return { ...state, text: withHint(parts, message, state.text) };
}

function incomingState(
  { strings, hasSoftKeys }: PresentParts,
  message: IncomingMessage,
  focus: number | null,
): StateModel | null {
  if (message.conflict) return { icon: 'alert', tone: 'warn', text: strings.text('thread.conflict') };
  if (message.sequence !== focus) return null;
  const status = strings.text('status.received');
  return { icon: null, tone: 'quiet', text: hasSoftKeys ? status : strings.text('hint.details', { status }) };
}

function withHint({ strings, hasSoftKeys }: PresentParts, message: OutgoingMessage, status: string): string {
  // The soft keys' labels say what they do. Where there is no room for Details among them, the status names the arrow
  // key that leads there.
  if (hasSoftKeys) return canEdit(message) ? strings.text('hint.details', { status }) : status;
  if (canEdit(message)) return strings.text('hint.resendOrEdit', { status });
  return canResend(message) ? strings.text('hint.resend', { status }) : strings.text('hint.details', { status });
}
