import type { Message, Sequence, UnreachablePeriod } from './message.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { EpochMs } from '../time.ts';

/** What every kind of event has, so that sorting, day lines and paging need not know the kinds. */
interface EventHead {
  /** Identifies the event, and gives its place in the order of one thread. */
  readonly sequence: Sequence;
  /** Wall clock when it happened. It is shown, but nothing is sorted by it. */
  readonly atMs: EpochMs;
}

interface PeerEventHead extends EventHead {
  readonly peer: PeerAddress;
  /** The owner has not seen it yet. */
  readonly unread: boolean;
}

/** A text that was sent or received. */
export interface MessageEvent extends PeerEventHead {
  readonly kind: 'message';
  readonly message: Message;
}

/** A time in which the relay could not be reached. */
export interface UnreachableEvent extends EventHead {
  readonly kind: 'unreachable';
  readonly period: UnreachablePeriod;
}

/** Another device signed in to the owner's account. */
export interface SignInEvent extends EventHead {
  readonly kind: 'signIn';
  /** The owner has not seen it yet. */
  readonly unread: boolean;
}

/** Something that happened between the owner and one peer. Each kind adds its own details. */
export type PeerEvent = MessageEvent;

/** An event that stands in every thread, because it is about the relay or the account and not about a peer. */
export type CommonEvent = UnreachableEvent | SignInEvent;

/** What the history of one contact shows. */
export type ThreadEvent = PeerEvent | CommonEvent;

export function isOfPeer(event: ThreadEvent): event is PeerEvent {
  return 'peer' in event;
}

/** The event's message; null when there is no event or it is of another kind. */
export function messageOf(event: ThreadEvent | null): Message | null {
  return event?.kind === 'message' ? event.message : null;
}

/** Something of the peer that the owner has not seen: an unread failure of the owner's own message is none. */
export function isNews(event: PeerEvent): boolean {
  return event.unread && messageOf(event)?.direction !== 'outgoing';
}

export function messageEvent(message: Message): MessageEvent {
  const { sequence, peer } = message;
  return message.direction === 'outgoing'
    ? { kind: 'message', sequence, peer, atMs: message.composedAtMs, unread: false, message }
    : { kind: 'message', sequence, peer, atMs: message.receivedAtMs, unread: !message.read, message };
}

export function unreachableEvent(sequence: Sequence, period: UnreachablePeriod): UnreachableEvent {
  return { kind: 'unreachable', sequence, atMs: period.fromMs, period };
}

export function signInEvent(sequence: Sequence, atMs: EpochMs, unread: boolean): SignInEvent {
  return { kind: 'signIn', sequence, atMs, unread };
}
