import type { Message, Sequence, UnreachablePeriod } from './message.ts';
import type { PeerAddress } from '../peer-address.ts';
import type { EpochMs } from '../time.ts';

/** What every event says of itself, so that order, days and pages need not know the kinds. */
interface EventHead {
  /** Its name, and its place among the events of one peer. */
  readonly sequence: Sequence;
  /** When it happened, by the clock of that moment; shown, never sorted by. */
  readonly atMs: EpochMs;
}

/** Something between the owner and one peer. Each kind brings its own details. */
export type PeerEvent = EventHead & { readonly peer: PeerAddress } & {
  readonly kind: 'message';
  readonly message: Message;
};

/** A line that stands in every thread: it is about the relay, not about a peer. */
export type CommonEvent = EventHead & { readonly kind: 'unreachable'; readonly period: UnreachablePeriod };

/** What Contact's History shows. */
export type ThreadEvent = PeerEvent | CommonEvent;

export function isOfPeer(event: ThreadEvent): event is PeerEvent {
  return event.kind !== 'unreachable';
}

/** Null for an event of another kind, and where there is none. */
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
