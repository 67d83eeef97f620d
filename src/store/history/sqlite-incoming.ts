import { createHash } from 'node:crypto';
import type { Sequence } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Addition, NewIncoming, OwedReport } from '../../ports/store/message-store.ts';
import { MAX_QUERY_ROWS } from '../database/bounds.ts';
import { MESSAGE_COLUMNS, toIncoming, type MessageRow } from './rows/message-rows.ts';
import { newIncoming, readStep, receivedStep } from './rows/new-rows.ts';
import type { Standing } from '../../domain/standing.ts';
import { isBlank, utf8Bytes } from '../../domain/text/text-limits.ts';
import type { SqliteSearch } from './search/sqlite-search.ts';
import type { SqliteRequests } from './sqlite-requests.ts';
import { SELECT_STANDING } from './standing-sql.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { SqliteSteps } from './sqlite-steps.ts';
import type { SqliteThreads } from './sqlite-threads.ts';

interface OwedRow {
  readonly sequence: Sequence;
  readonly address: string;
  readonly id: string;
  readonly disposition: OwedReport['disposition'];
}

/** A (peer, id) that came before, with its message; all but `content` is null when that message was removed. */
type SeenRow = { readonly content: Uint8Array | null } & (
  (MessageRow & { readonly standing: Standing | 'deleted' }) | { readonly sequence: null }
);

export interface IncomingParts {
  readonly threads: SqliteThreads;
  readonly search: SqliteSearch;
  readonly steps: SqliteSteps;
  readonly requests: SqliteRequests;
}

/**
 * Ids of strangers' texts that are remembered when the text is gone. A relay repeats a text within minutes; more than
 * this would let strangers fill the medium with ids.
 */
const REMEMBERED_OF_STRANGERS = 2_000;

/** Of a text that was removed no more than this stays: enough to know it again, and nothing that can be read. */
const CONTENT_BYTES = 16;

const DROPPED: Addition = { kind: 'dropped' };

/** Received messages and the reports that they owe. All calls run inside the caller's transaction or read. */
export class SqliteIncoming {
  readonly #parts: IncomingParts;
  readonly #standing;
  readonly #forgetSeen;
  readonly #insert;
  readonly #insertSeen;
  readonly #selectSeen;
  readonly #markConflict;
  readonly #insertOwed;
  readonly #oweRead;
  readonly #selectOwed;
  readonly #deleteOwed;

  constructor(database: SqliteDatabase, parts: IncomingParts) {
    this.#parts = parts;
    this.#insert = database.prepare<[Sequence, string, string, number, number | null, number], never>(
      `INSERT INTO message (sequence, outgoing, id, body, cut_bytes, sent_at_ms, owes_read_report)
       VALUES (?, 0, ?, ?, ?, ?, ?)`,
    );
    this.#insertSeen = database.prepare<[string, string, Sequence, number, Uint8Array], never>(
      'INSERT INTO seen (address, id, sequence, stranger, content) VALUES (?, ?, ?, ?, ?)',
    );
    // The newest stay, and those whose text is still here.
    this.#forgetSeen = database.prepare<[number], never>(
      `DELETE FROM seen WHERE stranger = 1
         AND sequence < (SELECT sequence FROM seen WHERE stranger = 1 ORDER BY sequence DESC LIMIT 1 OFFSET ?)
         AND NOT EXISTS (SELECT 1 FROM event WHERE event.sequence = seen.sequence)`,
    );
    this.#standing = database.prepare<[{ readonly address: string }], Standing>(SELECT_STANDING).pluck();
    this.#selectSeen = database.prepare<[string, string], SeenRow>(
      `SELECT ${MESSAGE_COLUMNS}, thread.standing, seen.content
       FROM seen LEFT JOIN event ON event.sequence = seen.sequence LEFT JOIN message ON message.sequence = event.sequence
         LEFT JOIN thread ON thread.thread_id = event.thread_id
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

  /** 'no-room': a known peer has to wait, and is told so. */
  add(message: NewIncoming): Addition | 'no-room' {
    const { peer, body } = message;
    const seen = this.#selectSeen.get(peer, message.id);
    if (seen !== undefined) return this.#addAgain(seen, message);
    const standing = this.#standing.get({ address: peer }) ?? 'stranger';
    const bytes = utf8Bytes(body);
    if (standing === 'known')
      return this.#parts.requests.hasRoomFor(peer) ? this.#store(message, bytes, false) : 'no-room';
    const admitted = standing === 'stranger' && this.#parts.requests.admits(peer, bytes);
    return admitted ? this.#store(message, bytes, true) : DROPPED;
  }

  #store(message: NewIncoming, bytes: number, isStranger: boolean): Addition {
    const { id, peer, body, cutBytes = 0, receivedAtMs, sentAtMs } = message;
    const { threads, search, steps } = this.#parts;
    const event = { kind: 'message', atMs: receivedAtMs, unread: !isBlank(body) } as const;
    const { threadId, sequence } = threads.add(peer, event, { incoming: 1, bytes });
    this.#insert.run(sequence, id, body, cutBytes, sentAtMs, message.owesReadReport ? 1 : 0);
    this.#insertSeen.run(peer, id, sequence, isStranger ? 1 : 0, contentOf(message));
    if (isStranger) this.#forgetSeen.run(REMEMBERED_OF_STRANGERS);
    search.add(threadId, sequence, body, isStranger);
    steps.append(sequence, [receivedStep(receivedAtMs)]);
    if (message.owesDeliveryReport) this.#insertOwed.run(sequence, 'delivered');
    return { kind: 'stored', message: newIncoming(sequence, message) };
  }

  /** Notes that the owner has read the message. */
  noteRead(sequence: Sequence, atMs: EpochMs): void {
    this.#parts.steps.append(sequence, [readStep(atMs)]);
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

  #addAgain(seen: SeenRow, message: NewIncoming): Addition {
    const first = isGone(seen) ? null : toIncoming(seen);
    // Of what came before schema 7 only the text itself can be compared.
    const isSame = seen.content === null ? first?.body === message.body : contentOf(message).equals(seen.content);
    if (isSame) return { kind: 'duplicate', message: first };
    if (first === null) return { kind: 'conflict', message: null };
    this.#markConflict.run(first.sequence);
    return { kind: 'conflict', message: { ...first, conflict: true } };
  }
}

function contentOf({ id, body, digest }: NewIncoming): Buffer {
  return createHash('sha256')
    .update(`${id} ${digest ?? body}`)
    .digest()
    .subarray(0, CONTENT_BYTES);
}

/** Its message was removed, or is being removed with its thread. */
function isGone(seen: SeenRow): seen is Extract<SeenRow, { readonly sequence: null }> {
  return seen.sequence === null || seen.standing === 'deleted';
}
