import type { Message, Sequence, UnreachablePeriod } from '../../domain/history/message.ts';
import type { ThreadEvent } from '../../domain/history/thread.ts';
import { epochMs } from '../../domain/time.ts';
import type { EventQuery } from '../../ports/message-store.ts';
import { MESSAGE_COLUMNS, toMessage, type MessageRow } from './message-rows.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { mergeThreadEvents, type PlacedPeriod } from './thread-events.ts';

interface PeriodRow {
  readonly afterSequence: Sequence;
  readonly fromMs: number;
  readonly toMs: number | null;
}

const SELECT_MESSAGES = `SELECT ${MESSAGE_COLUMNS} FROM message JOIN thread USING (thread_id)`;

/** What stands in a thread: its messages and the unreachable periods between them. All calls run inside the caller's transaction or read. */
export class SqliteThreadEvents {
  private readonly bySequence;
  private readonly newestMessages;
  private readonly newestPeriods;
  private readonly insertPeriod;
  private readonly closePeriod;
  private readonly selectOpen;

  constructor(database: SqliteDatabase) {
    this.bySequence = database.prepare<[Sequence], MessageRow>(`${SELECT_MESSAGES} WHERE message.sequence = ?`);
    this.newestMessages = database.prepare<[number, Sequence, number], MessageRow>(
      `${SELECT_MESSAGES} WHERE message.thread_id = ? AND message.sequence < ? ORDER BY message.sequence DESC LIMIT ?`,
    );
    this.newestPeriods = database.prepare<[Sequence, Sequence, number], PeriodRow>(
      `SELECT after_sequence AS afterSequence, from_ms AS fromMs, to_ms AS toMs FROM unreachable_period
       WHERE after_sequence >= ? AND after_sequence < ? ORDER BY after_sequence DESC, period_id DESC LIMIT ?`,
    );
    this.insertPeriod = database.prepare<[number, number | null], never>(
      `INSERT INTO unreachable_period (after_sequence, from_ms, to_ms)
       VALUES ((SELECT coalesce(max(sequence), 0) FROM message), ?, ?)`,
    );
    this.closePeriod = database.prepare<[number], never>('UPDATE unreachable_period SET to_ms = ? WHERE to_ms IS NULL');
    this.selectOpen = database.prepare<[], number>('SELECT 1 FROM unreachable_period WHERE to_ms IS NULL').pluck();
  }

  find(sequence: Sequence): Message | null {
    const row = this.bySequence.get(sequence);
    return row === undefined ? null : toMessage(row);
  }

  select(threadId: number, { beforeSequence, limit }: EventQuery): readonly ThreadEvent[] {
    const before = beforeSequence ?? Number.MAX_SAFE_INTEGER;
    const messages = this.newestMessages.all(threadId, before, limit).reverse().map(toMessage);
    const first = messages[0];
    if (first === undefined) return [];
    return mergeThreadEvents(messages, this.newestPeriods.all(first.sequence, before, limit).reverse().map(toPlaced));
  }

  record({ fromMs, toMs }: UnreachablePeriod): void {
    if (this.selectOpen.get() === undefined) this.insertPeriod.run(fromMs, toMs);
    else if (toMs !== null) this.closePeriod.run(toMs);
  }
}

function toPlaced({ afterSequence, fromMs, toMs }: PeriodRow): PlacedPeriod {
  return { afterSequence, period: { fromMs: epochMs(fromMs), toMs: toMs === null ? null : epochMs(toMs) } };
}
