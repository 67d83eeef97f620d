import type { MessageStep, Sequence } from '../../domain/history/message.ts';
import { toStep, type StepRow } from './rows/message-rows.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';

/** The steps of messages. `append` runs inside the caller's transaction. */
export class SqliteSteps {
  readonly #insert;
  readonly #select;

  constructor(database: SqliteDatabase) {
    this.#insert = database.prepare<
      [Sequence, Sequence, number, string, number | null, number | null, string | null],
      never
    >(
      `INSERT INTO step (sequence, ordinal, at_ms, kind, try_number, sip_status, reason)
       VALUES (?, (SELECT coalesce(max(ordinal), 0) + 1 FROM step WHERE sequence = ?), ?, ?, ?, ?, ?)`,
    );
    this.#select = database.prepare<[Sequence], StepRow>(
      `SELECT step.at_ms AS atMs, step.kind, try_number AS tryNumber, sip_status AS sipStatus, step.reason
       FROM step JOIN event USING (sequence) JOIN thread USING (thread_id)
       WHERE sequence = ? AND thread.standing <> 'deleted' ORDER BY step.ordinal`,
    );
  }

  append(sequence: Sequence, steps: readonly MessageStep[]): void {
    for (const { atMs, kind, tryNumber, sipStatus, reason } of steps) {
      this.#insert.run(sequence, sequence, atMs, kind, tryNumber, sipStatus, reason);
    }
  }

  /** None of a deleted thread, whose events may still wait to be erased. */
  of(sequence: Sequence): readonly MessageStep[] {
    return this.#select.all(sequence).map(toStep);
  }
}
