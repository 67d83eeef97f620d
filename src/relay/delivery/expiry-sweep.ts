import type { PeerAddress } from '../../domain/peer-address.ts';
import { deviceAgeMs, type DeviceAgeMs } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { StoredRequest } from '../../ports/store/relay-queue.ts';
import type { ReportFailure } from './recipient-box.ts';
import type { StoredMessages } from '../storage/stored-messages.ts';

/** The longest time between two looks. It fits a timer's range, and is the wait after the store could not be read. */
const LONGEST_WAIT_MS = 60_000;
/**
 * The wait before the next look when a message cannot be ended yet: a device is just getting it, or its report cannot
 * be stored.
 */
const NEXT_LOOK_MS = 5_000;
const SOON_MS = 250;
const PER_SWEEP = 64;

export interface ExpirySweepParts {
  readonly stored: StoredMessages;
  readonly clock: Clock;
  readonly log: Log;
  readonly reportFailure: ReportFailure;
  /** Whether a device is just getting the message. It must not be reported as expired as well. */
  readonly isOnItsWay: (row: StoredRequest) => boolean;
  readonly onExpired: () => void;
  /** Something that was kept back may be delivered now to these users. */
  readonly onReleased: (users: readonly PeerAddress[]) => void;
}

/** Ends stored messages whose time is over and tells their senders, and brings what was kept back until now. */
export class ExpirySweep {
  readonly #parts: ExpirySweepParts;
  #timer: Timer | null = null;
  #isRunning = false;
  #dueAtMs = Infinity;
  #releasedUpToMs: DeviceAgeMs = deviceAgeMs(0);

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
  expiryAdded(lifeMs: number): void {
    if (this.#parts.clock.monotonicMs() + lifeMs < this.#dueAtMs) this.#wait(lifeMs);
  }

  #release(): void {
    const released = this.#parts.stored.releasedSince(this.#releasedUpToMs);
    if (!released.ok) return;
    this.#releasedUpToMs = released.value.ageMs;
    this.#parts.onReleased(released.value.users);
  }

  #sweep(): void {
    this.#release();
    const rows = this.#parts.stored.expired(PER_SWEEP);
    if (!rows.ok) {
      this.#wait(LONGEST_WAIT_MS);
      return;
    }
    const ended = rows.value.filter((row) => this.#end(row)).length;
    this.#parts.stored.removeNow();
    if (ended > 0 && rows.value.length === PER_SWEEP) this.#wait(0);
    else this.#wait(this.#untilNext(rows.value.length > ended));
  }

  #untilNext(hasLeftOvers: boolean): number {
    if (hasLeftOvers) return NEXT_LOOK_MS;
    const nextMs = this.#parts.stored.untilNextExpiryMs();
    if (!nextMs.ok || nextMs.value === null) return LONGEST_WAIT_MS;
    // It is 0 when one has only just fallen due, or when a delivered one could not be removed from the store.
    return nextMs.value === 0 ? SOON_MS : Math.min(LONGEST_WAIT_MS, nextMs.value);
  }

  /** False when the message must be looked at again. */
  #end(row: StoredRequest): boolean {
    const { stored, log, reportFailure, isOnItsWay, onExpired } = this.#parts;
    if (isOnItsWay(row)) return false;
    const opened = stored.open(row);
    if (opened.ok) {
      if (!reportFailure({ row, message: opened.value }, 'expired')) return false;
    } else {
      log.error('relay.expired-unreadable', { position: row.position, code: opened.error });
      stored.remove(row);
    }
    onExpired();
    return true;
  }

  #wait(delayMs: number): void {
    if (!this.#isRunning) return;
    this.#timer?.cancel();
    this.#dueAtMs = this.#parts.clock.monotonicMs() + delayMs;
    this.#timer = this.#parts.clock.startTimer(delayMs, () => {
      this.#sweep();
    });
  }
}
