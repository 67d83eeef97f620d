import type {
  IncomingMessage,
  Message,
  MessageStep,
  OutgoingMessage,
  Sequence,
  UnreachablePeriod,
} from '../../../src/domain/history/message.ts';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { ThreadEvent, ThreadSummary } from '../../../src/domain/history/thread.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
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
} from '../../../src/ports/message-store.ts';
import { assertLimit, assertOffset, MAX_QUERY_ROWS } from '../../../src/store/database/bounds.ts';
import { draftPreview } from '../../../src/store/history/draft-preview.ts';
import { MemoryTables } from './memory-tables.ts';
import {
  assertFailureFits,
  composedStep,
  newIncoming,
  newOutgoing,
  readStep,
  receivedStep,
} from '../../../src/store/history/new-rows.ts';
import { addressMatches, searchText } from '../../../src/store/history/search-text.ts';
import { mergeThreadEvents } from '../../../src/store/history/thread-events.ts';

/** `MessageStore` without a disk: for tests, and the model that the SQLite adapter is checked against. */
export class MemoryMessageStore implements MessageStore {
  private readonly tables: MemoryTables;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.tables = tables;
  }

  addOutgoing(message: NewOutgoing): Result<OutgoingMessage, StoreFailure> {
    return this.tables.write(() => {
      if (this.outgoingById(message.id) !== null) throw new Error(`outgoing id used before: ${message.id}`);
      const row = newOutgoing(++this.tables.lastSequence, message);
      this.tables.outgoing.set(row.sequence, row);
      this.tables.steps.set(row.sequence, [composedStep(message.composedAtMs)]);
      this.tables.drafts.delete(message.peer);
      return row;
    });
  }

  changeOutgoing(id: MessageId, change: OutgoingChange): Result<OutgoingMessage, StoreFailure> {
    return this.tables.write(() => {
      assertFailureFits(change);
      const before = this.outgoingById(id);
      if (before === null) throw new Error(`no outgoing message ${id}`);
      const after: OutgoingMessage = {
        ...before,
        status: change.status,
        failure: change.failure,
        cause: change.cause ?? null,
        tries: change.tries,
        giveUpAtAgeMs: change.giveUpAtAgeMs ?? before.giveUpAtAgeMs,
      };
      this.tables.outgoing.set(after.sequence, after);
      this.appendSteps(after.sequence, change.steps);
      return after;
    });
  }

  unfinishedOutgoing(): readonly OutgoingMessage[] {
    this.tables.assertReadable();
    return [...this.tables.outgoing.values()]
      .filter((message) => message.status === 'sending' || message.status === 'waiting')
      .slice(0, MAX_QUERY_ROWS);
  }

  findOutgoing(id: MessageId, peer: PeerAddress | null): OutgoingMessage | null {
    this.tables.assertReadable();
    const found = this.outgoingById(id);
    return found !== null && (peer === null || found.peer === peer) ? found : null;
  }

  lastOutgoing(): OutgoingMessage | null {
    this.tables.assertReadable();
    return [...this.tables.outgoing.values()].at(-1) ?? null;
  }

  addIncoming(message: NewIncoming): Result<Addition, StoreFailure> {
    return this.tables.write(() => {
      const key = `${message.peer} ${message.id}`;
      const seen = this.tables.seen.get(key);
      if (seen !== undefined) return this.addAgain(this.tables.incoming.get(seen)?.message ?? null, message.body);
      const row = newIncoming(++this.tables.lastSequence, message);
      this.tables.seen.set(key, row.sequence);
      this.tables.incoming.set(row.sequence, { message: row, owesReadReport: message.owesReadReport });
      this.tables.steps.set(row.sequence, [receivedStep(message.receivedAtMs)]);
      if (message.owesDeliveryReport) this.owe(row, 'delivered');
      return { kind: 'stored', message: row };
    });
  }

  markRead(peer: PeerAddress, through: Sequence, atMs: EpochMs): Result<number, StoreFailure> {
    return this.tables.write(() => {
      const unread = this.allIncoming().filter(
        (message) => message.peer === peer && message.sequence <= through && !message.read,
      );
      for (const message of unread) {
        this.replaceIncoming({ ...message, read: true });
        this.appendSteps(message.sequence, [readStep(atMs)]);
        if (this.tables.incoming.get(message.sequence)?.owesReadReport === true) this.owe(message, 'displayed');
      }
      return unread.length;
    });
  }

  unreadCount(): number {
    this.tables.assertReadable();
    return this.allIncoming().filter((message) => !message.read).length;
  }

  owedReports(): readonly OwedReport[] {
    this.tables.assertReadable();
    return [...this.tables.owedReports]
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
    return this.tables.write(() => {
      this.tables.owedReports = this.tables.owedReports.filter((owed) => !isSent(owed));
    });
  }

  threads(query: ThreadQuery): readonly ThreadSummary[] {
    assertLimit(query.limit);
    assertOffset(query.offset);
    this.tables.assertReadable();
    const lastByPeer = new Map<PeerAddress, Message>();
    for (const message of this.allMessages()) lastByPeer.set(message.peer, message);
    const filter = searchText(query.filter);
    return [...lastByPeer.values()]
      .sort((left, right) => right.sequence - left.sequence)
      .filter((last) => filter === '' || this.threadMatches(last.peer, filter))
      .slice(query.offset, query.offset + query.limit)
      .map((last) => this.summary(last, filter));
  }

  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[] {
    assertLimit(query.limit);
    this.tables.assertReadable();
    const before = query.beforeSequence ?? Infinity;
    const messages = this.allMessages()
      .filter((message) => message.peer === peer && message.sequence < before)
      .slice(-query.limit);
    const first = messages[0];
    if (first === undefined) return [];
    const periods = this.tables.periods.filter(
      ({ afterSequence }) => afterSequence >= first.sequence && afterSequence < before,
    );
    return mergeThreadEvents(messages, periods.slice(-query.limit));
  }

  find(sequence: Sequence): Message | null {
    this.tables.assertReadable();
    return this.tables.outgoing.get(sequence) ?? this.tables.incoming.get(sequence)?.message ?? null;
  }

  steps(sequence: Sequence): readonly MessageStep[] {
    this.tables.assertReadable();
    return this.tables.steps.get(sequence) ?? [];
  }

  recordUnreachable(period: UnreachablePeriod): Result<void, StoreFailure> {
    return this.tables.write(() => {
      const { periods } = this.tables;
      const open = periods.find((placed) => placed.period.toMs === null);
      if (open === undefined) {
        this.tables.periods = [...periods, { afterSequence: this.tables.lastSequence, period }];
      } else if (period.toMs !== null) {
        const closed = { ...open, period: { fromMs: open.period.fromMs, toMs: period.toMs } };
        this.tables.periods = periods.map((placed) => (placed === open ? closed : placed));
      }
    });
  }

  private addAgain(first: IncomingMessage | null, body: string): Addition {
    // A text that was blanked or removed can no longer be compared.
    if (first === null || first.blanked || first.body === body) return { kind: 'duplicate', message: first };
    const marked: IncomingMessage = { ...first, conflict: true };
    this.replaceIncoming(marked);
    return { kind: 'conflict', message: marked };
  }

  private replaceIncoming(message: IncomingMessage): void {
    const owesReadReport = this.tables.incoming.get(message.sequence)?.owesReadReport ?? false;
    this.tables.incoming.set(message.sequence, { message, owesReadReport });
  }

  private owe({ sequence, peer, id }: IncomingMessage, disposition: OwedReport['disposition']): void {
    this.tables.owedReports = [...this.tables.owedReports, { sequence, peer, id, disposition }];
  }

  private appendSteps(sequence: Sequence, steps: readonly MessageStep[]): void {
    this.tables.steps.set(sequence, [...(this.tables.steps.get(sequence) ?? []), ...steps]);
  }

  private outgoingById(id: MessageId): OutgoingMessage | null {
    return [...this.tables.outgoing.values()].find((message) => message.id === id) ?? null;
  }

  private allIncoming(): readonly IncomingMessage[] {
    return [...this.tables.incoming.values()].map(({ message }) => message);
  }

  private allMessages(): readonly Message[] {
    return [...this.tables.outgoing.values(), ...this.allIncoming()].sort(
      (left, right) => left.sequence - right.sequence,
    );
  }

  private threadMatches(peer: PeerAddress, filter: string): boolean {
    return this.personMatches(peer, filter) || this.newestMatch(peer, filter) !== null;
  }

  private personMatches(peer: PeerAddress, filter: string): boolean {
    const name = this.tables.contacts.get(peer)?.name ?? '';
    return searchText(name).includes(filter) || addressMatches(peer, filter);
  }

  private newestMatch(peer: PeerAddress, filter: string): Message | null {
    const matches = (message: Message): boolean => message.peer === peer && searchText(message.body).includes(filter);
    return [...this.allMessages()].findLast(matches) ?? null;
  }

  private summary(last: Message, filter: string): ThreadSummary {
    const { peer } = last;
    return {
      peer,
      name: this.tables.contacts.get(peer)?.name ?? null,
      last,
      unread: this.allIncoming().filter((message) => message.peer === peer && !message.read).length,
      draft: draftPreview(this.tables.drafts.get(peer)?.text ?? ''),
      match: filter === '' || this.personMatches(peer, filter) ? null : this.newestMatch(peer, filter),
    };
  }
}
