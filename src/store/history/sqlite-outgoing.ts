import { failedUnasked, type OutgoingMessage, type Sequence } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import { afterMoves, type OutgoingMove } from '../../domain/outbox/transition.ts';
import type { MovedMessage, NewOutgoing } from '../../ports/store/message-store.ts';
import { MAX_QUERY_ROWS } from '../database/bounds.ts';
import { SELECT_MESSAGES, toOutgoing, type MessageRow } from './rows/message-rows.ts';
import { composedStep, newOutgoing } from './rows/new-rows.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { SqliteSearch } from './search/sqlite-search.ts';
import type { SqliteSteps } from './sqlite-steps.ts';
import type { SqliteThreads } from './sqlite-threads.ts';

const SELECT_OUTGOING = `${SELECT_MESSAGES} WHERE message.outgoing = 1 AND thread.standing <> 'deleted'`;

/** Sent messages. All calls run inside the caller's transaction or read. */
export class SqliteOutgoing {
  readonly #steps: SqliteSteps;
  readonly #threads: SqliteThreads;
  readonly #search: SqliteSearch;
  readonly #insert;
  readonly #update;
  readonly #forgetDraft;
  readonly #byId;
  readonly #selectUnfinished;
  readonly #selectLast;
  readonly #selectUnsent;

  constructor(database: SqliteDatabase, threads: SqliteThreads, search: SqliteSearch, steps: SqliteSteps) {
    this.#steps = steps;
    this.#threads = threads;
    this.#search = search;
    this.#insert = database.prepare<[Sequence, string, string, string, number], never>(
      'INSERT INTO message (sequence, outgoing, id, body, status, give_up_at_age_ms) VALUES (?, 1, ?, ?, ?, ?)',
    );
    this.#update = database.prepare<[string, string | null, string | null, number, number, Sequence], never>(
      'UPDATE message SET status = ?, failure = ?, cause = ?, tries = ?, give_up_at_age_ms = ? WHERE sequence = ?',
    );
    this.#forgetDraft = database.prepare<[string], never>('DELETE FROM draft WHERE address = ?');
    this.#byId = database.prepare<[string], MessageRow>(`${SELECT_OUTGOING} AND message.id = ?`);
    this.#selectUnfinished = database.prepare<[number], MessageRow>(
      `${SELECT_OUTGOING} AND message.status IN ('sending', 'waiting') ORDER BY message.sequence LIMIT ?`,
    );
    this.#selectUnsent = database.prepare<[number], MessageRow>(
      `${SELECT_OUTGOING} AND (message.status = 'waiting' OR (message.status = 'failed' AND event.unread = 1))
       ORDER BY message.sequence DESC LIMIT ?`,
    );
    this.#selectLast = database.prepare<[], MessageRow>(`${SELECT_OUTGOING} ORDER BY message.sequence DESC LIMIT 1`);
  }

  add(message: NewOutgoing): OutgoingMessage {
    if (this.find(message.id) !== null) throw new Error(`outgoing id used before: ${message.id}`);
    const { id, peer, body, composedAtMs, giveUpAtAgeMs } = message;
    const added = this.#threads.add(
      peer,
      { kind: 'message', atMs: composedAtMs, unread: false },
      { incoming: 0, bytes: 0 },
    );
    const { sequence, threadId } = added;
    this.#insert.run(sequence, id, body, 'sending', giveUpAtAgeMs);
    this.#threads.answered(peer, threadId);
    this.#search.add(threadId, sequence, body, false);
    this.#steps.append(sequence, [composedStep(composedAtMs)]);
    this.#forgetDraft.run(peer);
    return newOutgoing(sequence, message);
  }

  move(id: MessageId, moves: readonly OutgoingMove[]): MovedMessage {
    const before = this.find(id);
    if (before === null) throw new Error(`no outgoing message ${id}`);
    const { message, steps, statusChanged } = afterMoves(before, moves);
    const { sequence, status, failure, cause, tries, giveUpAtAgeMs } = message;
    this.#update.run(status, failure, cause, tries, giveUpAtAgeMs, sequence);
    this.#steps.append(sequence, steps);
    if (statusChanged) this.#threads.setUnread(sequence, failedUnasked(message));
    return { message, statusChanged };
  }

  find(id: MessageId): OutgoingMessage | null {
    const row = this.#byId.get(id);
    return row === undefined ? null : toOutgoing(row);
  }

  unfinished(): readonly OutgoingMessage[] {
    return this.#selectUnfinished.all(MAX_QUERY_ROWS).map(toOutgoing);
  }

  unsent(): readonly OutgoingMessage[] {
    return this.#selectUnsent.all(MAX_QUERY_ROWS).map(toOutgoing);
  }

  last(): OutgoingMessage | null {
    const row = this.#selectLast.get();
    return row === undefined ? null : toOutgoing(row);
  }
}
