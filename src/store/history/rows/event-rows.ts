import { messageEvent, type PeerEvent } from '../../../domain/history/event.ts';
import { MESSAGE_COLUMNS, toMessage, type MessageRow } from './message-rows.ts';

/** Columns of an event with its details. Details of other kinds than the event's own are null. Needs `JOIN_DETAILS`. */
export const EVENT_COLUMNS = `event.kind, ${MESSAGE_COLUMNS}`;

/** Adds an event's details to its row: one look-up by sequence for each kind of event. */
export const JOIN_DETAILS = 'LEFT JOIN message ON message.sequence = event.sequence';

export interface EventRow extends MessageRow {
  readonly kind: PeerEvent['kind'];
}

const EVENT_OF_ROW: Readonly<Record<PeerEvent['kind'], (row: EventRow) => PeerEvent>> = {
  message: (row) => ({ ...messageEvent(toMessage(row)), unread: row.unread === 1 }),
};

/** The event of a row. Only for events that belong to a thread. */
export function toEvent(row: EventRow): PeerEvent {
  return EVENT_OF_ROW[row.kind](row);
}
