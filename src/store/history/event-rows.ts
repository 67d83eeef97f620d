import { messageEvent, type PeerEvent } from '../../domain/history/event.ts';
import { MESSAGE_COLUMNS, toMessage, type MessageRow } from './message-rows.ts';

/** Columns of an event with its details, whatever its kind: those of other kinds are null. Needs `JOIN_DETAILS`. */
export const EVENT_COLUMNS = `event.kind, ${MESSAGE_COLUMNS}`;

/** Brings an event's details beside it: one look-up by sequence for each kind that there is. */
export const JOIN_DETAILS = 'LEFT JOIN message ON message.sequence = event.sequence';

export interface EventRow extends MessageRow {
  readonly kind: PeerEvent['kind'];
}

const EVENT_OF_ROW: Readonly<Record<PeerEvent['kind'], (row: EventRow) => PeerEvent>> = {
  message: (row) => messageEvent(toMessage(row)),
};

/** Of an event that belongs to a thread. */
export function toEvent(row: EventRow): PeerEvent {
  return EVENT_OF_ROW[row.kind](row);
}
