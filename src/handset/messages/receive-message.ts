import { transition } from '../../domain/outbox/transition.ts';
import { afterArrival, owedReportsOf, OWES_NOTHING, type OwedReports } from '../../domain/history/inbox.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import { RepeatedFaults } from '../../domain/history/repeated-faults.ts';
import type { Result } from '../../domain/result.ts';
import { plainStep } from '../../domain/history/message-step.ts';
import type { IncomingMessage, OutgoingMessage } from '../../domain/history/message.ts';
import { keptOf } from '../../domain/text/received-text.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { HandsetEvent } from '../../ports/handset.ts';
import type { Log } from '../../ports/system/log.ts';
import type { ReceiveVerdict, Received, ReceivedReport, ReceivedText } from '../../ports/network/message-link.ts';
import type { Addition, MessageStore, StoreFailure } from '../../ports/store/message-store.ts';
import type { StandingStore } from '../../ports/store/standing-store.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Standing } from '../../domain/standing.ts';
import type { StrangerPace } from '../requests/stranger-pace.ts';
import type { AfterAnswer } from './after-answer.ts';
import type { AlertSignals } from '../alert/alert-signals.ts';
import type { ReportSender } from './report-sender.ts';
import type { SignIns } from '../upkeep/sign-ins.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

export interface ReceiveMessageParts {
  readonly clock: Clock;
  readonly messages: MessageStore;
  readonly standings: StandingStore;
  readonly health: StoreHealth;
  readonly alerts: AlertSignals;
  readonly afterAnswer: AfterAnswer;
  readonly reports: Pick<ReportSender, 'owe'>;
  readonly log: Log;
  readonly signIns: Pick<SignIns, 'record'>;
  readonly pace: Pick<StrangerPace, 'admits'>;
  /** The owner wants nothing of strangers, as of now. */
  readonly onlyContacts: () => boolean;
  /** The owner has opted in to display notifications, both ways, as of now. */
  readonly readReports: () => boolean;
  /** A report moved a message that was sent; its row is durable. */
  readonly onReported: (row: OutgoingMessage) => void;
  readonly emit: (event: HandsetEvent) => void;
}

/**
 * Handles what arrives, in an order that keeps every promise: first on disk, then the LED, then the answer to the
 * relay, then buzzer and screen.
 */
export class ReceiveMessage {
  readonly #parts: ReceiveMessageParts;
  readonly #faults = new RepeatedFaults();

  constructor(parts: ReceiveMessageParts) {
    this.#parts = parts;
  }

  /** Never throws: an error here must make the relay keep the message, not end the process. */
  receive(message: Received): ReceiveVerdict {
    try {
      return this.#take(message);
    } catch (cause) {
      this.#parts.log.error('receive.failed', { kind: message.kind }, cause);
      return this.#notTaken(message, false);
    }
  }

