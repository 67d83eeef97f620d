import type { IncomingMessage, Sequence } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Addition, NewIncoming, OwedReport } from '../../ports/store/message-store.ts';
import { MAX_QUERY_ROWS } from '../database/bounds.ts';
import { MESSAGE_COLUMNS, toIncoming, type MessageRow } from './rows/message-rows.ts';
import { newIncoming, readStep, receivedStep } from './rows/new-rows.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { SqliteSteps } from './sqlite-steps.ts';
import type { SqliteThreads } from './sqlite-threads.ts';

interface OwedRow {
  readonly sequence: Sequence;
  readonly address: string;
  readonly id: string;
  readonly disposition: OwedReport['disposition'];
}

/** A (peer, id) that came before, with its message; all columns are null when that message was removed. */
type SeenRow = MessageRow | { readonly sequence: null };

const REMOVED: Addition = { kind: 'duplicate', message: null };

/** Received messages and the reports that they owe. All calls run inside the caller's transaction or read. */
export class SqliteIncoming {
  readonly #steps: SqliteSteps;
  readonly #threads: SqliteThreads;
  readonly #insert;
  readonly #insertSeen;
  readonly #selectSeen;
  readonly #markConflict;
  readonly #insertOwed;
  readonly #oweRead;
  readonly #selectOwed;
  readonly #deleteOwed;

  constructor(database: SqliteDatabase, threads: SqliteThreads, steps: SqliteSteps) {
    this.#steps = steps;
    this.#threads = threads;
    this.#insert = database.prepare<[Sequence, string, string, number | null, number], never>(
      'INSERT INTO message (sequence, outgoing, id, body, sent_at_ms, owes_read_report) VALUES (?, 0, ?, ?, ?, ?)',
    );
    this.#insertSeen = database.prepare<[string, string, Sequence], never>(
      'INSERT INTO seen (address, id, sequence) VALUES (?, ?, ?)',
    );
    this.#selectSeen = database.prepare<[string, string], SeenRow>(
      `SELECT ${MESSAGE_COLUMNS}
       FROM seen LEFT JOIN message ON message.sequence = seen.sequence LEFT JOIN event ON event.sequence = message.sequence
         LEFT JOIN thread USING (thread_id)
       WHERE seen.address = ? AND seen.id = ?`,
    );
    this.#markConflict = database.prepare<[Sequence], never>('UPDATE message SET conflict = 1 WHERE sequence = ?');
    this.#insertOwed = database.prepare<[Sequence, string], never>(
      'INSERT INTO owed_report (sequence, disposition) VALUES (?, ?)',
    );
    this.#oweRead = database.prepare<[Sequence], never>(
      `INSERT INTO owed_report (sequence, disposition)
       SELECT sequence, 'displayed' FROM message WHERE sequence = ? AND owes_read_report = 1`,
    );
    // 'delivered' sorts before 'displayed', and must be sent before it.
    this.#selectOwed = database.prepare<[number], OwedRow>(
      `SELECT owed_report.sequence, thread.address, message.id, owed_report.disposition
       FROM owed_report JOIN message USING (sequence) JOIN event USING (sequence) JOIN thread USING (thread_id)
       ORDER BY owed_report.sequence, owed_report.disposition LIMIT ?`,
    );
    this.#deleteOwed = database.prepare<[Sequence, string], never>(
      'DELETE FROM owed_report WHERE sequence = ? AND disposition = ?',
    );
  }

  add(message: NewIncoming): Addition {
    const seen = this.#selectSeen.get(message.peer, message.id);
    if (seen !== undefined) return seen.sequence === null ? REMOVED : this.#addAgain(toIncoming(seen), message.body);
    const { id, peer, body, receivedAtMs, sentAtMs } = message;
    const added = this.#threads.add(peer, { kind: 'message', atMs: receivedAtMs, unread: true });
    const { sequence } = added;
    this.#insert.run(sequence, id, body, sentAtMs, message.owesReadReport ? 1 : 0);
    this.#insertSeen.run(peer, id, sequence);
    this.#threads.addText(added, body);
    this.#steps.append(sequence, [receivedStep(receivedAtMs)]);
    if (message.owesDeliveryReport) this.#insertOwed.run(sequence, 'delivered');
    return { kind: 'stored', message: newIncoming(sequence, message) };
  }

  /** Notes that the owner has read the message. */
  noteRead(sequence: Sequence, atMs: EpochMs): void {
    this.#steps.append(sequence, [readStep(atMs)]);
    this.#oweRead.run(sequence);
  }

  owedReports(): readonly OwedReport[] {
    return this.#selectOwed.all(MAX_QUERY_ROWS).map(({ sequence, address, id, disposition }) => ({
      sequence,
      peer: address as PeerAddress,
      id: id as MessageId,
      disposition,
    }));
  }

  reportSent({ sequence, disposition }: OwedReport): void {
    this.#deleteOwed.run(sequence, disposition);
  }

  #addAgain(first: IncomingMessage, body: string): Addition {
    // A blanked text can no longer be compared.
    if (first.blanked || first.body === body) return { kind: 'duplicate', message: first };
    this.#markConflict.run(first.sequence);
    return { kind: 'conflict', message: { ...first, conflict: true } };
  }
}
