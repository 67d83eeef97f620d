import type { PeerAddress } from '../../domain/peer-address.ts';
import { success, type Result } from '../../domain/result.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { StoredRequest } from '../../ports/store/relay-queue.ts';
import type { RelayAnswer } from '../access/incoming-request.ts';
import { textOf } from '../message/cpim-text.ts';
import type { EndToEndMessage } from '../message/end-to-end-message.ts';
import type { Deliveries, DeliveryStart } from './deliveries.ts';
import { ABSENT, type DeliveryOutcome } from './delivery-outcome.ts';
import { HeldBack } from './held-back.ts';
import { STORE_RETRY_SECONDS } from './hold-refusal.ts';
import { ACCEPTED, type WaitingMessage } from './intake.ts';
import type { BoxedMessage, RecipientBox } from './recipient-box.ts';
import { SenderTurns } from './sender-turns.ts';

export interface LaneParts {
  readonly deliveries: Deliveries;
  readonly box: RecipientBox;
  readonly clock: Clock;
  /** Whether the recipient knows that sender, who then does not wait behind strangers. */
  readonly isKnown: (sender: PeerAddress) => boolean;
  readonly retryDelaysMs: readonly number[];
  readonly onDelivered: () => void;
}

/** A message that could not be stored, and the answer to its sender if it cannot go straight to a device either. */
interface Unstored {
  readonly waiting: WaitingMessage;
  readonly refusal: RelayAnswer;
}

/** The one message that is on its way. */
interface Underway {
  /** As its sender wrote it. */
  readonly message: EndToEndMessage;
  /** What the devices get: the message, or its text alone. */
  readonly sent: EndToEndMessage;
  readonly from: { readonly row: StoredRequest } | { readonly unstored: Unstored };
  /** It goes to foreign devices only, and is delivered to nobody thereby. */
  readonly isCopy: boolean;
}

/**
 * All stored messages of one recipient on their way to the recipient's devices. Only one is on its way at a time
 * (RFC 3428 §8): each sender's oldest first, and whom the recipient knows before strangers. Nobody there holds all
 * back; an answer about one message holds back its sender's.
 */
export class RecipientLane {
  readonly #user: PeerAddress;
  readonly #parts: LaneParts;
  readonly #heldBack: HeldBack;
  readonly #turns: SenderTurns;
  /** Whether the senders of all that is stored have their turns. */
  #areSendersRead = false;
  #flight: Underway | null = null;
  #unstored: Unstored[] = [];
  #retryTimer: Timer | null = null;
  #heldTimer: Timer | null = null;
  #absences = 0;
  /** Up to this position foreign devices have got copies, while none of the user's own was there. */
  #copiedUpTo = 0;
  #isStopped = false;

  constructor(user: PeerAddress, parts: LaneParts) {
    this.#user = user;
    this.#parts = parts;
    this.#heldBack = new HeldBack(parts.retryDelaysMs);
    this.#turns = new SenderTurns(parts.isKnown);
  }

  /** Something of that sender was stored for this user. */
  deliverSoon(from: PeerAddress): void {
    this.#turns.add(from);
    this.#pump();
  }

  /** Something that was kept back may be delivered. */
  released(): void {
    this.#parts.box.released();
    this.#areSendersRead = false;
    this.#pump();
  }

  /** A silent device has spoken. Delivers now, without waiting for the back-off. */
  deliverNow(): void {
    this.#retryTimer?.cancel();
    this.#retryTimer = null;
    this.#pump();
  }

  /** As `deliverNow`, after a REGISTER; the back-off also starts again from its first step. */
  deviceRegistered(isNewFlow: boolean): void {
    this.#absences = 0;
    // It may be another foreign device, which has got nothing yet.
    if (isNewFlow) this.#copiedUpTo = 0;
    this.#heldBack.allDue(this.#parts.clock.monotonicMs(), isNewFlow);
    this.deliverNow();
  }

