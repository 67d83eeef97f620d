import {
  ageAt,
  ageAtStart,
  formatSavedAge,
  parseSavedAge,
  wasClockSet,
  type AgeOrigin,
} from '../../domain/device-age.ts';
import { deviceAgeMs, type DeviceAgeMs, type Moment } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { SettingsStore } from '../../ports/store/settings-store.ts';
import type { ReadUptime } from '../../ports/system/uptime.ts';
import type { StoreHealth } from './store-health.ts';

const SETTING = 'device-age';
/**
 * While a deadline is open the age is saved so often: what a clock set forward before a power cut can take from its
 * time.
 */
const SAVE_INTERVAL_MS = 60_000;
/**
 * When a message begins to wait, the age is saved after this time. Most messages are accepted sooner and cost no write.
 */
const FIRST_SAVE_MS = 1_000;

/** Gives up what was held. Idempotent. */
export type Release = () => void;

export interface DeviceAgeParts {
  readonly clock: Clock;
  readonly uptime: ReadUptime;
  readonly settings: SettingsStore;
}

/** Knows the device's age, and keeps it across restarts. While nobody holds it, it sets no timer. */
export class DeviceAgeKeeper {
  readonly #clock: Clock;
  readonly #uptime: ReadUptime;
  readonly #settings: SettingsStore;
  readonly #health: StoreHealth;
  readonly #origin: AgeOrigin;
  /** The last age at which the device is known to have run; 0 at its first start. */
  readonly lastRunAgeMs: DeviceAgeMs;
  #timer: Timer | null = null;
  #stopped = false;
  readonly #holders = new Set<symbol>();
  /** What the wall clock was ahead of the monotonic one when the age was last saved, or at start. */
  #wallAheadMs: number;

  constructor({ clock, uptime, settings }: DeviceAgeParts, health: StoreHealth) {
    this.#clock = clock;
    this.#uptime = uptime;
    this.#settings = settings;
    this.#health = health;
    const saved = parseSavedAge(settings.setting(SETTING) ?? '');
    this.lastRunAgeMs = saved?.ageMs ?? deviceAgeMs(0);
    const wallMs = clock.wallMs();
    const monotonicMs = clock.monotonicMs();
    this.#origin = { ageMs: ageAtStart(saved, wallMs, uptime()), monotonicMs };
    this.#wallAheadMs = wallMs - monotonicMs;
    // Only a write tells whether a store that refused works again, so the age is written again and again.
    health.onRetry(() => {
      if (health.failure !== null) this.save();
    });
  }

  /**
   * The present time on all three clocks. Saves the age when the wall clock was set since the last save: otherwise a
   * power cut would count the step as time switched off, and every waiting message would be given up.
   */
  now(): Moment {
    const moment = this.#read();
    if (wasClockSet(moment.wallMs - moment.monotonicMs, this.#wallAheadMs)) this.save();
    return moment;
  }

  /**
   * Something has a deadline, so that the age must outlive a power cut: it is saved now and then until everybody who
   * holds it has released it. Retries, blanking and lock each hold it for themselves. To release twice does nothing
   * more.
   */
  hold(): Release {
    const holder = Symbol('holder');
    this.#holders.add(holder);
    if (this.#holders.size === 1 && !this.#stopped) this.#saveIn(FIRST_SAVE_MS);
    return () => {
      if (this.#holders.delete(holder) && this.#holders.size === 0) this.#rest();
    };
  }

  save(): void {
    const { ageMs, wallMs, monotonicMs } = this.#read();
    this.#wallAheadMs = wallMs - monotonicMs;
    const age = formatSavedAge({ ageMs, wallMs, uptime: this.#uptime() });
    void this.#health.check(this.#settings.saveSetting(SETTING, age)); // a refusal is noted, and its retry saves again
  }

  /** Saves a last time, whoever holds it still. */
  stop(): void {
    this.#stopped = true;
    this.#holders.clear();
    this.#rest();
    this.save();
  }

  #read(): Moment {
    const monotonicMs = this.#clock.monotonicMs();
    return { wallMs: this.#clock.wallMs(), monotonicMs, ageMs: ageAt(this.#origin, monotonicMs) };
  }

  #rest(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #saveIn(delayMs: number): void {
    this.#timer = this.#clock.startTimer(delayMs, () => {
      this.#saveIn(SAVE_INTERVAL_MS);
      this.save();
    });
  }
}
