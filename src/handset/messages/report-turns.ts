import type { TryOutcome } from '../../domain/history/failure-reason.ts';
import { afterFailedTry, asideFrom, withoutRetryAfter } from '../../domain/outbox/outbox-pass.ts';
import { GIVE_UP_AFTER_MS, TRIES_IN_PASS } from '../../domain/outbox/outbox-policy.ts';
import { UNTRIED, type Trial } from '../../domain/outbox/outbox-state.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { MonotonicMs } from '../../domain/time.ts';
import type { OwedReport } from '../../ports/store/message-store.ts';

/** A report that was answered, and not accepted. */
type Failing = Trial & { readonly sinceMs: MonotonicMs };

/** What the tries to one peer met since the last trigger. */
interface Turn {
  /** How many reports failed that had not failed before. */
  readonly failed: number;
  /** One that stands aside failed: the others of this kind wait for the next trigger. */
  readonly asideFailed: boolean;
  /** The peer gets no report before this moment of the monotonic clock, and then at the next trigger. Null: it may. */
  readonly heldUntilMs: number | null;
}

const NEW_TURN: Turn = { failed: 0, asideFailed: false, heldUntilMs: null };

/**
 * Which owed reports may be tried. By the outbox's rule one report never stops another; and because their order says
 * nothing, one steps aside at its first answer that is no success, and not only when one behind it was accepted.
 */
export class ReportTurns {
  readonly #failing = new Map<string, Failing>();
  readonly #turns = new Map<PeerAddress, Turn>();

  /** Those that may be tried now, those that never failed first. */
  inOrder(owed: readonly OwedReport[], nowMs: MonotonicMs): readonly OwedReport[] {
    const free = owed.filter(({ peer }) => (this.#turns.get(peer)?.heldUntilMs ?? null) === null);
    const due = free.filter((report) => {
      const failing = this.#failing.get(keyOf(report));
      return (
        failing !== undefined && failing.notBeforeMs <= nowMs && this.#turns.get(report.peer)?.asideFailed !== true
      );
    });
    return [...free.filter((report) => !this.standsAside(report)), ...due];
  }

  standsAside(report: OwedReport): boolean {
    return this.#failing.has(keyOf(report));
  }

  /**
   * A try was not accepted; `answered`: that says something about the report. False when it was answered so for as long
   * as a text is tried, so that it is given up.
   */
  failed(
    report: OwedReport,
    outcome: Extract<TryOutcome, { kind: 'unanswered' }>,
    answered: boolean,
    nowMs: MonotonicMs,
  ): boolean {
    const turn = this.#turns.get(report.peer) ?? NEW_TURN;
    if (!answered) {
      this.#turns.set(report.peer, { ...turn, heldUntilMs: nowMs });
      return true;
    }
    const before = this.#failing.get(keyOf(report));
    const met = afterFailedTry(before ?? { ...UNTRIED, sinceMs: nowMs }, outcome, { answered, inRound: false }, nowMs);
    if (nowMs - met.sinceMs >= GIVE_UP_AFTER_MS) return false;
    this.#failing.set(keyOf(report), met.aside ? met : asideFrom(met, nowMs));
    const failed = turn.failed + (before === undefined ? 1 : 0);
    const holds = before === undefined && (outcome.retryAfterMs !== null || failed >= TRIES_IN_PASS);
    this.#turns.set(report.peer, {
      failed,
      asideFailed: turn.asideFailed || before !== undefined,
      heldUntilMs: holds ? met.holdsUntilMs : turn.heldUntilMs,
    });
    return true;
  }

  /** It is owed no more. */
  forget(report: OwedReport): void {
    this.#failing.delete(keyOf(report));
  }

  /** The relay has answered. Over a new connection what was said about "later" counts no more. */
  resume(by: 'registered' | 'keep-alive', nowMs: MonotonicMs): void {
    for (const [peer, { heldUntilMs }] of this.#turns) {
      if (by === 'registered' || heldUntilMs === null || heldUntilMs <= nowMs) this.#turns.delete(peer);
    }
    if (by === 'keep-alive') return;
    for (const [key, failing] of this.#failing) this.#failing.set(key, withoutRetryAfter(failing));
  }
}

export function keyOf({ sequence, disposition }: OwedReport): string {
  return `${sequence} ${disposition}`;
}
