import type { Clock, Timer } from '../../ports/system/clock.ts';
import { afterLoss, afterSurvival, keepAliveDelayMs, type IdleLearning } from './idle-policy.ts';

/** RFC 5626 §4.4.1: without an answer for this long the flow has failed. */
export const LIFE_SIGN_TIMEOUT_MS = 10_000;
/**
 * How long an expected pong is waited for. After that the server is also asked by OPTIONS, which has the rest of
 * `LIFE_SIGN_TIMEOUT_MS`.
 */
const PONG_PATIENCE_MS = 4_000;

/** What the answer to REGISTER said about keeping the flow alive. */
export interface KeepAliveTerms {
  /** Flow-Timer or the Via's `keep`, in seconds; null when the server named neither. */
  readonly flowTimerS: number | null;
  /** The server announced that it answers CRLF pings (RFC 5626 §4.4.1, RFC 6223 §4). */
  readonly pongsAnnounced: boolean;
  /** The server named a Flow-Timer: then a ping without a pong means that the flow is lost (RFC 5626 §4.4.1). */
  readonly pongsPromised?: boolean;
}

export interface KeepAliveListener {
  /** The session must send two line breaks (RFC 5626 §4.4.1). */
  pingDue(): void;
  /** The session must send an OPTIONS, and report any final answer to it with `optionsAnswered`. */
  optionsDue(): void;
  /** The ping or the OPTIONS was answered. */
  answered(): void;
  /** Neither was answered in time: the flow is dead. */
  dead(): void;
  /** More is known about how long this path may lie idle. */
  learned(learning: IdleLearning): void;
}

/**
 * Watches one flow. A CRLF ping costs 6 bytes and an OPTIONS with its answer a thousand, but only a server of RFC 5626
 * answers pings. So there are pings alone where the server announced that it answers them, or was seen to; both at once
 * while nothing is known; and OPTIONS alone where the server answered an OPTIONS but not the ping sent with it. When an
 * expected pong does not come within 4 s, an OPTIONS follows, because a server that answers is not dead, whatever it
 * announced; but not where it promised pongs by a Flow-Timer.
 */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #fraction: () => number;
  readonly #listener: KeepAliveListener;
  #learning: IdleLearning;
  #flowTimerS: number | null = null;
  #pongsPromised = false;
  #pongs: 'unknown' | 'expected' | 'none' = 'unknown';
  #next: Timer | null = null;
  /** Runs while a sign of life is awaited. */
  #deadline: Timer | null = null;
  #secondQuestion: Timer | null = null;
  #pingUnanswered = false;
  #lastTrafficMs: number;
  /** How long the flow had lain idle when bytes of ours went out that the server has not reacted to yet; in ms. */
  #unprovenStretchMs = 0;
  #closed = false;

  constructor(clock: Clock, fraction: () => number, learning: IdleLearning, listener: KeepAliveListener) {
    this.#clock = clock;
    this.#fraction = fraction;
    this.#learning = learning;
    this.#listener = listener;
    this.#lastTrafficMs = clock.monotonicMs();
  }

  /** Begins to watch the flow by these terms. Called again after each registration. */
  start({ flowTimerS, pongsAnnounced, pongsPromised = false }: KeepAliveTerms): void {
    this.#flowTimerS = flowTimerS;
    this.#pongsPromised = pongsPromised;
    // An announcement that turned out to be wrong is not believed again.
    if (pongsAnnounced && this.#pongs === 'unknown') this.#pongs = 'expected';
    if (this.#deadline === null) this.#schedule();
  }

  /** A request was not answered: asks at once whether the flow still works. */
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
    else if (!this.#pongsPromised)
      this.#secondQuestion = this.#clock.startTimer(PONG_PATIENCE_MS, () => {
        this.#listener.optionsDue();
      });
  }

  /** A line break arrived. False when no ping waits for one. */
  pongReceived(): boolean {
    if (!this.#pingUnanswered || this.#closed) return false;
    this.#pingUnanswered = false;
    this.#pongs = 'expected';
    this.#settle();
    return true;
  }

  optionsAnswered(): void {
    if (this.#deadline === null) return;
    // Bytes arrive in order, so the pong to an earlier ping would have arrived before this answer.
    if (this.#pingUnanswered) this.#pongs = 'none';
    this.#settle();
  }

  /** Bytes of ours went out. */
  sent(): void {
    this.#unprovenStretchMs = Math.max(this.#unprovenStretchMs, this.#idleMs());
    this.#lastTrafficMs = this.#clock.monotonicMs();
  }

  /** Bytes from the server arrived, so the flow survived the idle time before them. */
  heard(): void {
    const stretchMs = Math.max(this.#unprovenStretchMs, this.#idleMs());
    this.#unprovenStretchMs = 0;
    this.#lastTrafficMs = this.#clock.monotonicMs();
    this.#learn(afterSurvival(this.#learning, stretchMs));
  }

  /** The network ended the flow. The cause may be the idle time before bytes that got no reaction. */
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
