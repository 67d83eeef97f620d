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

/** Something that happened between the owner and one peer. Each kind adds its own details. */
export type PeerEvent = EventHead & { readonly peer: PeerAddress } & {
  readonly kind: 'message';
  readonly message: Message;
};

/** An event that stands in every thread, because it is about the relay and not about a peer. */
export type CommonEvent = EventHead & { readonly kind: 'unreachable'; readonly period: UnreachablePeriod };

/** What the history of one contact shows. */
export type ThreadEvent = PeerEvent | CommonEvent;

export function isOfPeer(event: ThreadEvent): event is PeerEvent {
  return event.kind !== 'unreachable';
}

/** The event's message; null when there is no event or it is of another kind. */
export function messageOf(event: ThreadEvent | null): Message | null {
  return event?.kind === 'message' ? event.message : null;
}

export function messageEvent(message: Message): PeerEvent {
  const { sequence, peer } = message;
  const atMs = message.direction === 'outgoing' ? message.composedAtMs : message.receivedAtMs;
  return { kind: 'message', sequence, atMs, peer, message };
}

export function unreachableEvent(sequence: Sequence, period: UnreachablePeriod): CommonEvent {
  return { kind: 'unreachable', sequence, atMs: period.fromMs, period };
}
