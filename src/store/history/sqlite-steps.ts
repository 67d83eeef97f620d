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
      `SELECT at_ms AS atMs, kind, try_number AS tryNumber, sip_status AS sipStatus, reason
       FROM step WHERE sequence = ? ORDER BY ordinal`,
    );
  }

  append(sequence: Sequence, steps: readonly MessageStep[]): void {
    for (const { atMs, kind, tryNumber, sipStatus, reason } of steps) {
      this.#insert.run(sequence, sequence, atMs, kind, tryNumber, sipStatus, reason);
    }
  }

  of(sequence: Sequence): readonly MessageStep[] {
    return this.#select.all(sequence).map(toStep);
  }
}
