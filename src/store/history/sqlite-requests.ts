import {
  isAdmitted,
  isShortForStrangers,
  isWithin,
  MAX_EVICTIONS,
  MESSAGE_BYTES,
  STRANGER_QUOTA,
  STRANGERS_QUOTA,
  withMore,
  type Room,
  type Usage,
} from '../../domain/history/quota.ts';
import type { Sequence } from '../../domain/history/message.ts';
import { epochMs } from '../../domain/time.ts';
import type { RequestsSummary } from '../../ports/store/message-store.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import type { SqliteErasure } from './sqlite-erasure.ts';

interface VictimRow {
  readonly sequence: Sequence;
  readonly unread: number;
}

interface SenderRow extends Usage {
  readonly favourite: number;
}

interface SummaryRow {
  readonly senders: number;
  readonly unread: number | null;
  readonly lastSequence: Sequence | null;
}

/**
 * The quotas of senders who are no contacts (domain/history/quota.ts): what they have, and what makes way. All calls
 * run inside the caller's transaction or read.
 */
export class SqliteRequests {
  readonly #erasure: SqliteErasure;
  readonly #room: () => Room;
  readonly #sender;
  readonly #together;
  readonly #ofSender;
  readonly #oldestRead;
  readonly #greediest;
  readonly #summary;
  readonly #atMs;
  readonly #lost;
  readonly #noteLost;
  readonly #forgetLost;

  constructor(database: SqliteDatabase, erasure: SqliteErasure, room: () => Room) {
    this.#erasure = erasure;
    this.#room = room;
    this.#sender = database.prepare<[{ readonly address: string }], SenderRow>(
      `SELECT coalesce((SELECT favourite FROM contact WHERE address = @address), 0) AS favourite,
         coalesce((SELECT incoming FROM thread WHERE address = @address), 0) AS messages,
         coalesce((SELECT incoming_bytes FROM thread WHERE address = @address), 0) AS bytes`,
    );
    this.#together = database.prepare<[], Usage>(
      `SELECT coalesce(sum(incoming), 0) AS messages, coalesce(sum(incoming_bytes), 0) AS bytes
       FROM thread WHERE standing = 'stranger'`,
    );
    this.#ofSender = database.prepare<[string], VictimRow>(
      `SELECT event.sequence, event.unread FROM event JOIN thread USING (thread_id)
       WHERE thread.address = ? ORDER BY event.unread, event.sequence LIMIT 1`,
    );
    this.#oldestRead = database.prepare<[], VictimRow>(
      `SELECT event.sequence, event.unread FROM thread JOIN event USING (thread_id)
       WHERE thread.standing = 'stranger' AND event.unread = 0 ORDER BY event.sequence LIMIT 1`,
    );
    this.#greediest = database.prepare<[], VictimRow>(
      `SELECT sequence, unread FROM event
       WHERE unread = 1 AND thread_id = (
         SELECT thread_id FROM thread WHERE standing = 'stranger' AND unread > 0
         ORDER BY incoming_bytes + ${MESSAGE_BYTES} * incoming DESC, last_sequence LIMIT 1)
       ORDER BY sequence LIMIT 1`,
    );
    this.#summary = database.prepare<[], SummaryRow>(
      `SELECT count(*) AS senders, sum(unread) AS unread, max(last_sequence) AS lastSequence
       FROM thread WHERE standing = 'stranger'`,
    );
    this.#atMs = database.prepare<[Sequence], number>('SELECT at_ms FROM event WHERE sequence = ?').pluck();
    this.#lost = database.prepare<[], number>('SELECT messages FROM request_loss').pluck();
    this.#noteLost = database.prepare<[], never>('UPDATE request_loss SET messages = messages + 1');
    this.#forgetLost = database.prepare<[number], never>('UPDATE request_loss SET messages = max(0, messages - ?)');
  }

  /**
   * Whether a text of a stranger is kept, after others have made way for it: first those of the same sender, then the
   * oldest that were read, then the oldest of whoever has most. One that is not kept is counted.
   */
  admits(address: string, textBytes: number): boolean {
    const kept = this.#makesWay(address, textBytes);
    if (!kept) this.#noteLost.run();
    return kept;
  }

  /**
   * Whether a text of a known peer is taken now. Strangers make way as long as the room that they leave is not free.
   */
  hasRoomFor(address: string): boolean {
    let room = this.#room();
    for (let count = 0; count < MAX_EVICTIONS && isShortForStrangers(room); count += 1) {
      if (!this.#evict(this.#victim())) break;
      room = this.#room();
    }
    const sender = this.#senderOf(address);
    return isAdmitted(sender.favourite === 1, sender, room);
  }

  hasLittleRoom(): boolean {
    return isShortForStrangers(this.#room());
  }

  summary(): RequestsSummary {
    const { senders, unread, lastSequence } = this.#summary.get() ?? { senders: 0, unread: 0, lastSequence: null };
    const atMs = lastSequence === null ? undefined : this.#atMs.get(lastSequence);
    return {
      senders,
      unread: unread ?? 0,
      lastAtMs: atMs === undefined ? null : epochMs(atMs),
      lost: this.#lost.get() ?? 0,
    };
  }

  forgetLost(count: number): void {
    this.#forgetLost.run(count);
  }

  #makesWay(address: string, textBytes: number): boolean {
    const own = (): Usage => withMore(this.#senderOf(address), textBytes);
    const all = (): Usage => withMore(this.#together.get() ?? { messages: 0, bytes: 0 }, textBytes);
    let evictions = 0;
    while (!isWithin(own(), STRANGER_QUOTA)) {
      if (evictions++ === MAX_EVICTIONS || !this.#evict(this.#ofSender.get(address))) return false;
    }
    while (!isWithin(all(), STRANGERS_QUOTA)) {
      if (evictions++ === MAX_EVICTIONS || !this.#evict(this.#victim())) return false;
    }
    return !isShortForStrangers(this.#room());
  }

  #senderOf(address: string): SenderRow {
    return this.#sender.get({ address }) ?? { favourite: 0, messages: 0, bytes: 0 };
  }

  #victim(): VictimRow | undefined {
    return this.#oldestRead.get() ?? this.#greediest.get();
  }

  #evict(victim: VictimRow | undefined): boolean {
    if (victim === undefined) return false;
    this.#erasure.erase(victim.sequence);
    if (victim.unread === 1) this.#noteLost.run();
    return true;
  }
}
