import type { Clock, Timer } from '../../ports/clock.ts';

/** RFC 5626 §4.4.1: without an answer for this long the flow has failed. */
export const PONG_TIMEOUT_MS = 10_000;
/** RFC 5626 §4.4.1: without a Flow-Timer, for a transport that is connection-oriented. */
const DEFAULT_FLOW_TIMER_S = 120;
/** A server that asks for a ping every second, or once a day, is not obeyed: the flow must be watched, the battery spared. */
const MIN_FLOW_TIMER_S = 30;
const MAX_FLOW_TIMER_S = 840;

/**
 * How long to the next ping: 80 to 100 % of the server's Flow-Timer, or 95 to 120 s, by chance so that handsets do not march in step.
 *
 * @param flowTimerSeconds from the REGISTER's answer; null when it named none
 * @param fraction uniform in [0, 1)
 */
export function pingDelayMs(flowTimerSeconds: number | null, fraction: number): number {
  const timerS = Math.min(MAX_FLOW_TIMER_S, Math.max(MIN_FLOW_TIMER_S, flowTimerSeconds ?? DEFAULT_FLOW_TIMER_S));
  const leastS = flowTimerSeconds === null ? 95 : 0.8 * timerS;
  return Math.round(1_000 * (leastS + fraction * (timerS - leastS)));
}

export interface KeepAliveListener {
  /** Two line breaks are due. */
  pingDue(): void;
  /** The ping was answered. */
  answered(): void;
  /** It was not: the flow is dead. */
  dead(): void;
}

/** Watches one flow by pings (RFC 5626 §4.4.1). */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #fraction: () => number;
  readonly #listener: KeepAliveListener;
  #flowTimerSeconds: number | null = null;
  #nextPing: Timer | null = null;
  #awaitedPong: Timer | null = null;
  #closed = false;

  constructor(clock: Clock, fraction: () => number, listener: KeepAliveListener) {
    this.#clock = clock;
    this.#fraction = fraction;
    this.#listener = listener;
  }

  /** From now on, by this timer; again after each registration. */
  start(flowTimerSeconds: number | null): void {
    this.#flowTimerSeconds = flowTimerSeconds;
    if (this.#awaitedPong === null) this.#schedule();
  }

  /** Something was not answered: asks at once whether the flow lives. */
  probe(): void {
    if (this.#closed || this.#awaitedPong !== null) return;
    this.#nextPing?.cancel();
    this.#nextPing = null;
    this.#awaitedPong = this.#clock.startTimer(PONG_TIMEOUT_MS, () => {
      this.close();
      this.#listener.dead();
    });
    this.#listener.pingDue();
  }

  /** A line break came. One that was not asked for counts for nothing. */
  pongReceived(): void {
    if (this.#awaitedPong === null) return;
    this.#awaitedPong.cancel();
    this.#awaitedPong = null;
    this.#schedule();
    this.#listener.answered();
  }

  close(): void {
    this.#closed = true;
    this.#nextPing?.cancel();
    this.#awaitedPong?.cancel();
    this.#nextPing = null;
    this.#awaitedPong = null;
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#nextPing?.cancel();
    this.#nextPing = this.#clock.startTimer(pingDelayMs(this.#flowTimerSeconds, this.#fraction()), () => {
      this.#nextPing = null;
      this.probe();
    });
  }
}
