import { signInEvent, type SignInEvent } from '../../domain/history/event.ts';
import type { Sequence } from '../../domain/history/message.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';
import { MAX_SIGN_INS } from '../../ports/store/message-store.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { PlacedEvent } from './merge-events.ts';

interface SignInRow {
  readonly sequence: Sequence;
  readonly atMs: number;
  readonly unread: 0 | 1;
}

const SELECT = `SELECT event.sequence, event.at_ms AS atMs, event.unread FROM sign_in JOIN event USING (sequence)`;

/** Other devices that signed in to the owner's account. All calls run inside the caller's transaction or read. */
export class SqliteSignIns {
  readonly #isKnown;
  readonly #insert;
  readonly #dropOldest;
  readonly #newest;
  readonly #between;
  readonly #seen;

  constructor(database: SqliteDatabase) {
    this.#isKnown = database.prepare<[string], number>('SELECT 1 FROM sign_in WHERE device = ?').pluck();
    this.#insert = database.prepare<[Sequence, string], never>('INSERT INTO sign_in (sequence, device) VALUES (?, ?)');
    // The details go with their event.
    this.#dropOldest = database.prepare<[number], never>(
      `DELETE FROM event WHERE sequence IN (SELECT sequence FROM sign_in ORDER BY sequence DESC LIMIT -1 OFFSET ?)`,
    );
    this.#newest = database.prepare<[number], SignInRow>(`${SELECT} ORDER BY sign_in.sequence DESC LIMIT ?`);
    this.#between = database.prepare<[Sequence, Sequence, number], SignInRow>(
      `${SELECT} WHERE sign_in.sequence >= ? AND sign_in.sequence < ? ORDER BY sign_in.sequence DESC LIMIT ?`,
    );
    this.#seen = database.prepare<[Sequence], never>(
      `UPDATE event SET unread = 0 WHERE thread_id IS NULL AND unread = 1 AND kind = 'signIn' AND sequence <= ?`,
    );
  }

  /** Null when that device was told of before. `addEvent` adds an unread event of this kind and time. */
  add(device: string, atMs: EpochMs, addEvent: () => Sequence): SignInEvent | null {
    if (this.#isKnown.get(device) !== undefined) return null;
    const sequence = addEvent();
    this.#insert.run(sequence, device);
    this.#dropOldest.run(MAX_SIGN_INS);
    return signInEvent(sequence, atMs, true);
  }

  /** Newest first. */
  all(): readonly SignInEvent[] {
    return this.#newest.all(MAX_SIGN_INS).map(toSignIn);
  }

  /** Newest first, from `first` to the one before `before`. */
  placedBetween(first: Sequence, before: Sequence, limit: number): readonly PlacedEvent[] {
    return this.#between.all(first, before, limit).map((row) => ({ place: row.sequence, event: toSignIn(row) }));
  }

  markSeen(through: Sequence): void {
    this.#seen.run(through);
  }
}

function toSignIn({ sequence, atMs, unread }: SignInRow): SignInEvent {
  return signInEvent(sequence, epochMs(atMs), unread === 1);
}
