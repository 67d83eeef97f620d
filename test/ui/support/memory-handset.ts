import type { Contact } from '../../../src/domain/contact.ts';
import type { LinkState } from '../../../src/domain/link-state.ts';
import type { MessageStep, OutgoingMessage, OutgoingStatus, Sequence } from '../../../src/domain/history/message.ts';
import type { FailureReason } from '../../../src/domain/history/failure-reason.ts';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { failure, success, type Result } from '../../../src/domain/result.ts';
import { checkText } from '../../../src/domain/text/text-limits.ts';
import type { PeerEvent, SignInEvent, ThreadEvent } from '../../../src/domain/history/event.ts';
import type { ThreadSummary } from '../../../src/domain/history/thread.ts';
import type { Draft } from '../../../src/domain/text/draft.ts';
import { deviceAgeMs, epochMs, type DeviceAgeMs, type EpochMs } from '../../../src/domain/time.ts';
import type { SettingValues } from '../../../src/domain/settings/settings.ts';
import { SettingsKeeper } from '../../../src/handset/settings/settings-keeper.ts';
import type { Handset, HandsetEvent, HandsetState, SendRefusal } from '../../../src/ports/handset.ts';
import type {
  Deletion,
  RequestsSummary,
  EventQuery,
  StoreFailure,
  ThreadQuery,
  Unread,
} from '../../../src/ports/store/message-store.ts';
import type { Standing } from '../../../src/domain/standing.ts';
import { movesTo } from '../../support/outgoing-moves.ts';
import { createMemoryHandsetStore, type MemoryHandsetStore } from '../../support/memory-store/memory-handset-store.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import { systemTimeZones } from '../../support/time-zones.ts';
import { NO_UPDATE, type UpdateState } from '../../../src/domain/update.ts';
import type { BatteryState } from '../../../src/domain/power/battery.ts';

const HOLD_MS = 12 * 3_600_000;

/** The handset as the screen sees it, over the real stores in memory; nothing is sent anywhere. */
export class MemoryHandset implements Handset {
  readonly store: MemoryHandsetStore = createMemoryHandsetStore();
  readonly settings: SettingsKeeper;
  readonly clock: VirtualClock;
  readonly sentBodies: string[] = [];
  readonly resentIds: MessageId[] = [];
  refusedKeys = 0;
  savedDrafts = 0;
  link: LinkState;
  own = 'sip:alice@relay.example' as PeerAddress;
  update: UpdateState = NO_UPDATE;
  isTimeSure = true;
  battery: BatteryState | null = { percent: 76, isPlugged: false, level: 'normal' };
  storeFailure: StoreFailure | null = null;
  storageLow = false;
  changesLostAtMs: EpochMs | null = null;
  /** When set, `send` and `resend` answer so. */
  refusal: SendRefusal | null = null;
  queries = 0;
  #listeners = new Set<(event: HandsetEvent) => void>();
  #nextId = 0;

