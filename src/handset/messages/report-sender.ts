import type { TryOutcome } from '../../domain/history/failure-reason.ts';
import { isAnswer } from '../../domain/outbox/outbox-pass.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { MessageLink } from '../../ports/network/message-link.ts';
import type { MessageStore, OwedReport } from '../../ports/store/message-store.ts';
import type { OutboxRunner } from './outbox-runner.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';
import { keyOf, ReportTurns } from './report-turns.ts';

/** Reports in flight at the same time; few, so that texts have most of the connection. */
export const MAX_REPORTS_IN_FLIGHT = 4;
/**
 * Reports held in memory; the others stay in the store until these are sent. One query of the store gives at most this
 * many.
 */
const MAX_QUEUED = 1_000;
/**
 * While more reports than this wait to be sent, those sent are marked in the store together, because each such write
 * waits for the disk.
 */
const LONG_QUEUE = 16;
const NOTED_TOGETHER = 32;
/**
 * So many texts in so short a time mean that the relay delivers a full mailbox. Storing them goes first; their reports
 * wait for a pause, but not for long.
 */
const POURING_TEXTS = 8;
const POURING_MS = 200;
const PAUSE_MS = 50;
const LONGEST_WAIT_MS = 1_000;

export interface ReportSenderParts {
  readonly clock: Clock;
  readonly link: MessageLink;
  readonly messages: MessageStore;
  readonly health: StoreHealth;
  readonly log: Log;
  readonly outbox: Pick<OutboxRunner, 'tryOccupy' | 'release'>;
  /** The owner has opted in to display notifications, as of now. */
  readonly readReports: () => boolean;
}

/**
 * Sends the delivery and read reports that peers are owed (RFC 5438). They stay in the store until the relay has taken
 * them, so a restart loses none; one that is sent twice does no harm. After a try without answer the peer gets no more
 * reports until the next registration or keep-alive; one that is answered without success keeps none of them back.
 */
export class ReportSender {
  readonly #parts: ReportSenderParts;
  #queue: OwedReport[] = [];
  /** Sent, but not marked so in the store yet; the store may have refused it. */
  #unnoted: OwedReport[] = [];
  readonly #turns = new ReportTurns();
  #inFlight = 0;
  /** When the newest texts with a report came (monotonic ms), oldest first, at most POURING_TEXTS. */
  #arrivals: number[] = [];
  #pouring: { readonly untilMs: number; timer: Timer } | null = null;
  #moreInStore = false;
  #stopped = false;

  constructor(parts: ReportSenderParts) {
    this.#parts = parts;
    parts.health.onRetry(() => {
      this.#noteSent();
    });
  }

  /** Call it when a text is stored whose sender is owed a report. */
  owe(report: OwedReport): void {
    if (this.#queue.length >= MAX_QUEUED) this.#moreInStore = true;
    else if (!this.#queue.some((queued) => isSame(queued, report))) this.#queue.push(report);
    this.#noticePouring();
    this.pump();
  }

  /** Reads from the store which reports are owed: at start, and after the owner has read messages. */
  reload(): void {
    const owed = this.#parts.health.read(() => this.#parts.messages.owedReports(), []);
    this.#moreInStore = owed.length >= MAX_QUEUED;
    const known = new Set([...this.#queue, ...this.#unnoted].map(keyOf));
    this.#queue.push(...owed.filter((report) => !known.has(keyOf(report))));
    this.pump();
  }

  /** The relay has answered, over a new connection or over the one that there was. */
  resume(by: 'registered' | 'keep-alive'): void {
    this.#turns.resume(by, this.#parts.clock.monotonicMs());
    this.pump();
  }

  /** Sends what can be sent now. */
  pump(): void {
    if (this.#stopped) return;
    this.#dropUnwanted();
    if (this.#pouring !== null || this.#parts.link.state.kind !== 'registered') return;
    const tried = new Set<PeerAddress>();
    for (const report of this.#turns.inOrder(this.#queue, this.#parts.clock.monotonicMs())) {
      if (this.#inFlight >= MAX_REPORTS_IN_FLIGHT) return;
      if (tried.has(report.peer)) continue;
      tried.add(report.peer);
      if (this.#parts.outbox.tryOccupy(report.peer)) void this.#send(report);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#pouring?.timer.cancel();
    this.#noteSent();
  }

  /** What was read while the owner did not want it told is never told, whatever they want later. */
  #dropUnwanted(): void {
    if (this.#parts.readReports()) return;
    const unwanted = this.#queue.filter(({ disposition }) => disposition === 'displayed');
    if (unwanted.length === 0) return;
    for (const report of unwanted) this.#turns.forget(report);
    this.#queue = this.#queue.filter(({ disposition }) => disposition !== 'displayed');
    this.#unnoted.push(...unwanted);
    this.#noteSent();
  }

  #noticePouring(): void {
    const { clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    this.#arrivals = [...this.#arrivals, nowMs].slice(-POURING_TEXTS);
    const [oldest = nowMs] = this.#arrivals;
    if (this.#arrivals.length < POURING_TEXTS || nowMs - oldest > POURING_MS) return;
    const untilMs = this.#pouring?.untilMs ?? nowMs + LONGEST_WAIT_MS;
    this.#pouring?.timer.cancel();
    const timer = clock.startTimer(Math.max(0, Math.min(PAUSE_MS, untilMs - nowMs)), () => {
      this.#pouring = null;
      this.#arrivals = [];
      this.pump();
    });
    this.#pouring = { untilMs, timer };
  }

  async #send(report: OwedReport): Promise<void> {
    this.#inFlight += 1;
    const outcome = await this.#outcome(report);
    this.#inFlight -= 1;
    if (outcome.kind === 'unanswered' && this.#isKept(report, outcome)) this.#noteSent();
    else {
      // A report that is refused for good counts as sent: no retry can change that, and the text itself is safe.
      this.#queue = this.#queue.filter((queued) => !isSame(queued, report));
      this.#turns.forget(report);
      this.#unnoted.push(report);
      if (this.#queue.length <= LONG_QUEUE || this.#unnoted.length >= NOTED_TOGETHER) this.#noteSent();
    }
    this.#parts.outbox.release(report.peer);
    if (this.#moreInStore && this.#queue.every((queued) => this.#turns.standsAside(queued))) this.reload();
    else this.pump();
  }

  #isKept(report: OwedReport, outcome: Extract<TryOutcome, { kind: 'unanswered' }>): boolean {
    const { clock, link, log } = this.#parts;
    const answered = isAnswer(outcome, link.state.kind === 'registered');
    const isKept = this.#turns.failed(report, outcome, answered, clock.monotonicMs());
    if (!isKept) log.warn('report.given-up', { reason: outcome.reason });
    return isKept;
  }

  #noteSent(): void {
    const { health, messages } = this.#parts;
    while (this.#unnoted.length > 0) {
      const some = this.#unnoted.slice(0, NOTED_TOGETHER);
      if (!health.check(messages.reportSent(...some)).ok) return;
      this.#unnoted.splice(0, some.length);
    }
  }

  async #outcome({ peer, id, disposition }: OwedReport): Promise<TryOutcome> {
    try {
      return await this.#parts.link.send({ kind: 'report', to: peer, about: id, disposition });
    } catch (cause) {
      this.#parts.log.error('report.link-rejected', {}, cause);
      return { kind: 'unanswered', sipStatus: null, reason: 'server-fault', retryAfterMs: null };
    }
  }
}

function isSame(left: OwedReport, right: OwedReport): boolean {
  return left.sequence === right.sequence && left.disposition === right.disposition;
}