  #take(message: Received): ReceiveVerdict {
    switch (message.kind) {
      case 'text':
        return this.#text(message);
      case 'report':
        return this.#report(message);
      case 'other-device':
        return this.#parts.signIns.record(message.device) ? 'kept' : this.#notTaken(message, true);
    }
  }

  /** Whether the owner knows the sender. Throws StoreUnavailable when that cannot be looked up. */
  isKnown(peer: PeerAddress): boolean {
    return this.#parts.standings.standing(peer) === 'known';
  }

  /** The relay brings it again, but not for ever: what waits behind it there must not wait for a fault of ours. */
  #notTaken(message: Received, ofAll: boolean): ReceiveVerdict {
    if (!this.#faults.count(`${message.from} ${nameOf(message)}`, ofAll)) return 'unable';
    this.#parts.log.error('receive.refused-after-faults', { kind: message.kind });
    return 'unwanted';
  }

  #text(text: ReceivedText): ReceiveVerdict {
    const standing = this.#parts.standings.standing(text.from);
    return standing === 'known' ? this.#known(text) : this.#unknown(text, standing);
  }

  #known(text: ReceivedText): ReceiveVerdict {
    const { health, readReports } = this.#parts;
    // Who sent more than is kept must not read that it was delivered.
    const isWhole = keptOf(text.body).cutBytes === 0;
    const owed = isWhole ? owedReportsOf({ ...text, readReports: readReports() }) : OWES_NOTHING;
    const added = health.check(this.#add(text, text.id, owed));
    if (!added.ok) return this.#notTaken(text, true);
    if (added.value.kind === 'dropped') return 'kept';
    const { message } = added.value;
    const { alert, redraw } = afterArrival(added.value.kind);
    if (message !== null && alert) this.#alert(message, owed.owesDeliveryReport);
    else if (redraw) return this.#addBeside(message, text);
    this.#faults.taken();
    return 'kept';
  }

  /**
   * A blocked peer leaves no trace, nor does a stranger when the owner wants none, or when they come too fast. None of
   * them is told of a full medium either, and nothing is reported to them, now or later.
   */
  #unknown(text: ReceivedText, standing: Standing): ReceiveVerdict {
    const { onlyContacts, pace } = this.#parts;
    if (standing === 'blocked' || onlyContacts() || !pace.admits(text.from)) return 'dropped';
    const added = this.#add(text, text.id, OWES_NOTHING);
    if (!added.ok) return 'dropped';
    if (added.value.kind === 'conflict') {
      const beside = this.#add(text, text.idIfTaken, OWES_NOTHING);
      this.#redraw(text, added.value.message);
      if (beside.ok && beside.value.kind === 'stored') this.#alertQuietly(beside.value.message);
      else this.#tellQuietly();
    } else if (added.value.kind === 'stored') this.#alertQuietly(added.value.message);
    else if (added.value.kind === 'dropped') this.#tellQuietly();
    return added.value.kind === 'dropped' ? 'dropped' : 'kept';
  }

  #add(text: ReceivedText, id: MessageId, reports: OwedReports): Result<Addition, StoreFailure> {
    const { messages, clock } = this.#parts;
    const { from, body, sentAtMs, idIfTaken: digest } = text;
    const receivedAtMs = clock.wallMs();
    return messages.addIncoming({ id, digest, peer: from, ...keptOf(body), receivedAtMs, sentAtMs, ...reports });
  }

  /**
   * Another text came under the id of one that is kept, or that was removed: it can be read too. No report can name it,
   * because its sender knows only the id that both have.
   */
  #addBeside(first: IncomingMessage | null, text: ReceivedText): ReceiveVerdict {
    const added = this.#parts.health.check(this.#add(text, text.idIfTaken, OWES_NOTHING));
    if (!added.ok) return this.#notTaken(text, true);
    if (added.value.kind === 'conflict') return 'unwanted';
    this.#redraw(text, first);
    if (added.value.kind === 'stored') this.#alert(added.value.message, false);
    this.#faults.taken();
    return 'kept';
  }

  #alert(row: IncomingMessage, owesDeliveryReport: boolean): void {
    const { alerts, afterAnswer, reports, emit } = this.#parts;
    // What says nothing alarms nobody.
    const alarms = !row.read;
    if (alarms) alerts.setUnread(alerts.unread + 1);
    const { peer, sequence, id } = row;
    afterAnswer.add(() => {
      if (alarms) alerts.sound('message');
      emit({ kind: alarms ? 'eventReceived' : 'eventChanged', peer, sequence });
      emit({ kind: 'stateChanged' });
      if (owesDeliveryReport) reports.owe({ sequence, peer, id, disposition: 'delivered' });
    });
  }

  /** No sound and no notification; the row in History tells, and the LED in its own way. */
  #alertQuietly({ peer, sequence }: IncomingMessage): void {
    const { alerts, afterAnswer, messages, health, emit } = this.#parts;
    // Another may have made way for it.
    alerts.setRequests(health.read(() => messages.unreadCount('stranger'), 1));
    afterAnswer.add(() => {
      emit({ kind: 'eventChanged', peer, sequence });
      emit({ kind: 'threadsChanged' });
    });
  }

  /** The list says how many were not kept. */
  #tellQuietly(): void {
    const { afterAnswer, emit } = this.#parts;
    afterAnswer.add(() => {
      emit({ kind: 'threadsChanged' });
    });
  }

  #redraw({ from: peer }: ReceivedText, first: IncomingMessage | null): void {
    this.#parts.log.warn('receive.same-id-other-text', first === null ? {} : { sequence: first.sequence });
    if (first === null) return;
    const { sequence } = first;
    this.#parts.afterAnswer.add(() => {
      this.#parts.emit({ kind: 'eventChanged', peer, sequence });
    });
  }

  /**
   * A report counts only when it comes from the peer to which the message went. Any other report changes nothing, but
   * is answered as kept, or the relay would send it again for ever.
   */
  #report(report: ReceivedReport): ReceiveVerdict {
    const { messages, health, clock, log, readReports, onReported } = this.#parts;
    const row = messages.findOutgoing(report.about, report.from);
    if (row === null) {
      log.info('receive.report-unmatched', { disposition: report.disposition });
      return 'dropped';
    }
    const event = { kind: 'reported', disposition: report.disposition, readReports: readReports() } as const;
    const after = transition(row, event);
    // The report tells nothing new, so nothing is written.
    if (after === null) return 'kept';
    const kind = after.status === 'failed' || after.status === 'read' ? after.status : 'delivered';
    const steps = [plainStep(kind, clock.wallMs(), after.failure)];
    const moved = health.check(messages.moveOutgoing(row.id, { event, steps }));
    if (!moved.ok) return this.#notTaken(report, true);
    onReported(moved.value.message);
    return 'kept';
  }
}

/** Tells what failed from what else its sender sent. */
function nameOf(message: Received): string {
  switch (message.kind) {
    case 'text':
      return message.id;
    case 'report':
      return `${message.about} ${message.disposition}`;
    case 'other-device':
      return message.device;
  }
}