  /** Takes a message that cannot be stored straight to a device, if that overtakes nothing. */
  forwardUnstored(waiting: WaitingMessage, refusal: RelayAnswer): void {
    const { deliveries, box } = this.#parts;
    const isNext = this.#unstored.length > 0 || (this.#flight === null && !box.mayHoldSomething());
    if (this.#isStopped || !isNext || !deliveries.isReachable(this.#user)) {
      waiting.settle(refusal);
      return;
    }
    this.#unstored.push({ waiting, refusal });
    this.#pump();
  }

  isOnItsWay({ position }: StoredRequest): boolean {
    const from = this.#flight?.from;
    return from !== undefined && 'row' in from && from.row.position === position;
  }

  get isAwaitingAnswer(): boolean {
    return this.#flight !== null;
  }

  /** Starts nothing more. Every sender has its answer when this returns. */
  stop(): void {
    this.#isStopped = true;
    this.#retryTimer?.cancel();
    this.#heldTimer?.cancel();
    for (const { waiting, refusal } of this.#unstored.splice(0)) waiting.settle(refusal);
    const from = this.#flight?.from;
    if (from !== undefined && 'unstored' in from) from.unstored.waiting.settle(from.unstored.refusal);
  }

  #pump(): void {
    // A report about a message that failed may come back to this lane and start the next message from inside this loop.
    while (this.#flight === null && !this.#isStopped) {
      const next = this.#unstored.shift();
      if (next !== undefined) this.#forward(next);
      else if (this.#retryTimer !== null || !this.#deliverStored()) break;
    }
    if (this.#flight === null) this.#parts.box.atRest();
  }

  #forward(unstored: Unstored): void {
    const { waiting, refusal } = unstored;
    const { message } = waiting;
    const start = this.#start({ message, sent: message, from: { unstored }, isCopy: false }, false);
    if (start !== 'started') waiting.settle(refusal);
  }

  /** False when nothing more can be done now. */
  #deliverStored(): boolean {
    const { deliveries, box } = this.#parts;
    if (!deliveries.hasDevice(this.#user)) return false;
    const isCopy = !deliveries.hasOwnDevice(this.#user);
    const next = isCopy ? box.firstBehind(this.#copiedUpTo) : this.#next();
    if (!next.ok) this.#retryLater(STORE_RETRY_SECONDS * 1_000);
    if (!next.ok || next.value === null) return false;
    const { row, message } = next.value;
    const start = this.#start({ message, sent: message, from: { row }, isCopy }, true);
    // No device will ever get it, and the messages behind it must not wait for that.
    if (start === 'unsendable') return this.#failed(next.value);
    if (isCopy) this.#copiedUpTo = row.position;
    return start === 'started' || isCopy;
  }

  #next(): Result<BoxedMessage | null, StoreFailure> {
    const { box } = this.#parts;
    const read = this.#readSenders();
    if (!read.ok) return read;
    for (let turn = this.#turn(); turn !== null; turn = this.#turn()) {
      const { from, after } = turn;
      const next = after === null ? box.firstOf(from) : box.nextOf(from, after);
      if (!next.ok) return next;
      if (next.value !== null) {
        this.#turns.taken(from);
        return next;
      }
      // Behind a walk stands what it has tried.
      if (this.#heldBack.walk === null) this.#turns.ended(from);
      this.#heldBack.ended(from);
    }
    this.#waitForHeldBack();
    return success(null);
  }

  /** Whose oldest message comes next, or whose oldest behind some position. */
  #turn(): { readonly from: PeerAddress; readonly after: number | null } | null {
    const { walk } = this.#heldBack;
    if (walk !== null) return walk;
    const now = this.#parts.clock.monotonicMs();
    const from = this.#turns.next((sender) => this.#heldBack.isDue(sender, now));
    return from === null ? null : { from, after: null };
  }

  #readSenders(): Result<void, StoreFailure> {
    if (this.#areSendersRead) return success(undefined);
    const senders = this.#parts.box.senders();
    if (!senders.ok) return senders;
    for (const sender of senders.value) this.#turns.add(sender);
    this.#areSendersRead = true;
    return success(undefined);
  }

  #start(flight: Underway, evenSilent: boolean): DeliveryStart {
    this.#flight = flight;
    const start = this.#parts.deliveries.start(flight.sent, evenSilent, (outcome) => {
      this.#ended(flight, outcome);
    });
    if (start !== 'started') this.#flight = null;
    return start;
  }

