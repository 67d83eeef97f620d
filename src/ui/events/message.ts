import type { MessageEvent } from '../../domain/history/event.ts';
import type { IncomingMessage, Message, OutgoingMessage } from '../../domain/history/message.ts';
import { visibleText } from '../../domain/text/visible-text.ts';
import { canEdit, canResend } from '../behaviour/message-actions.ts';
import type { StateModel } from '../phrases/state-model.ts';
import { STATUS_ICONS, statusOf } from '../phrases/status-words.ts';
import { oneLine } from '../present/one-line.ts';
import type { PresentParts } from '../present/present-parts.ts';
import { rowKey, type BubbleRowModel } from './event-row.ts';
import type { PeerEventView } from './event-view.ts';

export const messageView: PeerEventView<MessageEvent> = {
  row: bubble,
  line: (parts, { message }, filter) => line(parts, message, filter),
  news: ({ strings }, { message }) => (message.blanked ? strings.text('thread.blankedIn') : oneLine(message.body)),
};

function bubble(parts: PresentParts, event: MessageEvent, focused: boolean): BubbleRowModel {
  return new MessageBubble(parts, event, focused);
}

/**
 * A message as a row. Its text is made visible only when it is asked for: a thread has up to 72 of them, and only those
 * in sight are drawn.
 */
class MessageBubble implements BubbleRowModel {
  readonly kind = 'bubble';
  readonly key: string;
  readonly side: BubbleRowModel['side'];
  readonly replaced: boolean;
  readonly time: string;
  readonly state: StateModel | null;
  /** As it was received or typed; a part of what tells rows apart. */
  readonly body: string;
  #text: string | null = null;

  constructor(parts: PresentParts, { message, atMs }: MessageEvent, focused: boolean) {
    const outgoing = message.direction === 'outgoing';
    this.key = rowKey(message.sequence);
    this.side = message.direction;
    this.replaced = message.blanked;
    this.time = parts.times.clock(atMs);
    this.state = outgoing ? outgoingState(parts, message, focused) : incomingState(parts, message, focused);
    this.body = message.blanked
      ? parts.strings.text(outgoing ? 'thread.blankedOut' : 'thread.blankedIn')
      : message.body;
  }

  get text(): string {
    return (this.#text ??= visibleText(this.body));
  }
}

/** The status, and for the focused message also what the keys do with it. */
function outgoingState(parts: PresentParts, message: OutgoingMessage, focused: boolean): StateModel {
  const state = statusOf(message, { ...parts, link: parts.status.link });
  return focused ? { ...state, text: withHint(parts, message, state.text) } : state;
}

function incomingState(
  { strings, hasSoftKeys }: PresentParts,
  message: IncomingMessage,
  focused: boolean,
): StateModel | null {
  if (message.cutBytes > 0)
    return { icon: 'alert', tone: 'warn', text: strings.text('thread.cut', { size: kilobytes(message.cutBytes) }) };
  if (message.conflict) return { icon: 'alert', tone: 'warn', text: strings.text('thread.conflict') };
  if (!focused) return null;
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

/** About this much of a text is shown before the part that was found. */
const WORDS_BEFORE_UNITS = 8;

/** A message in one line, beginning a little before the part that the filter found. */
function line({ strings }: PresentParts, message: Message, filter: string): StateModel {
  const text = message.blanked ? '' : oneLine(fromMatch(message.body, filter));
  if (message.direction === 'incoming') {
    return { icon: null, tone: 'quiet', text: message.blanked ? strings.text('thread.blankedIn') : text };
  }
  const own = message.blanked ? strings.text('thread.blankedOut') : strings.text('history.own', { text });
  return { ...STATUS_ICONS[message.status], text: own };
}

function fromMatch(body: string, filter: string): string {
  const at = body.toLowerCase().indexOf(filter.toLowerCase());
  if (at <= WORDS_BEFORE_UNITS) return body;
  // Cut at a space, so that no word and no emoji is torn.
  const space = body.lastIndexOf(' ', at - WORDS_BEFORE_UNITS / 2);
  return space < 0 ? body : `… ${body.slice(space + 1)}`;
}

/** Never 0: a part that is missing is always told. */
function kilobytes(bytes: number): string {
  return String(Math.max(1, Math.round(bytes / 1_000)));
}
