import type { Contact } from '../domain/contact.ts';
import type { LinkState } from '../domain/link-state.ts';
import type { Message, MessageStep, OutgoingMessage, Sequence } from '../domain/history/message.ts';
import type { MessageId } from '../domain/history/message-id.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import { success, type Result } from '../domain/result.ts';
import { messageOf, type ThreadEvent } from '../domain/history/event.ts';
import type { ThreadSummary } from '../domain/history/thread.ts';
import type { Draft } from '../domain/text/draft.ts';
import { epochMs, type DeviceAgeMs, type EpochMs } from '../domain/time.ts';
import type { HandsetEvent, HandsetState, SendRefusal } from '../ports/handset.ts';
import type { MessageLinkListener } from '../ports/message-link.ts';
import type { EventQuery, StoreFailure, ThreadQuery } from '../ports/message-store.ts';
import { AfterAnswer } from './messages/after-answer.ts';
import { AlertSignals } from './alert/alert-signals.ts';
import { DeviceAgeKeeper } from './upkeep/device-age-keeper.ts';
import { favouriteContact } from './favourite-contact.ts';
import { HandsetListeners } from './handset-listeners.ts';
import type { HandsetParts } from './handset-parts.ts';
import { LostChangesNotice } from './upkeep/lost-changes-notice.ts';
import { OutboxRows } from './messages/outbox-rows.ts';
import { OutboxRunner, type GivingUpWarning } from './messages/outbox-runner.ts';
import { ReceiveMessage } from './messages/receive-message.ts';
import { ReportSender } from './messages/report-sender.ts';
import type { RunningHandset } from './running-handset.ts';
import { SendMessage } from './messages/send-message.ts';
import { StoreHealth } from './upkeep/store-health.ts';
import { UnreachableRecorder } from './upkeep/unreachable-recorder.ts';

/** The handset: each use case in a file of its own, wired here, behind the one door that the screen has. */
export class HandsetCore implements RunningHandset {
  readonly #parts: HandsetParts;
  readonly #listeners: HandsetListeners;
  readonly #afterAnswer: AfterAnswer;
  readonly #health: StoreHealth;
  readonly #age: DeviceAgeKeeper;
  readonly #alerts: AlertSignals;
  readonly #outbox: OutboxRunner;
  readonly #reports: ReportSender;
  readonly #unreachable: UnreachableRecorder;
  readonly #lostChanges: LostChangesNotice;
  readonly #sending: SendMessage;
  readonly #receiving: ReceiveMessage;
  /** Since the last registration. */
  #flowIsNew = false;
  #stopping: Promise<void> | null = null;

