import type { Message, Sequence, UnreachablePeriod } from '../../domain/history/message.ts';
import type { ThreadEvent } from '../../domain/history/thread.ts';

/** A period and the newest message of any peer when it was recorded: its place in History, which a clock set back cannot move. */
export interface PlacedPeriod {
  readonly afterSequence: Sequence;
  readonly period: UnreachablePeriod;
}

/** Both lists oldest first. A period stands behind every message that was there when it was recorded. */
export function mergeThreadEvents(
  messages: readonly Message[],
  periods: readonly PlacedPeriod[],
): readonly ThreadEvent[] {
  const events: ThreadEvent[] = [];
  let next = 0;
  for (const message of messages) {
    for (let placed = periods[next]; placed !== undefined && placed.afterSequence < message.sequence;) {
      events.push({ kind: 'unreachable', period: placed.period });
      placed = periods[++next];
    }
    events.push({ kind: 'message', message });
  }
  for (const placed of periods.slice(next)) events.push({ kind: 'unreachable', period: placed.period });
  return events;
}
