import {
  isNews,
  isOfPeer,
  messageEvent,
  messageOf,
  unreachableEvent,
  type PeerEvent,
  type SignInEvent,
  type ThreadEvent,
} from '../../../src/domain/history/event.ts';
import {
  failedUnasked,
  type IncomingMessage,
  type Message,
  type MessageStep,
  type OutgoingMessage,
  type Sequence,
  type UnreachablePeriod,
} from '../../../src/domain/history/message.ts';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import { afterMoves, type OutgoingMove } from '../../../src/domain/outbox/transition.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { failure, type Result } from '../../../src/domain/result.ts';
import type { Standing } from '../../../src/domain/standing.ts';
import { utf8Bytes } from '../../../src/domain/text/text-limits.ts';
import { isUnfinished, MemoryQuotas } from './memory-quotas.ts';
import type { ThreadSummary } from '../../../src/domain/history/thread.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
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
} from '../../../src/ports/store/message-store.ts';
import { MemorySignIns } from './memory-sign-ins.ts';
import { assertLimit, assertOffset, MAX_QUERY_ROWS } from '../../../src/store/database/bounds.ts';
import { draftPreview } from '../../../src/store/history/draft-preview.ts';
import { MemoryTables } from './memory-tables.ts';
import {
  composedStep,
  newIncoming,
  newOutgoing,
  readStep,
  receivedStep,
} from '../../../src/store/history/rows/new-rows.ts';
import { addressMatches, searchText } from '../../../src/store/history/search/search-text.ts';

