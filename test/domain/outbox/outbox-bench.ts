import { advanced } from '../../../src/domain/outbox/transition.ts';
import type { TryOutcome } from '../../../src/domain/history/failure-reason.ts';
import type { MessageStep, OutgoingMessage } from '../../../src/domain/history/message.ts';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import { stepOutbox } from '../../../src/domain/outbox/outbox.ts';
import { GIVE_UP_AFTER_MS } from '../../../src/domain/outbox/outbox-policy.ts';
import { outboxWakeUpInMs } from '../../../src/domain/outbox/outbox-schedule.ts';
import {
  EMPTY_OUTBOX,
  type OutboxDecision,
  type OutboxEvent,
  type OutboxState,
} from '../../../src/domain/outbox/outbox-state.ts';
import { parsePeerAddress, type PeerAddress } from '../../../src/domain/peer-address.ts';
import { deviceAgeMs, epochMs, monotonicMs, type Moment } from '../../../src/domain/time.ts';

export function peer(user: string): PeerAddress {
  const result = parsePeerAddress(`sip:${user}@relay.example`);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

export const ACCEPTED: TryOutcome = { kind: 'accepted', sipStatus: 202 };
export const NO_NETWORK: TryOutcome = { kind: 'unanswered', sipStatus: null, reason: 'no-network', retryAfterMs: null };
export const REFUSED: TryOutcome = { kind: 'refused', sipStatus: 404, reason: 'unknown-number' };
export const laterIn = (retryAfterMs: number): TryOutcome => ({
  kind: 'unanswered',
  sipStatus: 503,
  reason: 'server-fault',
  retryAfterMs,
});

/** Runs the machine by hand: keeps its rows as a store would, its tries as a link would, and lets time pass from one wake-up to the next. */
export class OutboxBench {
  state: OutboxState = { ...EMPTY_OUTBOX, flow: true };
  nowMs = 0;
  ageOffsetMs = 5_000;
  wallOffsetMs = 1_700_000_000_000;
  readonly rows = new Map<MessageId, OutgoingMessage>();
  readonly steps = new Map<MessageId, MessageStep[]>();
  /** Peers whose try is in flight, with the message that is tried. */
  readonly flying = new Map<PeerAddress, OutgoingMessage>();
  /** Each try, with the time at which it began, ms since the bench was made. */
  readonly tries: { readonly id: string; readonly atMs: number }[] = [];
  readonly warnings: { readonly id: string; readonly atMs: number }[] = [];
  /** What each try comes to at once; null leaves it in flight. */
  answer: (message: OutgoingMessage) => TryOutcome | null = () => null;
  #sequence = 0;

  get moment(): Moment {
    return {
      wallMs: epochMs(this.nowMs + this.wallOffsetMs),
      monotonicMs: monotonicMs(this.nowMs),
      ageMs: deviceAgeMs(this.nowMs + this.ageOffsetMs),
    };
  }

  enter(name: string, to: PeerAddress): MessageId {
    const id = name as MessageId;
    const message: OutgoingMessage = {
      direction: 'outgoing',
      sequence: ++this.#sequence,
      id,
      peer: to,
      body: name,
      composedAtMs: this.moment.wallMs,
      status: 'sending',
      failure: null,
      cause: null,
      tries: 0,
      giveUpAtAgeMs: deviceAgeMs(this.moment.ageMs + GIVE_UP_AFTER_MS),
      blanked: false,
    };
    this.rows.set(id, message);
    this.steps.set(id, []);
    this.feed({ kind: 'entered', message });
    return id;
  }

  resend(id: MessageId): void {
    const giveUpAtAgeMs = deviceAgeMs(this.moment.ageMs + GIVE_UP_AFTER_MS);
    const message = {
      ...this.rows.get(id)!,
      status: 'sending' as const,
      failure: null,
      cause: null,
      tries: 0,
      giveUpAtAgeMs,
    };
    this.rows.set(id, message);
    this.feed({ kind: 'resent', message });
  }

  /** The power goes and comes back: only the rows are left. */
  restart(offForMs = 0): void {
    this.flying.clear();
    const lastRunAgeMs = this.moment.ageMs;
    this.nowMs += offForMs;
    this.state = { ...EMPTY_OUTBOX, flow: this.state.flow };
    const unfinished = [...this.rows.values()].filter(({ status }) => status === 'sending' || status === 'waiting');
    this.feed({ kind: 'restored', messages: unfinished, lastRunAgeMs });
  }

  end(to: PeerAddress, outcome: TryOutcome): void {
    const message = this.flying.get(to);
    if (message === undefined) throw new Error(`no try to ${to} in flight`);
    this.flying.delete(to);
    this.feed({ kind: 'tryEnded', id: message.id, peer: to, outcome });
  }

  feed(event: OutboxEvent): void {
    const step = stepOutbox(this.state, event, this.moment);
    this.state = step.state;
    const begun: OutgoingMessage[] = [];
    for (const decision of step.decisions) this.#carryOut(decision, begun);
    for (const message of begun) {
      const outcome = this.answer(message);
      if (outcome !== null) this.end(message.peer, outcome);
    }
  }

  /** Lets time pass, stopping wherever the machine asked to be woken. */
  pass(durationMs: number): void {
    const untilMs = this.nowMs + durationMs;
    for (let wakeUps = 0; ; wakeUps += 1) {
      if (wakeUps > 10_000) throw new Error('the machine asks to be woken without end');
      const inMs = outboxWakeUpInMs(this.state, this.moment);
      if (inMs === null || this.nowMs + inMs > untilMs) break;
      this.nowMs += inMs;
      this.feed({ kind: 'timePassed' });
    }
    this.nowMs = untilMs;
  }

  status(id: MessageId): string {
    const row = this.rows.get(id)!;
    return row.failure === null ? row.status : `${row.status}: ${row.failure}`;
  }

  triesOf(id: string): number[] {
    return this.tries.filter((each) => each.id === id).map(({ atMs }) => atMs);
  }

  #carryOut(decision: OutboxDecision, begun: OutgoingMessage[]): void {
    switch (decision.kind) {
      case 'startTry': {
        const { message } = decision;
        if (this.flying.has(message.peer)) throw new Error(`two requests to ${message.peer} in flight`);
        this.flying.set(message.peer, message);
        this.tries.push({ id: message.id, atMs: this.nowMs });
        begun.push(message);
        return;
      }
      case 'moveRow': {
        const { event, steps } = decision.move;
        this.rows.set(decision.id, advanced(this.rows.get(decision.id)!, event));
        this.steps.get(decision.id)!.push(...steps);
        return;
      }
      case 'warnGivingUp':
        this.warnings.push({ id: decision.id, atMs: this.nowMs });
    }
  }
}

/** A bench on which one message to Bob failed its five tries and waits. */
export function waitingBench(): { readonly bench: OutboxBench; readonly id: ReturnType<OutboxBench['enter']> } {
  const bench = new OutboxBench();
  bench.answer = () => NO_NETWORK;
  const id = bench.enter('first', peer('bob'));
  bench.pass(60_000);
  bench.tries.length = 0;
  return { bench, id };
}