  #ended(flight: Underway, outcome: DeliveryOutcome): void {
    this.#flight = null;
    const text = textInsteadOf(flight, outcome);
    if (text === null) {
      this.#finished(flight, outcome);
      return;
    }
    const start = this.#start({ ...flight, sent: text }, true);
    if (start !== 'started') this.#finished(flight, start === 'no-device' ? ABSENT : outcome);
  }

  #finished({ message, from, isCopy }: Underway, outcome: DeliveryOutcome): void {
    if (isCopy) {
      this.#pump();
      return;
    }
    if (outcome.kind === 'accepted') {
      this.#absences = 0;
      this.#parts.onDelivered();
    }
    if ('row' in from) this.#storedEnded({ row: from.row, message }, outcome);
    else from.unstored.waiting.settle(outcome.kind === 'accepted' ? ACCEPTED : from.unstored.refusal);
    this.#pump();
  }

  #storedEnded(boxed: BoxedMessage, outcome: DeliveryOutcome): void {
    const { row } = boxed;
    switch (outcome.kind) {
      case 'accepted':
        this.#parts.box.taken(row);
        this.#giveUp(this.#heldBack.accepted(row));
        return;
      case 'refused':
        this.#failed(boxed);
        return;
      case 'declined':
        if (this.#heldBack.declined(row, outcome.retryAfterMs, this.#parts.clock.monotonicMs()))
          this.#parts.box.declined(row);
        return;
      case 'absent':
        this.#heldBack.interrupted();
        this.#retryAfterAbsence();
    }
  }

  /** One that its report cannot take the place of now stays, and is tried again like any other. */
  #giveUp(rows: readonly StoredRequest[]): void {
    for (const { from, position } of rows) {
      const boxed = this.#parts.box.nextOf(from, position - 1);
      if (boxed.ok && boxed.value?.row.position === position) this.#failed(boxed.value);
    }
  }

  #failed(boxed: BoxedMessage): boolean {
    const isTold = this.#parts.box.failed(boxed);
    if (!isTold) this.#retryLater(STORE_RETRY_SECONDS * 1_000);
    return isTold;
  }

  #retryAfterAbsence(): void {
    const { retryDelaysMs } = this.#parts;
    const step = Math.min(this.#absences, retryDelaysMs.length - 1);
    this.#absences += 1;
    this.#retryLater(retryDelaysMs[step] ?? 0);
  }

  /** Set even when no device is left: it costs one look, and a REGISTER delivers earlier anyway. */
  #retryLater(delayMs: number): void {
    this.#retryTimer?.cancel();
    if (this.#isStopped) return;
    this.#retryTimer = this.#parts.clock.startTimer(delayMs, () => {
      this.deliverNow();
    });
  }

  #waitForHeldBack(): void {
    this.#heldTimer?.cancel();
    this.#heldTimer = null;
    const { clock } = this.#parts;
    const dueAtMs = this.#heldBack.nextDueAtMs();
    if (dueAtMs === null || this.#isStopped) return;
    this.#heldTimer = clock.startTimer(Math.max(0, dueAtMs - clock.monotonicMs()), () => {
      this.#heldTimer = null;
      this.#pump();
    });
  }
}

/**
 * A device that takes plain text only (baresip) refuses CPIM with 415. Its sender was told 202 before, so the relay
 * takes the text out of the wrapper.
 */
function textInsteadOf({ message, sent }: Underway, outcome: DeliveryOutcome): EndToEndMessage | null {
  const isUnsupportedType = outcome.kind === 'refused' && outcome.statusCode === 415;
  return isUnsupportedType && sent === message ? textOf(message) : null;
}
