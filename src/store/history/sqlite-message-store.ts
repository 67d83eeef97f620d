import type {
  Message,
  MessageStep,
  OutgoingMessage,
  Sequence,
  UnreachablePeriod,
} from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import type { ThreadEvent, ThreadSummary } from '../../domain/history/thread.ts';
import type { EpochMs } from '../../domain/time.ts';
import type {
  Addition,
  EventQuery,
  MessageStore,
  NewIncoming,
  NewOutgoing,
  OutgoingChange,
  OwedReport,
  StoreFailure,
  ThreadQuery,
} from '../../ports/message-store.ts';
import { assertLimit, assertOffset } from '../database/bounds.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { SqliteIncoming } from './sqlite-incoming.ts';
import { SqliteOutgoing } from './sqlite-outgoing.ts';
import { SqliteSteps } from './sqlite-steps.ts';
import { SqliteThreadEvents } from './sqlite-thread-events.ts';
import { SqliteThreads } from './sqlite-threads.ts';

/** `MessageStore` on the encrypted file: each call one transaction, or one read. */
export class SqliteMessageStore implements MessageStore {
  private readonly database: SqliteDatabase;
  private readonly allSteps: SqliteSteps;
  private readonly history: SqliteThreads;
  private readonly threadEvents: SqliteThreadEvents;
  private readonly outgoing: SqliteOutgoing;
  private readonly incoming: SqliteIncoming;

  constructor(database: SqliteDatabase) {
    this.database = database;
    this.allSteps = new SqliteSteps(database);
    this.history = new SqliteThreads(database);
    this.threadEvents = new SqliteThreadEvents(database);
    this.outgoing = new SqliteOutgoing(database, this.history, this.allSteps);
    this.incoming = new SqliteIncoming(database, this.history, this.allSteps);
  }

  addOutgoing(message: NewOutgoing): Result<OutgoingMessage, StoreFailure> {
    return this.database.write(() => this.outgoing.add(message));
  }

  changeOutgoing(id: MessageId, change: OutgoingChange): Result<OutgoingMessage, StoreFailure> {
    return this.database.write(() => this.outgoing.change(id, change));
  }

  unfinishedOutgoing(): readonly OutgoingMessage[] {
    return this.database.read(() => this.outgoing.unfinished());
  }

  findOutgoing(id: MessageId, peer: PeerAddress | null): OutgoingMessage | null {
    const found = this.database.read(() => this.outgoing.find(id));
    return found !== null && (peer === null || found.peer === peer) ? found : null;
  }

  lastOutgoing(): OutgoingMessage | null {
    return this.database.read(() => this.outgoing.last());
  }

  addIncoming(message: NewIncoming): Result<Addition, StoreFailure> {
    return this.database.write(() => this.incoming.add(message));
  }

  markRead(peer: PeerAddress, through: Sequence, atMs: EpochMs): Result<number, StoreFailure> {
    return this.database.write(() => this.incoming.markRead(peer, through, atMs));
  }

  unreadCount(): number {
    return this.database.read(() => this.history.unreadCount());
  }

  owedReports(): readonly OwedReport[] {
    return this.database.read(() => this.incoming.owedReports());
  }

  reportSent(...reports: readonly OwedReport[]): Result<void, StoreFailure> {
    return this.database.write(() => {
      for (const report of reports) this.incoming.reportSent(report);
    });
  }

  threads(query: ThreadQuery): readonly ThreadSummary[] {
    assertLimit(query.limit);
    assertOffset(query.offset);
    return this.database.read(() => this.history.select(query));
  }

  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[] {
    assertLimit(query.limit);
    return this.database.read(() => {
      const threadId = this.history.idOf(peer);
      return threadId === null ? [] : this.threadEvents.select(threadId, query);
    });
  }

  find(sequence: Sequence): Message | null {
    return this.database.read(() => this.threadEvents.find(sequence));
  }

  steps(sequence: Sequence): readonly MessageStep[] {
    return this.database.read(() => this.allSteps.of(sequence));
  }

  recordUnreachable(period: UnreachablePeriod): Result<void, StoreFailure> {
    return this.database.write(() => {
      this.threadEvents.record(period);
    });
  }
}
