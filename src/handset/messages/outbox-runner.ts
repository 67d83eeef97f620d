import type { TryOutcome } from '../../domain/history/failure-reason.ts';
import type { LinkState } from '../../domain/link-state.ts';
import type { OutgoingMessage } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import { stepOutbox } from '../../domain/outbox/outbox.ts';
import { outboxWakeUpInMs } from '../../domain/outbox/outbox-schedule.ts';
import {
  EMPTY_OUTBOX,
  isPeerBusy,
  unfinishedCount,
  type OutboxDecision,
  type OutboxEvent,
  type OutboxState,
} from '../../domain/outbox/outbox-state.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { MessageLink } from '../../ports/network/message-link.ts';
import type { DeviceAgeKeeper, Release } from '../upkeep/device-age-keeper.ts';
import type { OutboxRows } from './outbox-rows.ts';

const MAX_TIMER_MS = 2_147_483_647;

export type GivingUpWarning = Extract<OutboxDecision, { kind: 'warnGivingUp' }>;

export interface OutboxRunnerParts {
  readonly clock: Clock;
  readonly link: MessageLink;
  readonly log: Log;
  readonly age: DeviceAgeKeeper;
  readonly rows: OutboxRows;
  /** Whether the peers are asked for display notifications too. */
  readonly wantsReadReports: () => boolean;
  /** All that are due at one moment. */
  readonly onGivingUpSoon: (warnings: readonly GivingUpWarning[]) => void;
  /** A request to a peer ended and no other followed at once, so that a report may go to this peer. */
  readonly onPeerFree: () => void;
}

/**
 * Runs the outbox machine: gives its tries to the link and its changes to the store, and wakes it when it asked for
 * that.
 */
export class OutboxRunner {
  readonly #parts: OutboxRunnerParts;
  #state: OutboxState = EMPTY_OUTBOX;
  #events: OutboxEvent[] = [];
  #feeding = false;
  #timer: Timer | null = null;
  #releaseAge: Release | null = null;
  #stopped = false;

  constructor(parts: OutboxRunnerParts) {
    this.#parts = parts;
  }

  get unfinished(): number {
    return unfinishedCount(this.#state);
  }

  /** Takes up the messages that were unfinished when the handset last stopped. */
  restore(messages: readonly OutgoingMessage[]): void {
    this.#feed({ kind: 'restored', messages, lastRunAgeMs: this.#parts.age.lastRunAgeMs });
  }

  /**
   * Call it once the row is durable in status sending. The first try begins before this returns, if the lane is free.
   */
  enter(message: OutgoingMessage): void {
    this.#feed({ kind: 'entered', message });
  }

  resend(message: OutgoingMessage): void {
    this.#parts.rows.supersede(message.id);
    this.#feed({ kind: 'resent', message });
  }

  /** The owner does not want it sent any more. Does nothing when it is not to be sent. */
  cancel(id: MessageId, peer: PeerAddress): void {
    this.#feed({ kind: 'cancelled', id, peer });
  }

  linkChanged(state: LinkState): void {
    if (state.kind === 'registered') this.#feed({ kind: 'flowChanged', up: true });
    else this.#feed({ kind: 'flowChanged', up: false, reason: state.kind === 'unreachable' ? state.reason : null });
  }

  trigger(by: 'registered' | 'keep-alive'): void {
    this.#feed({ kind: 'triggered', by });
  }

  /** A report said what became of the message: it is not tried any more. */
  settle(id: MessageId, peer: PeerAddress): void {
    this.#feed({ kind: 'settled', id, peer });
  }

  /**
   * Reserves the peer for a report, until `release`. False while a request to this peer is in flight, and after `stop`.
   */
  tryOccupy(peer: PeerAddress): boolean {
    if (this.#stopped || isPeerBusy(this.#state, peer)) return false;
    this.#feed({ kind: 'occupied', peer });
    return true;
  }

  release(peer: PeerAddress): void {
    this.#feed({ kind: 'released', peer });
  }

  /** Begins no more tries. The answer to one in flight is still written while the store is open. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = null;
    this.#holdAge(false);
  }

  /**
   * Handles one event at a time: an event that a decision causes waits until all decisions of the step are carried out.
   */
  #feed(event: OutboxEvent): void {
    this.#events.push(event);
    if (this.#feeding) return;
    this.#feeding = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) this.#step(next);
    } finally {
      this.#feeding = false;
    }
    this.#schedule();
    this.#parts.rows.tell();
  }

  #step(event: OutboxEvent): void {
    const step = stepOutbox(this.#state, event, this.#parts.age.now());
    this.#state = step.state;
    for (const decision of step.decisions) this.#carryOut(decision);
    const warnings = step.decisions.filter((decision) => decision.kind === 'warnGivingUp');
    if (warnings.length > 0) this.#parts.onGivingUpSoon(warnings);
  }

  #carryOut(decision: OutboxDecision): void {
    switch (decision.kind) {
      case 'startTry':
        // After a stop the try is left to the next start: the row says that the message is unfinished.
        if (!this.#stopped) void this.#try(decision.message);
        return;
      case 'moveRow':
        this.#parts.rows.move(decision.id, decision.move);
        return;
      // All warnings of a step are told together after it.
      case 'warnGivingUp':
        return;
    }
  }

  async #try(message: OutgoingMessage): Promise<void> {
    const { id, peer } = message;
    this.#feed({ kind: 'tryEnded', id, peer, outcome: await this.#send(message) });
    if (!isPeerBusy(this.#state, peer)) this.#parts.onPeerFree();
  }

  async #send({ id, peer, body, composedAtMs }: OutgoingMessage): Promise<TryOutcome> {
    const wantsReadReport = this.#parts.wantsReadReports();
    try {
      return await this.#parts.link.send({ kind: 'text', id, to: peer, body, composedAtMs, wantsReadReport });
    } catch (cause) {
      // The link promises not to reject. If it does, the message must not stay in flight for ever.
      this.#parts.log.error('outbox.link-rejected', {}, cause);
      return { kind: 'unanswered', sipStatus: null, reason: 'server-fault', retryAfterMs: null };
    }
  }

  /** Unfinished messages have deadlines in the device's age. */
  #holdAge(needed: boolean): void {
    if (needed) this.#releaseAge ??= this.#parts.age.hold();
    else {
      this.#releaseAge?.();
      this.#releaseAge = null;
    }
  }

  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#stopped) return;
    this.#holdAge(this.unfinished > 0);
    const inMs = outboxWakeUpInMs(this.#state, this.#parts.age.now());
    if (inMs === null) return;
    this.#timer = this.#parts.clock.startTimer(Math.min(Math.ceil(inMs), MAX_TIMER_MS), () => {
      this.#timer = null;
      this.#feed({ kind: 'timePassed' });
    });
  }
}