/** `MessageStore` without a disk, for tests. It is also the model with which the SQLite adapter is compared. */
export class MemoryMessageStore implements MessageStore {
  readonly #tables: MemoryTables;
  readonly #signIns: MemorySignIns;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.#tables = tables;
    this.#signIns = new MemorySignIns(tables);
  }

  addOutgoing(message: NewOutgoing): Result<OutgoingMessage, StoreFailure> {
    return this.#tables.write(() => {
      if (this.#outgoingById(message.id) !== null) throw new Error(`outgoing id used before: ${message.id}`);
      const row = newOutgoing(++this.#tables.lastSequence, message);
      this.#put(row);
      this.#tables.answered.add(message.peer);
      this.#tables.steps.set(row.sequence, [composedStep(message.composedAtMs)]);
      this.#tables.drafts.delete(message.peer);
      return row;
    });
  }

  moveOutgoing(id: MessageId, ...moves: readonly OutgoingMove[]): Result<MovedMessage, StoreFailure> {
    return this.#tables.write(() => {
      const before = this.#outgoingById(id);
      if (before === null) throw new Error(`no outgoing message ${id}`);
      const { message, steps, statusChanged } = afterMoves(before, moves);
      const unread = statusChanged ? failedUnasked(message) : this.#eventAt(message.sequence).unread;
      this.#tables.events.set(message.sequence, { ...messageEvent(message), unread });
      this.#appendSteps(message.sequence, steps);
      return { message, statusChanged };
    });
  }

  unfinishedOutgoing(): readonly OutgoingMessage[] {
    this.#tables.assertReadable();
    return this.#allOutgoing().filter(isUnfinished).slice(0, MAX_QUERY_ROWS);
  }

  findOutgoing(id: MessageId, peer: PeerAddress | null): OutgoingMessage | null {
    this.#tables.assertReadable();
    const found = this.#outgoingById(id);
    return found !== null && (peer === null || found.peer === peer) ? found : null;
  }

  lastOutgoing(): OutgoingMessage | null {
    this.#tables.assertReadable();
    return this.#allOutgoing().at(-1) ?? null;
  }

  addIncoming(message: NewIncoming): Result<Addition, StoreFailure> {
    const added = this.#tables.write(() => this.#add(message));
    return added.ok && added.value === 'no-room' ? failure('disk-full') : (added as Result<Addition, StoreFailure>);
  }

  #add(message: NewIncoming): Addition | 'no-room' {
    const key = `${message.peer} ${message.id}`;
    const seen = this.#tables.seen.get(key);
    const content = message.digest ?? message.body;
    if (seen !== undefined) return this.#addAgain(this.#incomingAt(seen.sequence), seen.content === content);
    const standing = this.#tables.standing(message.peer);
    const quotas = new MemoryQuotas(this.#tables, (sequence) => {
      this.#erase(sequence);
    });
    if (standing === 'blocked') return { kind: 'dropped' };
    if (standing === 'stranger' && !quotas.admits(message.peer, utf8Bytes(message.body))) return { kind: 'dropped' };
    if (standing === 'known' && !quotas.hasRoomFor(message.peer)) return 'no-room';
    const row = newIncoming(++this.#tables.lastSequence, message);
    this.#tables.seen.set(key, { sequence: row.sequence, content });
    this.#put(row);
    if (message.owesReadReport) this.#tables.owingReadReport.add(row.sequence);
    this.#tables.steps.set(row.sequence, [receivedStep(message.receivedAtMs)]);
    if (message.owesDeliveryReport) this.#owe(row, 'delivered');
    return { kind: 'stored', message: row };
  }

  markRead(peer: PeerAddress, through: Sequence, atMs: EpochMs, from: Sequence = 0): Result<number, StoreFailure> {
    return this.#tables.write(() => {
      const unread = this.#unreadEvents().filter(
        (event) => event.peer === peer && event.sequence >= from && event.sequence <= through,
      );
      for (const event of unread) {
        this.#tables.events.set(event.sequence, { ...event, unread: false });
        const message = messageOf(event);
        if (message?.direction === 'incoming') this.#messageRead(message, atMs);
      }
      return unread.length;
    });
  }

  hasLittleRoom(): boolean {
    return this.#tables.hasLittleRoom();
  }
  unreadCount(standing?: Standing): number {
    this.#tables.assertReadable();
    return this.#unreadEvents().filter((event) => isNews(event) && this.#isOf(event.peer, standing)).length;
  }

  requests(): RequestsSummary {
    this.#tables.assertReadable();
    const all = this.#allIncoming().filter(({ peer }) => this.#tables.standing(peer) === 'stranger');
    return {
      senders: new Set(all.map(({ peer }) => peer)).size,
      unread: all.filter(({ read }) => !read).length,
      lastAtMs: all.at(-1)?.receivedAtMs ?? null,
      lost: this.#tables.lostRequests,
    };
  }

  forgetLostRequests(count: number): Result<void, StoreFailure> {
    return this.#tables.write(() => {
      this.#tables.lostRequests = Math.max(0, this.#tables.lostRequests - count);
    });
  }

  deleteEvent(sequence: Sequence): Result<Deletion, StoreFailure> {
    return this.#tables.write(() => this.#erase(sequence));
  }

  deleteThread(peer: PeerAddress): Result<Deletion, StoreFailure> {
    return this.#tables.write(() => {
      const all = this.#allMessages().filter((message) => message.peer === peer);
      if (all.some(isUnfinished)) return 'unfinished';
      this.#tables.drafts.delete(peer);
      for (const { sequence } of all) this.#erase(sequence);
      return 'deleted';
    });
  }

  eraseDeleted(): Result<boolean, StoreFailure> {
    return this.#tables.write(() => false);
  }

  newestUnread(): ThreadSummary | null {
    this.#tables.assertReadable();
    return (
      this.threads({ filter: '', offset: 0, limit: MAX_QUERY_ROWS, standing: 'known' }).find(
        ({ unread }) => unread > 0,
      ) ?? null
    );
  }

  unsent(): readonly OutgoingMessage[] {
    this.#tables.assertReadable();
    return this.#allOutgoing()
      .filter(({ status, sequence }) => status === 'waiting' || (status === 'failed' && this.#eventAt(sequence).unread))
      .reverse()
      .slice(0, MAX_QUERY_ROWS);
  }

  notSentCount(): number {
    this.#tables.assertReadable();
    return this.#unreadEvents().filter((event) => !isNews(event)).length;
  }

  unread(peer: PeerAddress, after: Sequence): Unread {
    this.#tables.assertReadable();
    const unread = this.#unreadEvents().filter(
      (event) => isNews(event) && event.peer === peer && event.sequence > after,
    );
    return { count: unread.length, first: unread[0]?.sequence ?? null };
  }

  owedReports(): readonly OwedReport[] {
    this.#tables.assertReadable();
    return [...this.#tables.owedReports]
      .sort(
        (left, right) =>
          left.sequence - right.sequence ||
          (left.disposition === right.disposition ? 0 : left.disposition === 'delivered' ? -1 : 1),
      )
      .slice(0, MAX_QUERY_ROWS);
  }

  reportSent(...reports: readonly OwedReport[]): Result<void, StoreFailure> {
    const isSent = (owed: OwedReport): boolean =>
      reports.some(({ sequence, disposition }) => owed.sequence === sequence && owed.disposition === disposition);
    return this.#tables.write(() => {
      this.#tables.owedReports = this.#tables.owedReports.filter((owed) => !isSent(owed));
    });
  }

  threads(query: ThreadQuery): readonly ThreadSummary[] {
    assertLimit(query.limit);
    assertOffset(query.offset);
    this.#tables.assertReadable();
    const lastByPeer = new Map<PeerAddress, PeerEvent>();
    for (const event of this.#tables.events.values()) if (isOfPeer(event)) lastByPeer.set(event.peer, event);
    const filter = searchText(query.filter);
    return [...lastByPeer.values()]
      .sort((left, right) => right.sequence - left.sequence)
      .filter((last) => this.#isOf(last.peer, query.standing))
      .filter((last) => filter === '' || this.#threadMatches(last.peer, filter))
      .slice(query.offset, query.offset + query.limit)
      .map((last) => this.#summary(last, filter));
  }

  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[] {
    assertLimit(query.limit);
    this.#tables.assertReadable();
    const before = [...this.#tables.events.values()].filter(
      ({ sequence }) => sequence < (query.beforeSequence ?? Infinity),
    );
    const own = before.filter((event) => isOfPeer(event) && event.peer === peer).slice(-query.limit);
    const first = own[0]?.sequence ?? Infinity;
    const common = before.filter((event) => !isOfPeer(event) && event.sequence > first).slice(-query.limit);
    return [...own, ...common].sort((left, right) => left.sequence - right.sequence);
  }

  find(sequence: Sequence): PeerEvent | null {
    this.#tables.assertReadable();
    const event = this.#tables.events.get(sequence);
    return event !== undefined && isOfPeer(event) ? event : null;
  }

  steps(sequence: Sequence): readonly MessageStep[] {
    this.#tables.assertReadable();
    return this.#tables.steps.get(sequence) ?? [];
  }

  recordUnreachable(period: UnreachablePeriod): Result<void, StoreFailure> {
    return this.#tables.write(() => {
      const { events } = this.#tables;
      const open = [...events.values()].find((event) => event.kind === 'unreachable' && event.period.toMs === null);
      if (open === undefined) {
        const sequence = ++this.#tables.lastSequence;
        events.set(sequence, unreachableEvent(sequence, period));
      } else if (period.toMs !== null) {
        events.set(open.sequence, unreachableEvent(open.sequence, { fromMs: open.atMs, toMs: period.toMs }));
      }
    });
  }

  recordSignIn(device: string, atMs: EpochMs): Result<SignInEvent | null, StoreFailure> {
    return this.#tables.write(() => this.#signIns.add(device, atMs));
  }

  signIns(): readonly SignInEvent[] {
    return this.#signIns.all();
  }

  signInsSeen(through: Sequence): Result<void, StoreFailure> {
    return this.#signIns.markSeen(through);
  }

  #addAgain(first: IncomingMessage | null, isSame: boolean): Addition {
    if (first === null || isSame) return { kind: isSame ? 'duplicate' : 'conflict', message: first };
    const marked: IncomingMessage = { ...first, conflict: true };
    this.#put(marked);
    return { kind: 'conflict', message: marked };
  }

  #isOf(peer: PeerAddress, wanted: Standing | undefined): boolean {
    const standing = this.#tables.standing(peer);
    return wanted === undefined ? standing !== 'blocked' : standing === wanted;
  }

  #erase(sequence: Sequence): Deletion {
    const message = messageOf(this.find(sequence));
    if (message === null) return 'deleted';
    if (isUnfinished(message)) return 'unfinished';
    this.#tables.events.delete(sequence);
    this.#tables.steps.delete(sequence);
    this.#tables.owedReports = this.#tables.owedReports.filter((owed) => owed.sequence !== sequence);
    if (!this.#allMessages().some(({ peer }) => peer === message.peer)) this.#tables.answered.delete(message.peer);
    return 'deleted';
  }

  /** Adds a message, or replaces its earlier state. */
  #put(message: Message): void {
    this.#tables.events.set(message.sequence, messageEvent(message));
  }

  #messageRead(message: IncomingMessage, atMs: EpochMs): void {
    this.#put({ ...message, read: true });
    this.#appendSteps(message.sequence, [readStep(atMs)]);
    if (this.#tables.owingReadReport.has(message.sequence)) this.#owe(message, 'displayed');
  }

  #owe({ sequence, peer, id }: IncomingMessage, disposition: OwedReport['disposition']): void {
    this.#tables.owedReports = [...this.#tables.owedReports, { sequence, peer, id, disposition }];
  }

  #appendSteps(sequence: Sequence, steps: readonly MessageStep[]): void {
    this.#tables.steps.set(sequence, [...(this.#tables.steps.get(sequence) ?? []), ...steps]);
  }

  #unreadEvents(): readonly PeerEvent[] {
    return [...this.#tables.events.values()].filter(isOfPeer).filter(({ unread }) => unread);
  }

  #eventAt(sequence: Sequence): PeerEvent {
    const event = this.#tables.events.get(sequence);
    if (event === undefined || !isOfPeer(event)) throw new Error(`no event ${sequence}`);
    return event;
  }

  #outgoingById(id: MessageId): OutgoingMessage | null {
    return this.#allOutgoing().find((message) => message.id === id) ?? null;
  }

  #incomingAt(sequence: Sequence): IncomingMessage | null {
    return this.#allIncoming().find((message) => message.sequence === sequence) ?? null;
  }

  #allOutgoing(): readonly OutgoingMessage[] {
    return this.#allMessages().filter((message) => message.direction === 'outgoing');
  }

  #allIncoming(): readonly IncomingMessage[] {
    return this.#allMessages().filter((message) => message.direction === 'incoming');
  }

  #allMessages(): readonly Message[] {
    return [...this.#tables.events.values()].map(messageOf).filter((message) => message !== null);
  }

  #threadMatches(peer: PeerAddress, filter: string): boolean {
    return this.#personMatches(peer, filter) || this.#newestMatch(peer, filter) !== null;
  }

  #personMatches(peer: PeerAddress, filter: string): boolean {
    const name = this.#tables.contacts.get(peer)?.name ?? '';
    return searchText(name).includes(filter) || addressMatches(peer, filter);
  }

  #newestMatch(peer: PeerAddress, filter: string): PeerEvent | null {
    const matches = (message: Message): boolean => message.peer === peer && searchText(message.body).includes(filter);
    const newest = this.#allMessages().findLast(matches);
    return newest === undefined ? null : this.#eventAt(newest.sequence);
  }

  #summary(last: PeerEvent, filter: string): ThreadSummary {
    const { peer } = last;
    return {
      peer,
      name: this.#tables.contacts.get(peer)?.name ?? null,
      last,
      unread: this.#unreadEvents().filter((event) => isNews(event) && event.peer === peer).length,
      notSent: this.#unreadEvents().filter((event) => !isNews(event) && event.peer === peer).length,
      draft: draftPreview(this.#tables.drafts.get(peer)?.text ?? ''),
      match: filter === '' || this.#personMatches(peer, filter) ? null : this.#newestMatch(peer, filter),
    };
  }
}
