import type { Message, MessageStep, OutgoingStatus, Sequence } from '../../../domain/history/message.ts';
import type { FailureReason } from '../../../domain/history/failure-reason.ts';
import type { IncomingMessage, OutgoingMessage } from '../../../domain/history/message.ts';
import type { MessageId } from '../../../domain/history/message-id.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import { deviceAgeMs, epochMs } from '../../../domain/time.ts';

/** Columns of a message, its event and its peer's address, in the form that all queries of this folder select. */
export const MESSAGE_COLUMNS = `
  event.sequence, event.at_ms AS atMs, event.unread, thread.address, message.outgoing, message.id, message.body, message.blanked,
  message.status, message.failure, message.cause, message.tries, message.give_up_at_age_ms AS giveUpAtAgeMs,
  message.sent_at_ms AS sentAtMs, message.conflict, message.cut_bytes AS cutBytes`;

export const SELECT_MESSAGES = `
  SELECT ${MESSAGE_COLUMNS} FROM message JOIN event ON event.sequence = message.sequence JOIN thread USING (thread_id)`;

/**
 * A row as SQLite returns it. Its values are trusted, because only the inserts of this folder write them, under the
 * checks of the table.
 */
export interface MessageRow {
  readonly sequence: Sequence;
  readonly atMs: number;
  readonly unread: number;
  readonly address: string;
  readonly outgoing: number;
  readonly id: string;
  readonly body: string;
  readonly blanked: number;
  readonly status: string | null;
  readonly failure: string | null;
  readonly cause: string | null;
  readonly tries: number;
  readonly giveUpAtAgeMs: number | null;
  readonly sentAtMs: number | null;
  readonly conflict: number;
  readonly cutBytes: number;
}

export interface StepRow {
  readonly atMs: number;
  readonly kind: string;
  readonly tryNumber: number | null;
  readonly sipStatus: number | null;
  readonly reason: string | null;
}

export function toMessage(row: MessageRow): Message {
  return row.outgoing === 1 ? toOutgoing(row) : toIncoming(row);
}

export function toOutgoing(row: MessageRow): OutgoingMessage {
  return {
    direction: 'outgoing',
    sequence: row.sequence,
    id: row.id as MessageId,
    peer: row.address as PeerAddress,
    body: row.body,
    composedAtMs: epochMs(row.atMs),
    status: row.status as OutgoingStatus,
    failure: row.failure as FailureReason | null,
    cause: row.cause as FailureReason | null,
    tries: row.tries,
    giveUpAtAgeMs: deviceAgeMs(row.giveUpAtAgeMs ?? 0),
    blanked: row.blanked === 1,
  };
}

export function toIncoming(row: MessageRow): IncomingMessage {
  return {
    direction: 'incoming',
    sequence: row.sequence,
    id: row.id as MessageId,
    peer: row.address as PeerAddress,
    body: row.body,
    cutBytes: row.cutBytes,
    receivedAtMs: epochMs(row.atMs),
    sentAtMs: row.sentAtMs === null ? null : epochMs(row.sentAtMs),
    read: row.unread === 0,
    conflict: row.conflict === 1,
    blanked: row.blanked === 1,
  };
}

export function toStep(row: StepRow): MessageStep {
  return {
    atMs: epochMs(row.atMs),
    kind: row.kind as MessageStep['kind'],
    tryNumber: row.tryNumber,
    sipStatus: row.sipStatus,
    reason: row.reason as FailureReason | null,
  };
}