  constructor(parts: HandsetParts) {
    const { clock, link, log, messages, random, settings } = parts;
    this.#parts = parts;
    this.#listeners = new HandsetListeners(log);
    this.#afterAnswer = new AfterAnswer(clock);
    const health = new StoreHealth(clock, log);
    const age = new DeviceAgeKeeper(parts, health);
    this.#health = health;
    this.#age = age;
    this.#alerts = new AlertSignals(parts, messages.unreadCount(), messages.lastOutgoing());
    const afterAnswer = this.#afterAnswer;
    const alerts = this.#alerts;
    const onChanged = (row: OutgoingMessage, isNews = true): void => {
      this.#outgoingChanged(row, isNews);
    };
    const readReports = parts.readReports ?? false;
    const rows = new OutboxRows(messages, health, onChanged);
    this.#outbox = new OutboxRunner({
      clock,
      link,
      log,
      age,
      rows,
      wantsReadReports: readReports,
      onGivingUpSoon: (warnings) => {
        this.#givingUpSoon(warnings);
      },
      onPeerFree: () => {
        this.#reports.pump();
      },
    });
    const outbox = this.#outbox;
    this.#reports = new ReportSender({ clock, link, messages, health, log, outbox });
    const onRecorded = (): void => {
      this.#tellLater({ kind: 'unreachableRecorded' });
    };
    this.#unreachable = new UnreachableRecorder({ clock, messages, settings, health, onRecorded });
    this.#lostChanges = new LostChangesNotice(clock, settings, health, parts.changesWereLost ?? false);
    this.#sending = new SendMessage({ random, messages, health, age, outbox, onChanged });
    this.#receiving = new ReceiveMessage({
      clock,
      messages,
      health,
      alerts,
      afterAnswer,
      log,
      readReports,
      reports: this.#reports,
      emit: (event) => {
        this.#listeners.emit(event);
      },
      onReported: (row) => {
        this.#reported(row);
      },
    });
    health.onChange(() => {
      alerts.setStoreFailing(health.failure !== null);
      this.#tellLater({ kind: 'stateChanged' });
    });
  }

  start(): void {
    // Before anything that takes time: whoever switches the handset on sees whether something is unread.
    this.#alerts.showLed();
    this.#lostChanges.start();
    this.#outbox.restore(this.#parts.messages.unfinishedOutgoing());
    this.#reports.reload();
    this.#parts.link.start(this.#linkListener());
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  state(): HandsetState {
    return {
      own: this.#parts.own,
      link: this.#parts.link.state,
      unread: this.#alerts.unread,
      storeFailure: this.#health.failure,
      changesLostAtMs: this.#lostChanges.noticedAtMs,
      batteryPercent: this.#parts.batteryPercent(),
    };
  }

  wallMs(): EpochMs {
    return epochMs(this.#parts.clock.wallMs());
  }

  ageMs(): DeviceAgeMs {
    return this.#age.now().ageMs;
  }

  onEvent(listener: (event: HandsetEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  threads(query: ThreadQuery): readonly ThreadSummary[] {
    return this.#health.read(() => this.#parts.messages.threads(query), []);
  }

  events(peer: PeerAddress, query: EventQuery): readonly ThreadEvent[] {
    return this.#health.read(() => this.#parts.messages.events(peer, query), []);
  }

  message(sequence: Sequence): Message | null {
    return messageOf(this.#health.read(() => this.#parts.messages.find(sequence), null));
  }

  steps(sequence: Sequence): readonly MessageStep[] {
    return this.#health.read(() => this.#parts.messages.steps(sequence), []);
  }

  contacts(filter: string): readonly Contact[] {
    return this.#health.read(() => this.#parts.contacts.contacts(filter), []);
  }

  contact(peer: PeerAddress): Contact | null {
    return this.#health.read(() => this.#parts.contacts.contact(peer), null);
  }

  draft(peer: PeerAddress): Draft | null {
    return this.#health.read(() => this.#parts.drafts.draft(peer), null);
  }

  saveDraft(peer: PeerAddress, draft: Draft): Result<void, StoreFailure> {
    return this.#health.check(this.#parts.drafts.saveDraft(peer, draft));
  }

  setFavourite(peer: PeerAddress, favourite: boolean): Result<void, StoreFailure> {
    const known = this.#health.ask(() => this.#parts.contacts.contact(peer));
    if (!known.ok) return known;
    const contact = favouriteContact(known.value, peer, favourite);
    const saved = this.#health.check(this.#parts.contacts.saveContact(contact));
    if (saved.ok) this.#listeners.emit({ kind: 'contactsChanged' });
    return saved;
  }

  send(peer: PeerAddress, body: string): Result<MessageId, SendRefusal> {
    const sent = this.#sending.send(peer, body);
    if (sent.ok) this.#askForFlow();
    return sent;
  }

  resend(id: MessageId): Result<void, SendRefusal> {
    const resent = this.#sending.resend(id);
    if (resent.ok) this.#askForFlow();
    return resent;
  }

  markRead(peer: PeerAddress, through: Sequence): Result<void, StoreFailure> {
    const marked = this.#health.check(this.#parts.messages.markRead(peer, through, this.wallMs()));
    if (!marked.ok) return marked;
    if (marked.value > 0) {
      const { unread } = this.#alerts;
      this.#alerts.setUnread(this.#health.read(() => this.#parts.messages.unreadCount(), unread));
      this.#reports.reload();
      this.#listeners.emit({ kind: 'stateChanged' });
    }
    return success(undefined);
  }

  acknowledgeLostChanges(): void {
    this.#lostChanges.acknowledge();
    this.#listeners.emit({ kind: 'stateChanged' });
  }

  refuseKey(): void {
    this.#alerts.sound('refused-key');
  }

  #linkListener(): MessageLinkListener {
    return {
      stateChanged: (state) => {
        this.#linkChanged(state);
      },
      registered: () => {
        this.#registered();
      },
      keepAliveAnswered: () => {
        this.#outbox.trigger('keep-alive');
        this.#reports.resume('keep-alive');
      },
      received: (message) => this.#receiving.receive(message),
    };
  }

  /**
   * Over a new flow it may be another server: what the old one said about "later" counts no more. A refresh is an answer of the same one, as
   * that to a keep-alive is.
   */
  #registered(): void {
    const by = this.#flowIsNew ? 'registered' : 'keep-alive';
    this.#flowIsNew = false;
    this.#outbox.trigger(by);
    this.#reports.resume(by);
  }

  #linkChanged(state: LinkState): void {
    this.#flowIsNew = state.kind === 'registered';
    this.#alerts.setUnreachable(state.kind === 'unreachable');
    this.#unreachable.stateChanged(state);
    this.#outbox.linkChanged(state);
    this.#tellLater({ kind: 'stateChanged' });
  }

  /** The row of a message that was sent looks different now. */
  #outgoingChanged(row: OutgoingMessage, isNews: boolean): void {
    this.#alerts.setFate(row);
    if (isNews && row.status === 'failed') this.#alerts.sound('failure');
    this.#listeners.emit({ kind: 'messageChanged', peer: row.peer, sequence: row.sequence });
  }

  /** As above, by a report: what needs no time before the relay is answered, all else after it. */
  #reported(row: OutgoingMessage): void {
    this.#alerts.setFate(row);
    // At once, or the answer to a try in flight would take the row back to what the relay knows.
    this.#outbox.settle(row.id, row.peer);
    this.#afterAnswer.add(() => {
      this.#outgoingChanged(row, true);
    });
  }

  #givingUpSoon(warnings: readonly GivingUpWarning[]): void {
    // By the age that is kept the next start knows that these were told.
    this.#age.save();
    this.#alerts.sound('failure');
    for (const { peer, sequence } of warnings) this.#tellLater({ kind: 'givingUpSoon', peer, sequence });
  }

  /**
   * The owner, who may have walked back into the network, does not wait for the end of a back-off of up to half an hour. A server that was
   * reached and refused us sets the pace itself.
   */
  #askForFlow(): void {
    const { link } = this.#parts;
    if (link.state.kind === 'unreachable' && link.state.reason === 'no-network') link.reconnectNow();
  }

  #tellLater(event: HandsetEvent): void {
    this.#afterAnswer.add(() => {
      this.#listeners.emit(event);
    });
  }

  async #stop(): Promise<void> {
    this.#outbox.stop();
    this.#reports.stop();
    await this.#parts.link.stop();
    this.#afterAnswer.stop();
    this.#age.stop();
    this.#health.stop();
  }
}
