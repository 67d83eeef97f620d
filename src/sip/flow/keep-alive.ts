import type { Clock, Timer } from '../../ports/clock.ts';
import { afterLoss, afterSurvival, keepAliveDelayMs, type IdleLearning } from './idle-policy.ts';

/** RFC 5626 §4.4.1: without an answer for this long the flow has failed. */
export const LIFE_SIGN_TIMEOUT_MS = 10_000;
/** A pong that was to be expected is waited for so long; then the server is asked in words too, and has the rest of the time. */
const PONG_PATIENCE_MS = 4_000;

/** What the REGISTER's answer said about keeping the flow alive. */
export interface KeepAliveTerms {
  /** Flow-Timer or the Via's `keep`, in seconds; null when the server named neither. */
  readonly flowTimerS: number | null;
  /** The server shows that it answers CRLF pings (RFC 5626 §4.4.1, RFC 6223 §4). */
  readonly pongsAnnounced: boolean;
}

export interface KeepAliveListener {
  /** Two line breaks are to be sent (RFC 5626 §4.4.1). */
  pingDue(): void;
  /** An OPTIONS is to be sent; its final answer, any of them, is to be told by `optionsAnswered`. */
  optionsDue(): void;
  /** One of them was answered. */
  answered(): void;
  /** None of them was: the flow is dead. */
  dead(): void;
  /** Something new is known about how long this path may lie idle. */
  learned(learning: IdleLearning): void;
}

/**
 * Watches one flow. CRLF pings cost 6 bytes, an OPTIONS and its answer a thousand; but only a server of RFC 5626 answers pings. So: pings alone
 * where the server announced that it answers them, or was seen to; both at once while nothing is known; OPTIONS alone where a ping was left
 * unanswered that the OPTIONS beside it was not. An expected pong that does not come within 4 s is asked after by OPTIONS, for a server that
 * talks is not dead, whatever it announced.
 */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #fraction: () => number;
  readonly #listener: KeepAliveListener;
  #learning: IdleLearning;
  #flowTimerS: number | null = null;
  #pongs: 'unknown' | 'expected' | 'none' = 'unknown';
  #next: Timer | null = null;
  /** Waits for a sign of life. */
  #deadline: Timer | null = null;
  #secondQuestion: Timer | null = null;
  #pingUnanswered = false;
  #lastTrafficMs: number;
  /** The idle stretch before the first bytes that went out since the server was last heard. */
  #unprovenStretchMs = 0;
  #closed = false;

  constructor(clock: Clock, fraction: () => number, learning: IdleLearning, listener: KeepAliveListener) {
    this.#clock = clock;
    this.#fraction = fraction;
    this.#learning = learning;
    this.#listener = listener;
    this.#lastTrafficMs = clock.monotonicMs();
  }

  /** From now on, by these terms; again after each registration. */
  start({ flowTimerS, pongsAnnounced }: KeepAliveTerms): void {
    this.#flowTimerS = flowTimerS;
    // An announcement that turned out to be empty is not believed again.
    if (pongsAnnounced && this.#pongs === 'unknown') this.#pongs = 'expected';
    if (this.#deadline === null) this.#schedule();
  }

  /** Something was not answered: asks at once whether the flow lives. */
  probe(): void {
    if (this.#closed || this.#deadline !== null) return;
    this.#next?.cancel();
    this.#next = null;
    this.#deadline = this.#clock.startTimer(LIFE_SIGN_TIMEOUT_MS, () => {
      this.lost();
      this.close();
      this.#listener.dead();
    });
    if (this.#pongs !== 'none') {
      this.#pingUnanswered = true;
      this.#listener.pingDue();
    }
    if (this.#pongs !== 'expected') this.#listener.optionsDue();
    else
      this.#secondQuestion = this.#clock.startTimer(PONG_PATIENCE_MS, () => {
        this.#listener.optionsDue();
      });
  }

  /** A line break came. One that was not asked for counts for nothing. */
  pongReceived(): void {
    if (!this.#pingUnanswered || this.#closed) return;
    this.#pingUnanswered = false;
    this.#pongs = 'expected';
    this.#settle();
  }

  optionsAnswered(): void {
    if (this.#deadline === null) return;
    // Bytes come in order: the pong to a ping before it would have been here.
    if (this.#pingUnanswered) this.#pongs = 'none';
    this.#settle();
  }

  /** Bytes of ours went out. */
  sent(): void {
    this.#unprovenStretchMs = Math.max(this.#unprovenStretchMs, this.#idleMs());
    this.#lastTrafficMs = this.#clock.monotonicMs();
  }

  /** Bytes of the server's came in: whatever lay idle before them was survived. */
  heard(): void {
    const stretchMs = Math.max(this.#unprovenStretchMs, this.#idleMs());
    this.#unprovenStretchMs = 0;
    this.#lastTrafficMs = this.#clock.monotonicMs();
    this.#learn(afterSurvival(this.#learning, stretchMs));
  }

  /** The network ended the flow: what lay idle before bytes that nobody answered may be the cause. */
  lost(): void {
    if (!this.#closed && this.#unprovenStretchMs > 0) this.#learn(afterLoss(this.#learning, this.#unprovenStretchMs));
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#next, this.#deadline, this.#secondQuestion]) timer?.cancel();
    this.#next = this.#deadline = this.#secondQuestion = null;
  }

  #settle(): void {
    if (this.#deadline === null) return;
    this.#deadline.cancel();
    this.#secondQuestion?.cancel();
    this.#deadline = this.#secondQuestion = null;
    this.#schedule();
    this.#listener.answered();
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#next?.cancel();
    this.#next = this.#clock.startTimer(keepAliveDelayMs(this.#learning, this.#flowTimerS, this.#fraction()), () => {
      this.#next = null;
      this.probe();
    });
  }

  #idleMs(): number {
    return this.#clock.monotonicMs() - this.#lastTrafficMs;
  }

  #learn(learning: IdleLearning): void {
    if (this.#closed || learning === this.#learning) return;
    this.#learning = learning;
    this.#listener.learned(learning);
  }
}
