import { ageAt, ageAtStart, wasClockSet, type AgeOrigin } from '../../domain/device-age.ts';
import type { DeviceAgeMs } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { RelayQueue } from '../../ports/store/relay-queue.ts';
import type { ReadUptime } from '../../ports/system/uptime.ts';
import { orStoreFailure } from './or-store-failure.ts';

/**
 * How often the age is saved. A wall clock that is set just before a power cut can falsify the age by at most this
 * much.
 */
const SAVE_INTERVAL_MS = 60_000;

export interface RelayAgeParts {
  readonly queue: RelayQueue;
  readonly clock: Clock;
  readonly uptime: ReadUptime;
  readonly log: Log;
}

/**
 * The relay's age, by which the 72 h of a stored message are counted. While the relay runs the age grows with the
 * monotonic clock, so setting the wall clock does not change it. It is kept in the queue's file and so outlives the
 * process.
 */
export class RelayAge {
  readonly #parts: RelayAgeParts;
  #origin: AgeOrigin | null = null;
  /** How far the wall clock was ahead of the monotonic one when the age was last saved. */
  #wallAheadMs: number | null = null;
  #timer: Timer | null = null;

  constructor(parts: RelayAgeParts) {
    this.#parts = parts;
  }

  /** Saves now and every minute. */
  start(): void {
    this.#save();
    this.#timer = this.#parts.clock.startTimer(SAVE_INTERVAL_MS, () => {
      this.start();
    });
  }

  /** Saves a last time. */
  stop(): void {
    this.#timer?.cancel();
    this.#save();
  }

  /**
   * The present age. Saves it first when the wall clock was set since the last save: after a power cut that step would
   * otherwise count as time switched off. Throws `StoreUnavailable` while the queue cannot tell how old the relay was.
   */
  now(): DeviceAgeMs {
    const { clock } = this.#parts;
    const age = this.#read();
    const aheadMs = clock.wallMs() - clock.monotonicMs();
    if (this.#wallAheadMs !== null && wasClockSet(aheadMs, this.#wallAheadMs)) this.#save();
    return age;
  }

  #read(): DeviceAgeMs {
    const { queue, clock, uptime } = this.#parts;
    const nowMs = clock.monotonicMs();
    this.#origin ??= { ageMs: ageAtStart(queue.savedAge(), clock.wallMs(), uptime()), monotonicMs: nowMs };
    return ageAt(this.#origin, nowMs);
  }

  #save(): void {
    const { queue, clock, uptime, log } = this.#parts;
    const wallMs = clock.wallMs();
    const saved = orStoreFailure(() => queue.saveAge({ ageMs: this.#read(), wallMs, uptime: uptime() }));
    if (saved.ok) this.#wallAheadMs = wallMs - clock.monotonicMs();
    else log.error('relay.store-failed', { step: 'save-age', code: saved.error });
  }
}
