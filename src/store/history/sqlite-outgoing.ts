import type { OutgoingMessage, Sequence } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { NewOutgoing, OutgoingChange } from '../../ports/message-store.ts';
import { MAX_QUERY_ROWS } from '../database/bounds.ts';
import { MESSAGE_COLUMNS, toOutgoing, type MessageRow } from './message-rows.ts';
import { assertFailureFits, composedStep, newOutgoing } from './new-rows.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { SqliteSteps } from './sqlite-steps.ts';
import type { SqliteThreads } from './sqlite-threads.ts';

const SELECT_OUTGOING = `SELECT ${MESSAGE_COLUMNS} FROM message JOIN thread USING (thread_id) WHERE message.outgoing = 1`;

/** The outbox. All calls run inside the caller's transaction or read. */
export class SqliteOutgoing {
  private readonly steps: SqliteSteps;
  private readonly threads: SqliteThreads;
  private readonly insert;
  private readonly update;
  private readonly forgetDraft;
  private readonly byId;
  private readonly selectUnfinished;
  private readonly selectLast;

  constructor(database: SqliteDatabase, threads: SqliteThreads, steps: SqliteSteps) {
    this.steps = steps;
    this.threads = threads;
    this.insert = database.prepare<[number, string, string, number, string, number], never>(
      `INSERT INTO message (thread_id, outgoing, id, body, at_ms, status, give_up_at_age_ms) VALUES (?, 1, ?, ?, ?, ?, ?)`,
    );
    this.update = database.prepare<[string, string | null, string | null, number, number, Sequence], never>(
      'UPDATE message SET status = ?, failure = ?, cause = ?, tries = ?, give_up_at_age_ms = ? WHERE sequence = ?',
    );
    this.forgetDraft = database.prepare<[string], never>('DELETE FROM draft WHERE address = ?');
    this.byId = database.prepare<[string], MessageRow>(`${SELECT_OUTGOING} AND message.id = ?`);
    this.selectUnfinished = database.prepare<[number], MessageRow>(
      `${SELECT_OUTGOING} AND message.status IN ('sending', 'waiting') ORDER BY message.sequence LIMIT ?`,
    );
    this.selectLast = database.prepare<[], MessageRow>(`${SELECT_OUTGOING} ORDER BY message.sequence DESC LIMIT 1`);
  }

  add(message: NewOutgoing): OutgoingMessage {
    if (this.find(message.id) !== null) throw new Error(`outgoing id used before: ${message.id}`);
    const threadId = this.threads.ensure(message.peer);
    const { id, body, composedAtMs, giveUpAtAgeMs } = message;
    const inserted = this.insert.run(threadId, id, body, composedAtMs, 'sending', giveUpAtAgeMs);
    const sequence = Number(inserted.lastInsertRowid);
    this.threads.noteMessage(threadId, sequence, body, 0);
    this.steps.append(sequence, [composedStep(composedAtMs)]);
    this.forgetDraft.run(message.peer);
    return newOutgoing(sequence, message);
  }

  change(id: MessageId, change: OutgoingChange): OutgoingMessage {
    assertFailureFits(change);
    const before = this.find(id);
    if (before === null) throw new Error(`no outgoing message ${id}`);
    const { status, failure, cause = null, tries } = change;
    const giveUpAtAgeMs = change.giveUpAtAgeMs ?? before.giveUpAtAgeMs;
    this.update.run(status, failure, cause, tries, giveUpAtAgeMs, before.sequence);
    this.steps.append(before.sequence, change.steps);
    return { ...before, status, failure, cause, tries, giveUpAtAgeMs };
  }

  find(id: MessageId): OutgoingMessage | null {
    const row = this.byId.get(id);
    return row === undefined ? null : toOutgoing(row);
  }

  unfinished(): readonly OutgoingMessage[] {
    return this.selectUnfinished.all(MAX_QUERY_ROWS).map(toOutgoing);
  }

  last(): OutgoingMessage | null {
    const row = this.selectLast.get();
    return row === undefined ? null : toOutgoing(row);
  }
}
