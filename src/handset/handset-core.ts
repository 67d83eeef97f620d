import type { LinkState } from '../domain/link-state.ts';
import type { OutgoingMessage } from '../domain/history/message.ts';
import type { Handset, HandsetEvent } from '../ports/handset.ts';
import type { MessageLinkListener } from '../ports/message-link.ts';
import { AfterAnswer } from './messages/after-answer.ts';
import { AlertSignals } from './alert/alert-signals.ts';
import { createComposeDoor } from './door/compose-door.ts';
import { createContactsDoor } from './door/contacts-door.ts';
import { createHistoryDoor } from './door/history-door.ts';
import { createStatusDoor } from './door/status-door.ts';
import { DeviceAgeKeeper } from './upkeep/device-age-keeper.ts';
import { HandsetListeners } from './handset-listeners.ts';
import type { HandsetParts } from './handset-parts.ts';
import { LostChangesNotice } from './upkeep/lost-changes-notice.ts';
import { OutboxRows } from './messages/outbox-rows.ts';
import { OutboxRunner, type GivingUpWarning } from './messages/outbox-runner.ts';
import { ReceiveMessage } from './messages/receive-message.ts';
import { ReportSender } from './messages/report-sender.ts';
import { SendMessage } from './messages/send-message.ts';
import { StoreHealth } from './upkeep/store-health.ts';
import { UnreachableRecorder } from './upkeep/unreachable-recorder.ts';

/** The handset: each use case in a file of its own, wired here. What the screen asks comes in by the doors. */
export class HandsetCore {
  /** All that the screen may ask. */
  readonly door: Handset;
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
    this.door = this.#createDoor(new SendMessage({ random, messages, health, age, outbox, onChanged }));
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

  #createDoor(sending: SendMessage): Handset {
    const listeners = this.#listeners;
    const emit = (event: HandsetEvent): void => {
      listeners.emit(event);
    };
    const [age, alerts, health, lostChanges] = [this.#age, this.#alerts, this.#health, this.#lostChanges];
    const parts = { ...this.#parts, age, alerts, health, lostChanges, listeners, emit };
    return {
      ...createStatusDoor(parts),
      ...createHistoryDoor({ ...parts, reports: this.#reports }),
      ...createComposeDoor({ ...parts, sending }),
      ...createContactsDoor(parts),
    };
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
