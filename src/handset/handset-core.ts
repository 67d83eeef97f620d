import type { LinkState } from '../domain/link-state.ts';
import { failedUnasked, type OutgoingMessage } from '../domain/history/message.ts';
import type { Handset, HandsetEvent } from '../ports/handset.ts';
import type { MessageLinkListener } from '../ports/network/message-link.ts';
import { createComposeDoor } from './door/compose-door.ts';
import { createContactsDoor } from './door/contacts-door.ts';
import { createHistoryDoor } from './door/history-door.ts';
import { createPeopleDoor } from './door/people-door.ts';
import { createStatusDoor } from './door/status-door.ts';
import type { HandsetParts } from './handset-parts.ts';
import { Listeners } from './listeners.ts';
import type { GivingUpWarning } from './messages/outbox-runner.ts';
import { createUseCases, type UseCases } from './use-cases.ts';
import { watchNetwork } from './upkeep/network-watch.ts';

/**
 * The handset: each use case in a file of its own, wired in `use-cases.ts`. What the screen asks comes in by the doors.
 */
export class HandsetCore {
  /** Everything that the screen may call. */
  readonly door: Handset;
  readonly #parts: HandsetParts;
  readonly #listeners: Listeners<HandsetEvent>;
  readonly #use: UseCases;
  /** Since the last registration. */
  #flowIsNew = false;
  #leaveMachine: readonly (() => void)[] = [];
  #stopping: Promise<void> | null = null;

