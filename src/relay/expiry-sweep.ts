import type { EpochMs } from '../domain/time.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoredRequest } from '../ports/relay-queue.ts';
import type { ReportFailure } from './recipient-lane.ts';
import type { StoredMessages } from './stored-messages.ts';

/** Looks at the wall clock at least so often: it may be set while we wait. */
const LONGEST_WAIT_MS = 60_000;
/** Between two looks at one that cannot be ended yet: a device is being given it, or its report cannot be stored. */
const NEXT_LOOK_MS = 5_000;
const PER_SWEEP = 64;

export interface ExpirySweepParts {
  readonly stored: StoredMessages;
  readonly clock: Clock;
  readonly log: Log;
  readonly reportFailure: ReportFailure;
  /** A message that a device is just being given must not be reported as expired as well. */
  readonly isOnItsWay: (row: StoredRequest) => boolean;
  readonly onExpired: () => void;
}

/** Ends stored messages whose time is over: a report to the sender, durably, then they are removed. */
export class ExpirySweep {
  readonly #parts: ExpirySweepParts;
  #timer: Timer | null = null;
  #isRunning = false;
  #dueAtMs = Infinity;

  constructor(parts: ExpirySweepParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#isRunning = true;
    this.#wait(0);
  }

  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
  }

  /** A message was stored that may be the next to expire. */
  expiryAdded(expiresAtMs: EpochMs): void {
    if (expiresAtMs >= this.#dueAtMs) return;
    this.#wait(Math.max(0, expiresAtMs - this.#parts.clock.wallMs()));
  }

  #sweep(): void {
    const { stored, clock } = this.#parts;
    const rows = stored.expired(clock.wallMs(), PER_SWEEP);
    if (!rows.ok) {
      this.#wait(LONGEST_WAIT_MS);
      return;
    }
    const ended = rows.value.filter((row) => this.#end(row)).length;
    if (ended > 0 && rows.value.length === PER_SWEEP) this.#wait(0);
    else this.#wait(this.#untilNext(rows.value.length > ended));
  }

  #untilNext(hasLeftOvers: boolean): number {
    const { stored, clock } = this.#parts;
    if (hasLeftOvers) return NEXT_LOOK_MS;
    const next = stored.nextExpiryMs();
    if (!next.ok || next.value === null) return LONGEST_WAIT_MS;
    return Math.min(LONGEST_WAIT_MS, Math.max(0, next.value - clock.wallMs()));
  }

  /** False when it must be looked at again. */
  #end(row: StoredRequest): boolean {
    const { stored, log, reportFailure, isOnItsWay, onExpired } = this.#parts;
    if (isOnItsWay(row)) return false;
    const opened = stored.open(row);
    if (!opened.ok) log.error('relay.expired-unreadable', { position: row.position, code: opened.error });
    else if (!reportFailure(opened.value, 'expired')) return false;
    stored.remove(row);
    onExpired();
    return true;
  }

  #wait(delayMs: number): void {
    if (!this.#isRunning) return;
    this.#timer?.cancel();
    this.#dueAtMs = this.#parts.clock.wallMs() + delayMs;
    this.#timer = this.#parts.clock.startTimer(delayMs, () => {
      this.#sweep();
    });
  }
}
