import type { MessageEvent } from '../../domain/history/event.ts';
import type { IncomingMessage, Message } from '../../domain/history/message.ts';
import { indexOfFolded, searchFold } from '../../domain/text/search-fold.ts';
import { isBlank } from '../../domain/text/text-limits.ts';
import { visibleText } from '../../domain/text/visible-text.ts';
import { canEdit, canResend } from '../behaviour/message-actions.ts';
import type { StateModel } from '../phrases/state-model.ts';
import { STATUS_ICONS, statusOf } from '../phrases/status-words.ts';
import { oneLine } from '../present/one-line.ts';
import type { PresentParts } from '../present/present-parts.ts';
import { rowKey, type BubbleRowModel } from './event-row.ts';
import type { EventHint, PeerEventView } from './event-view.ts';

export const messageView: PeerEventView<MessageEvent> = {
  row: bubble,
  hint,
  line: (parts, { message }, filter) => line(parts, message, filter),
  news: (parts, { message }) => replacementOf(parts, message) ?? oneLine(message.body),
};

function bubble(parts: PresentParts, event: MessageEvent): BubbleRowModel {
  return new MessageBubble(parts, event);
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

  constructor(parts: PresentParts, { message, atMs }: MessageEvent) {
    const outgoing = message.direction === 'outgoing';
    this.key = rowKey(message.sequence);
    this.side = message.direction;
    const replacement = replacementOf(parts, message);
    this.replaced = replacement !== null;
    this.time = parts.times.clock(atMs);
    this.state = outgoing ? statusOf(message, { ...parts, link: parts.status.link }) : incomingState(parts, message);
    this.body = replacement ?? message.body;
  }

  /** Peers end a text with line breaks, which would be drawn as empty lines. */
  get text(): string {
    return (this.#text ??= visibleText(this.body).trimEnd());
  }
}

/** Words that stand for a text that is gone, or that says nothing; null when there is something to read. */
function replacementOf({ strings }: PresentParts, message: Message): string | null {
  if (message.blanked) return strings.text(message.direction === 'outgoing' ? 'thread.blankedOut' : 'thread.blankedIn');
  return isBlank(message.body) ? strings.text('thread.emptyText') : null;
}

function incomingState({ strings }: PresentParts, message: IncomingMessage): StateModel | null {
  if (message.cutBytes > 0)
    return { icon: 'alert', tone: 'warn', text: strings.text('thread.cut', { size: kilobytes(message.cutBytes) }) };
  return message.conflict ? { icon: 'alert', tone: 'warn', text: strings.text('thread.conflict') } : null;
}

/** What the focused message is, in full, and what the keys do with it. */
function hint(parts: PresentParts, { message, atMs }: MessageEvent): EventHint {
  const { strings, times } = parts;
  if (message.direction === 'incoming') {
    const state = incomingState(parts, message);
    const received: StateModel = {
      icon: null,
      tone: 'text',
      text: strings.text('hint.received', { time: times.clock(atMs) }),
    };
    return { state: state ?? received, keys: keysWords(parts, 'hint.details') };
  }
  const state = statusOf(message, { ...parts, link: parts.status.link });
  const keys = canEdit(message) ? 'hint.resendOrEdit' : canResend(message) ? 'hint.resend' : 'hint.details';
  return { state, keys: keysWords(parts, keys) };
}

/** The soft keys' labels say what they do. */
function keysWords(
  { strings, hasSoftKeys }: PresentParts,
  key: 'hint.details' | 'hint.resend' | 'hint.resendOrEdit',
): string {
  return strings.text(hasSoftKeys ? 'hint.softKeys' : key);
}

/** About this much of a text is shown before the part that was found. */
const WORDS_BEFORE_UNITS = 8;
/** So much of a text is looked through for it: as much as is kept of a received one. */
const MAX_LOOKED_UNITS = 4_096;

/** A message in one line, beginning a little before the part that the filter found. */
function line(parts: PresentParts, message: Message, filter: string): StateModel {
  const replacement = replacementOf(parts, message);
  const text = replacement ?? oneLine(fromMatch(message.body, filter));
  if (message.direction === 'incoming') return { icon: null, tone: 'quiet', text };
  const own = replacement ?? parts.strings.text('history.own', { text });
  return { ...STATUS_ICONS[message.status], text: own };
}

function fromMatch(body: string, filter: string): string {
  const at = filter === '' ? -1 : indexOfFolded(body.slice(0, MAX_LOOKED_UNITS), searchFold(filter));
  if (at <= WORDS_BEFORE_UNITS) return body;
  // Cut at a space, so that no word and no emoji is torn.
  const space = body.lastIndexOf(' ', at - WORDS_BEFORE_UNITS / 2);
  return space < 0 ? body : `… ${body.slice(space + 1)}`;
}

/** Never 0: a part that is missing is always told. */
function kilobytes(bytes: number): string {
  return String(Math.max(1, Math.round(bytes / 1_000)));
}