  constructor(parts: HandsetParts) {
    this.#parts = parts;
    this.#listeners = new Listeners(parts.log, ({ kind }) => kind);
    this.#use = createUseCases(parts, {
      emit: (event) => {
        this.#listeners.emit(event);
      },
      outgoingChanged: (row, isNews) => {
        this.#outgoingChanged(row, isNews);
      },
      reported: (row) => {
        this.#reported(row);
      },
      unreachableRecorded: () => {
        this.#tellLater({ kind: 'unreachableRecorded' });
      },
      updateChanged: () => {
        this.#tellLater({ kind: 'stateChanged' });
      },
      signInsChanged: (isNews) => {
        this.#signInsChanged(isNews);
      },
      givingUpSoon: (warnings) => {
        this.#givingUpSoon(warnings);
      },
    });
    this.door = this.#createDoor();
    this.#followChanges();
  }

  start(): void {
    const { alerts, lostChanges, outbox, reports, storageRoom } = this.#use;
    // Before anything that takes time: whoever switches the handset on sees whether something is unread.
    alerts.showLed();
    lostChanges.start();
    storageRoom.look();
    outbox.restore(this.#parts.messages.unfinishedOutgoing());
    reports.reload();
    this.#use.eraser.start();
    this.#use.update.start();
    this.#parts.link.start(this.#linkListener());
    this.#followMachine();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  #createDoor(): Handset {
    const listeners = this.#listeners;
    const emit = (event: HandsetEvent): void => {
      listeners.emit(event);
    };
    const parts = { ...this.#parts, ...this.#use, listeners, emit };
    return {
      settings: this.#use.settings,
      ...createStatusDoor(parts),
      ...createHistoryDoor(parts),
      ...createComposeDoor(parts),
      ...createContactsDoor(parts),
      ...createPeopleDoor(parts),
    };
  }

  #followChanges(): void {
    const { health, alerts, settings, storageRoom } = this.#use;
    // Whatever came or went took room or gave it back.
    this.#listeners.add(({ kind }) => {
      if (kind !== 'stateChanged' && storageRoom.look()) this.#tellLater({ kind: 'stateChanged' });
    });
    settings.onChange((name) => {
      if (name === 'alertProfile') alerts.showLed();
    });
    health.onChange(() => {
      alerts.setStoreFailing(health.failure !== null);
      this.#tellLater({ kind: 'stateChanged' });
    });
  }

  /** What outlives this handset must not call it when it has stopped. */
  #followMachine(): void {
    const { wallTime, battery, network, link } = this.#parts;
    this.#leaveMachine = [
      watchNetwork({ network, link, settings: this.#use.settings }),
      wallTime.onChange(() => {
        this.#wallTimeChanged();
      }),
      battery.onChange(() => {
        this.#tellLater({ kind: 'stateChanged' });
      }),
    ];
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
        this.#use.outbox.trigger('keep-alive');
        this.#use.reports.resume('keep-alive');
      },
      otherDevices: (devices) => {
        for (const device of devices) this.#use.signIns.record(device);
      },
      isKnown: (peer) => this.#use.receiving.isKnown(peer),
      received: (message) => this.#use.receiving.receive(message),
    };
  }

  /**
   * Over a new flow it may be another server: what the old one said about "later" counts no more. A refresh is an
   * answer of the same one, as that to a keep-alive is.
   */
  #registered(): void {
    const by = this.#flowIsNew ? 'registered' : 'keep-alive';
    this.#flowIsNew = false;
    this.#use.outbox.trigger(by);
    this.#use.reports.resume(by);
  }

  #linkChanged(state: LinkState): void {
    this.#flowIsNew = state.kind === 'registered';
    this.#use.alerts.setUnreachable(state.kind === 'unreachable');
    this.#use.unreachable.stateChanged(state);
    this.#use.outbox.linkChanged(state);
    this.#tellLater({ kind: 'stateChanged' });
  }

  /** A certificate that was not valid yet may be so now; whoever is registered needs no other. */
  #wallTimeChanged(): void {
    const { link, wallTime } = this.#parts;
    if (wallTime.isSure && link.state.kind !== 'registered') link.reconnectNow();
    this.#tellLater({ kind: 'stateChanged' });
  }

  #fateChanged(row: OutgoingMessage): void {
    const { alerts, health } = this.#use;
    const changes = row.status === 'failed' || alerts.notSent > 0;
    const count = (): number => this.#parts.messages.notSentCount();
    alerts.setFate(row, changes ? health.read(count, alerts.notSent) : 0);
  }

  /** The row of a sent message has changed. */
  #outgoingChanged(row: OutgoingMessage, isNews: boolean): void {
    this.#fateChanged(row);
    if (isNews && failedUnasked(row)) this.#use.alerts.sound('failure');
    this.#listeners.emit({ kind: 'eventChanged', peer: row.peer, sequence: row.sequence });
  }

  /**
   * The same after a report. Only what is quick is done before the relay gets its answer; everything else follows after
   * it.
   */
  #reported(row: OutgoingMessage): void {
    this.#fateChanged(row);
    // At once, or the answer to a try in flight would take the row back to what the relay knows.
    this.#use.outbox.settle(row.id, row.peer);
    this.#use.afterAnswer.add(() => {
      this.#outgoingChanged(row, true);
    });
  }

  #signInsChanged(isNews: boolean): void {
    this.#use.afterAnswer.add(() => {
      if (isNews) this.#use.alerts.sound('failure');
      this.#listeners.emit({ kind: 'signInsChanged' });
      this.#listeners.emit({ kind: 'stateChanged' });
    });
  }

  #givingUpSoon(warnings: readonly GivingUpWarning[]): void {
    // By the age that is kept the next start knows that these were told.
    this.#use.age.save();
    this.#use.alerts.sound('failure');
    for (const { peer, sequence } of warnings) this.#tellLater({ kind: 'givingUpSoon', peer, sequence });
  }

  #tellLater(event: HandsetEvent): void {
    this.#use.afterAnswer.add(() => {
      this.#listeners.emit(event);
    });
  }

  async #stop(): Promise<void> {
    this.#use.update.stop();
    for (const leave of this.#leaveMachine) leave();
    this.#use.outbox.stop();
    this.#use.reports.stop();
    await this.#parts.link.stop();
    this.#use.afterAnswer.stop();
    this.#use.eraser.stop();
    this.#use.age.stop();
    this.#use.health.stop();
  }
}
