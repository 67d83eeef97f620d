import type { PeerEvent, ThreadEvent } from '../../domain/history/event.ts';
import type { MessageStep, OutgoingMessage, Sequence, UnreachablePeriod } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { OutgoingMove } from '../../domain/outbox/transition.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { EpochMs } from '../../domain/time.ts';
import type {
  Addition,
  EventQuery,
  MessageStore,
  MovedMessage,
  NewIncoming,
  NewOutgoing,
  OwedReport,
  StoreFailure,
  ThreadQuery,
  Unread,
} from '../../ports/store/message-store.ts';
import { assertLimit, assertOffset } from '../database/bounds.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { SqliteEvents } from './sqlite-events.ts';
import { SqliteIncoming } from './sqlite-incoming.ts';
import { SqliteOutgoing } from './sqlite-outgoing.ts';
import { SqliteSteps } from './sqlite-steps.ts';
import { SqliteThreads } from './sqlite-threads.ts';

/** `MessageStore` in the encrypted file. Each call is one transaction, or one read. */
export class SqliteMessageStore implements MessageStore {
  readonly #database: SqliteDatabase;
  readonly #steps: SqliteSteps;
  readonly #events: SqliteEvents;
  readonly #threads: SqliteThreads;
  readonly #outgoing: SqliteOutgoing;
  readonly #incoming: SqliteIncoming;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#steps = new SqliteSteps(database);
    this.#events = new SqliteEvents(database);
    this.#threads = new SqliteThreads(database, this.#events);
    this.#outgoing = new SqliteOutgoing(database, this.#threads, this.#steps);
    this.#incoming = new SqliteIncoming(database, this.#threads, this.#steps);
  }

  addOutgoing(message: NewOutgoing): Result<OutgoingMessage, StoreFailure> {
    return this.#database.write(() => this.#outgoing.add(message));
  }

  moveOutgoing(id: MessageId, ...moves: readonly OutgoingMove[]): Result<MovedMessage, StoreFailure> {
    return this.#database.write(() => this.#outgoing.move(id, moves));
  }

  unfinishedOutgoing(): readonly OutgoingMessage[] {
    return this.#database.read(() => this.#outgoing.unfinished());
  }

  findOutgoing(id: MessageId, peer: PeerAddress | null): OutgoingMessage | null {
    const found = this.#database.read(() => this.#outgoing.find(id));
    return found !== null && (peer === null || found.peer === peer) ? found : null;
  }

  lastOutgoing(): OutgoingMessage | null {
    return this.#database.read(() => this.#outgoing.last());
  }

  addIncoming(message: NewIncoming): Result<Addition, StoreFailure> {
    return this.#database.write(() => this.#incoming.add(message));
  }

  markRead(peer: PeerAddress, through: Sequence, atMs: EpochMs, from: Sequence = 0): Result<number, StoreFailure> {
    return this.#database.write(() => {
      const unread = this.#threads.markRead(peer, from, through);
      for (const { kind, sequence } of unread) if (kind === 'message') this.#incoming.noteRead(sequence, atMs);
      return unread.length;
    });
  }

  unreadCount(): number {
    return this.#database.read(() => this.#events.unreadCount());
  }

  unread(peer: PeerAddress, after: Sequence): Unread {
    return this.#database.read(() => this.#threads.unread(peer, after));
  }

  owedReports(): readonly OwedReport[] {
    return this.#database.read(() => this.#incoming.owedReports());
  }

  reportSent(...reports: readonly OwedReport[]): Result<void, StoreFailure> {
    return this.#database.write(() => {
      for (const report of reports) this.#incoming.reportSent(report);
    });
  }

  threads(query: ThreadQuery): readonly ThreadSummary[] {
    assertLimit(query.limit);
    assertOffset(query.offset);
    return this.#database.read(() => this.#threads.select(query));
  }

  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[] {
    assertLimit(query.limit);
    return this.#database.read(() => {
      const threadId = this.#threads.idOf(peer);
      return threadId === null ? [] : this.#events.select(threadId, query);
    });
  }

  find(sequence: Sequence): PeerEvent | null {
    return this.#database.read(() => this.#events.find(sequence));
  }

  steps(sequence: Sequence): readonly MessageStep[] {
    return this.#database.read(() => this.#steps.of(sequence));
  }

  recordUnreachable(period: UnreachablePeriod): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#events.recordUnreachable(period);
    });
  }
}