  constructor(clock: VirtualClock, defaults: Partial<SettingValues> = {}) {
    this.clock = clock;
    this.settings = new SettingsKeeper({
      settings: this.store.settings,
      health: { check: (result) => result },
      timeZones: systemTimeZones,
      operator: { defaults: { keypadLockSeconds: 0, ...defaults }, locked: [] },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    this.link = { kind: 'registered', sinceMs: clock.wallMs() };
  }

  state(): HandsetState {
    const { own, link, storeFailure, storageLow, changesLostAtMs, isTimeSure, battery, update } = this;
    return { own, link, storeFailure, storageLow, changesLostAtMs, isTimeSure, battery, update, ...this.#counts() };
  }
  #counts(): Pick<HandsetState, 'unread' | 'notSent' | 'otherDeviceAtMs'> {
    const { messages } = this.store;
    return {
      unread: messages.unreadCount('known'),
      notSent: messages.notSentCount(),
      otherDeviceAtMs: this.signIns().find((event) => event.unread)?.atMs ?? null,
    };
  }
  signIns(): readonly SignInEvent[] {
    return this.store.messages.signIns();
  }
  signInsSeen(through: Sequence): Result<void, StoreFailure> {
    const seen = this.store.messages.signInsSeen(through);
    this.emit({ kind: 'signInsChanged' });
    return seen;
  }
  wallMs(): EpochMs {
    return this.clock.wallMs();
  }
  ageMs(): DeviceAgeMs {
    return deviceAgeMs(this.clock.monotonicMs());
  }
  onEvent(listener: (event: HandsetEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
  get listeners(): number {
    return this.#listeners.size;
  }
  emit(event: HandsetEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  threads(query: ThreadQuery): readonly ThreadSummary[] {
    this.queries += 1;
    return this.store.messages.threads(query);
  }
  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[] {
    this.queries += 1;
    return this.store.messages.events(peer, query);
  }
  event(sequence: Sequence): PeerEvent | null {
    return this.store.messages.find(sequence);
  }
  steps(sequence: Sequence): readonly MessageStep[] {
    return this.store.messages.steps(sequence);
  }
  contacts(filter: string): readonly Contact[] {
    return this.store.contacts.contacts(filter);
  }
  contact(peer: PeerAddress): Contact | null {
    return this.store.contacts.contact(peer);
  }
  draft(peer: PeerAddress): Draft | null {
    return this.store.drafts.draft(peer);
  }

  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure> {
    const saved = this.store.drafts.saveDraft(peer, draft);
    if (saved.ok) this.savedDrafts += 1;
    return saved;
  }
  setFavourite(peer: PeerAddress, favourite: boolean): Result<void, StoreFailure> {
    const contact = this.contact(peer);
    if (contact === null) throw new Error(`no contact ${peer}`);
    const saved = this.store.contacts.saveContact({ ...contact, favourite });
    if (saved.ok) this.emit({ kind: 'contactsChanged' });
    return saved;
  }
  send(peer: PeerAddress, body: string): Result<MessageId, SendRefusal> {
    const checked = checkText(body);
    if (!checked.ok) return checked;
    if (this.refusal !== null) return failure(this.refusal);
    const id = `own-${this.#nextId++}` as MessageId;
    const added = this.store.messages.addOutgoing({
      id,
      peer,
      body,
      composedAtMs: this.wallMs(),
      giveUpAtAgeMs: deviceAgeMs(this.ageMs() + HOLD_MS),
    });
    if (!added.ok) return added;
    this.sentBodies.push(body);
    this.emit({ kind: 'eventChanged', peer, sequence: added.value.sequence });
    return success(id);
  }
  resend(id: MessageId): Result<void, SendRefusal> {
    if (this.refusal !== null) return failure(this.refusal);
    const giveUpAtAgeMs = deviceAgeMs(this.ageMs() + HOLD_MS);
    const resent = { event: { kind: 'resent', giveUpAtAgeMs }, steps: [] } as const;
    const moved = this.store.messages.moveOutgoing(id, resent);
    if (!moved.ok) return moved;
    const { peer, sequence } = moved.value.message;
    this.resentIds.push(id);
    this.emit({ kind: 'eventChanged', peer, sequence });
    return success(undefined);
  }
  cancel(id: MessageId): Result<void, StoreFailure> {
    const moved = this.store.messages.moveOutgoing(id, { event: { kind: 'cancelled', tries: 1 }, steps: [] });
    if (!moved.ok) return moved;
    const { peer, sequence } = moved.value.message;
    this.emit({ kind: 'eventChanged', peer, sequence });
    return success(undefined);
  }
  newestUnread(): ThreadSummary | null {
    return this.store.messages.newestUnread();
  }
  unsent(): readonly OutgoingMessage[] {
    return this.store.messages.unsent();
  }
  unread(peer: PeerAddress, after: Sequence): Unread {
    return this.store.messages.unread(peer, after);
  }
  markRead(peer: PeerAddress, through: Sequence, from?: Sequence): Result<void, StoreFailure> {
    const marked = this.store.messages.markRead(peer, through, this.wallMs(), from);
    if (!marked.ok) return marked;
    if (marked.value === 0) return success(undefined);
    this.emit({ kind: 'eventChanged', peer, sequence: through });
    this.emit({ kind: 'stateChanged' });
    return success(undefined);
  }
  acknowledgeLostChanges(): void {
    this.changesLostAtMs = null;
    this.emit({ kind: 'stateChanged' });
  }
  refuseKey(): void {
    this.refusedKeys += 1;
  }

  requests(): RequestsSummary {
    return this.store.messages.requests();
  }
  requestsSeen(lost: number): void {
    must(this.store.messages.forgetLostRequests(lost));
  }
  standing(peer: PeerAddress): Standing {
    return this.store.standings.standing(peer);
  }
  blocked(): readonly PeerAddress[] {
    return this.store.standings.blocked();
  }
  block(peer: PeerAddress): Result<void, StoreFailure> {
    return this.#told(this.store.standings.block(peer, this.wallMs()));
  }
  unblock(peer: PeerAddress): Result<void, StoreFailure> {
    return this.#told(this.store.standings.unblock(peer));
  }
  saveSender(peer: PeerAddress): Result<void, StoreFailure> {
    const saved = this.store.contacts.saveContact({
      address: peer,
      name: peer.slice(4).split('@')[0] ?? '',
      favourite: false,
    });
    if (saved.ok) this.emit({ kind: 'contactsChanged' });
    return this.#told(saved);
  }
  deleteEvent(sequence: Sequence): Result<Deletion, StoreFailure> {
    return this.#told(this.store.messages.deleteEvent(sequence));
  }
  deleteThread(peer: PeerAddress): Result<Deletion, StoreFailure> {
    return this.#told(this.store.messages.deleteThread(peer));
  }
  #told<Value>(result: Result<Value, StoreFailure>): Result<Value, StoreFailure> {
    if (result.ok) this.emit({ kind: 'threadsChanged' });
    return result;
  }

  // What happens to the handset from outside.

  /** A text of somebody whom the owner does not know. */
  request(user: string, body: string, cutBytes = 0): PeerAddress {
    const peer = peerAddress(user);
    must(
      this.store.messages.addIncoming({
        id: `peer-${this.#nextId++}` as MessageId,
        peer,
        body,
        cutBytes,
        receivedAtMs: this.wallMs(),
        sentAtMs: null,
        owesDeliveryReport: false,
        owesReadReport: false,
      }),
    );
    this.emit({ kind: 'threadsChanged' });
    return peer;
  }

  addContact(user: string, name: string, favourite = false): PeerAddress {
    const address = peerAddress(user);
    must(this.store.contacts.saveContact({ address, name, favourite }));
    this.emit({ kind: 'contactsChanged' });
    return address;
  }
  /** A text of somebody whom the owner knows, who need not be a contact. */
  receive(peer: PeerAddress, body: string, sentAtMs: EpochMs | null = null): Sequence {
    this.store.wroteTo(peer);
    const id = `peer-${this.#nextId++}` as MessageId;
    const receivedAtMs = this.wallMs();
    const added = must(
      this.store.messages.addIncoming({
        id,
        peer,
        body,
        receivedAtMs,
        sentAtMs,
        owesDeliveryReport: false,
        owesReadReport: false,
      }),
    );
    const message = 'message' in added ? added.message : null;
    if (message === null) throw new Error('it was there before');
    this.emit({ kind: 'eventReceived', peer, sequence: message.sequence });
    this.emit({ kind: 'stateChanged' });
    return message.sequence;
  }
  /** As if the owner had seen all of it before. */
  allRead(): void {
    const { messages } = this.store;
    for (const { peer, last } of messages.threads({ filter: '', offset: 0, limit: 1_000 })) {
      must(messages.markRead(peer, Number.MAX_SAFE_INTEGER, this.wallMs()));
      this.emit({ kind: 'eventChanged', peer, sequence: last.sequence });
    }
  }
  /** Sends as the owner would and brings the message to a status. */
  sendAs(
    peer: PeerAddress,
    body: string,
    status: OutgoingStatus = 'delivered',
    reason: FailureReason | null = null,
  ): MessageId {
    const id = must(this.send(peer, body));
    if (status !== 'sending') this.change(id, status, reason);
    return id;
  }
  change(
    id: MessageId,
    status: OutgoingStatus,
    reason: FailureReason | null = null,
    steps: readonly MessageStep[] = [],
    giveUpAtAgeMs?: DeviceAgeMs,
  ): void {
    const cause = steps.findLast(({ kind }) => kind === 'try')?.reason ?? null;
    const moves = movesTo(status, { reason, cause, steps, giveUpAtAgeMs });
    const { peer, sequence } = must(this.store.messages.moveOutgoing(id, ...moves)).message;
    this.emit({ kind: 'eventChanged', peer, sequence });
  }
  unreachable(fromMs: number, toMs: number | null): void {
    must(this.store.messages.recordUnreachable({ fromMs: epochMs(fromMs), toMs: null }));
    if (toMs !== null) must(this.store.messages.recordUnreachable({ fromMs: epochMs(fromMs), toMs: epochMs(toMs) }));
  }
}

export function peerAddress(user: string): PeerAddress {
  return `sip:${user}@relay.example` as PeerAddress;
}

export function must<Value, Failure>(result: Result<Value, Failure>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
