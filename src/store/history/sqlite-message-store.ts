import type { PeerEvent, SignInEvent, ThreadEvent } from '../../domain/history/event.ts';
import type { MessageStep, OutgoingMessage, Sequence, UnreachablePeriod } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { OutgoingMove } from '../../domain/outbox/transition.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import { ENDLESS_ROOM, type Room } from '../../domain/history/quota.ts';
import { failure, type Result } from '../../domain/result.ts';
import type { Standing } from '../../domain/standing.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { EpochMs } from '../../domain/time.ts';
import type {
  Addition,
  Deletion,
  EventQuery,
  MessageStore,
  MovedMessage,
  NewIncoming,
  NewOutgoing,
  OwedReport,
  RequestsSummary,
  StoreFailure,
  ThreadQuery,
  Unread,
} from '../../ports/store/message-store.ts';
import { assertLimit, assertOffset } from '../database/bounds.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { SqliteErasure } from './sqlite-erasure.ts';
import { SqliteEvents } from './sqlite-events.ts';
import { SqliteIncoming } from './sqlite-incoming.ts';
import { SqliteRequests } from './sqlite-requests.ts';
import { SqliteOutgoing } from './sqlite-outgoing.ts';
import { SqliteSearch } from './search/sqlite-search.ts';
import { SqliteSignIns } from './sqlite-sign-ins.ts';
import { SqliteSteps } from './sqlite-steps.ts';
import { SqliteThreadList } from './sqlite-thread-list.ts';
import { SqliteThreads } from './sqlite-threads.ts';

/** Texts that one call of `eraseDeleted` takes out, so that it holds nobody up. */
const ERASED_AT_ONCE = 4;

/** `MessageStore` in the encrypted file. Each call is one transaction, or one read. */
export class SqliteMessageStore implements MessageStore {
  readonly #database: SqliteDatabase;
  readonly #steps: SqliteSteps;
  readonly #events: SqliteEvents;
  readonly #signIns: SqliteSignIns;
  readonly #threads: SqliteThreads;
  readonly #list: SqliteThreadList;
  readonly #erasure: SqliteErasure;
  readonly #requests: SqliteRequests;
  readonly #outgoing: SqliteOutgoing;
  readonly #incoming: SqliteIncoming;
  /** Nothing that was deleted stands in the log. It is not known of one that was found at opening. */
  #logIsClean = false;

  constructor(database: SqliteDatabase, room: () => Room = () => ENDLESS_ROOM) {
    this.#database = database;
    const search = new SqliteSearch(database);
    this.#steps = new SqliteSteps(database);
    this.#signIns = new SqliteSignIns(database);
    this.#events = new SqliteEvents(database, this.#signIns);
    this.#threads = new SqliteThreads(database, this.#events);
    this.#list = new SqliteThreadList(database, this.#events, search);
    this.#erasure = new SqliteErasure(database, this.#threads, search);
    this.#requests = new SqliteRequests(database, this.#erasure, room);
    this.#outgoing = new SqliteOutgoing(database, this.#threads, search, this.#steps);
    this.#incoming = new SqliteIncoming(database, {
      threads: this.#threads,
      search,
      steps: this.#steps,
      requests: this.#requests,
    });
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
    const added = this.#database.write(() => this.#incoming.add(message));
    return added.ok && added.value === 'no-room' ? failure('disk-full') : (added as Result<Addition, StoreFailure>);
  }

  markRead(peer: PeerAddress, through: Sequence, atMs: EpochMs, from: Sequence = 0): Result<number, StoreFailure> {
    return this.#database.write(() => {
      const unread = this.#threads.markRead(peer, from, through);
      for (const { kind, sequence, isNews } of unread)
        if (kind === 'message' && isNews === 1) this.#incoming.noteRead(sequence, atMs);
      return unread.length;
    });
  }

  unreadCount(standing: Standing | null = null): number {
    return this.#database.read(() => this.#threads.unreadCount(standing));
  }

  hasLittleRoom(): boolean {
    return this.#database.read(() => this.#requests.hasLittleRoom());
  }

  requests(): RequestsSummary {
    return this.#database.read(() => this.#requests.summary());
  }

  forgetLostRequests(count: number): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#requests.forgetLost(count);
    });
  }

  deleteEvent(sequence: Sequence): Result<Deletion, StoreFailure> {
    this.#logIsClean = false;
    return this.#database.write(() => this.#erasure.erase(sequence));
  }

  deleteThread(peer: PeerAddress): Result<Deletion, StoreFailure> {
    this.#logIsClean = false;
    return this.#database.write(() => this.#erasure.doom(peer));
  }

  eraseDeleted(): Result<boolean, StoreFailure> {
    const erased = this.#database.write(() => this.#erasure.eraseSome(ERASED_AT_ONCE));
    if (!erased.ok || erased.value || this.#logIsClean) return erased;
    const purged = this.#database.purgeLog();
    if (!purged.ok) return purged;
    this.#logIsClean = true;
    return erased;
  }

  newestUnread(): ThreadSummary | null {
    return this.#database.read(() => this.#list.newestUnread());
  }

  unsent(): readonly OutgoingMessage[] {
    return this.#database.read(() => this.#outgoing.unsent());
  }

  notSentCount(): number {
    return this.#database.read(() => this.#events.notSentCount());
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
    return this.#database.read(() => this.#list.select(query));
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

  recordSignIn(device: string, atMs: EpochMs): Result<SignInEvent | null, StoreFailure> {
    const event = { threadId: null, kind: 'signIn', atMs, unread: true } as const;
    return this.#database.write(() => this.#signIns.add(device, atMs, () => this.#events.add(event)));
  }

  signIns(): readonly SignInEvent[] {
    return this.#database.read(() => this.#signIns.all());
  }

  signInsSeen(through: Sequence): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#signIns.markSeen(through);
    });
  }
}
