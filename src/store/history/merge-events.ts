import type { CommonEvent, PeerEvent, ThreadEvent } from '../../domain/history/event.ts';
import type { Sequence } from '../../domain/history/message.ts';

/**
 * An event of all threads, with the event after which it stands. A clock that was set back cannot change that place.
 */
export interface PlacedEvent {
  readonly place: Sequence;
  readonly event: CommonEvent;
}

/** Merges both lists, each of them oldest first. */
export function mergeEvents(events: readonly PeerEvent[], placed: readonly PlacedEvent[]): readonly ThreadEvent[] {
  const merged: ThreadEvent[] = [];
  let next = 0;
  for (const event of events) {
    for (let common = placed[next]; common !== undefined && common.place < event.sequence; common = placed[++next]) {
      merged.push(common.event);
    }
    merged.push(event);
  }
  return [...merged, ...placed.slice(next).map(({ event }) => event)];
}
