import { monotonicMs } from '../../../domain/time.ts';
import { failure, success, type Result } from '../../../domain/result.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { Keypad, KeySample } from '../../../ports/device/keypad.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import type { Log } from '../../../ports/system/log.ts';
import type { SystemFault } from '../../kernel/system-fault.ts';
import { ContactChanges } from './contact-changes.ts';

/** The closed contacts, ascending, and how long ago they became so. */
export interface ContactsTold {
  readonly closed: readonly number[];
  readonly ageMs: number;
}

/** A device that tells by itself which contacts are closed. */
export interface ContactSource {
  /** As `Keypad.isAlive`. */
  isAlive(): boolean;
  /** Nothing is told after it. */
  close(): void;
}

/**
 * Opens the device. From then on it tells every change, and once why it can tell nothing more; it holds nothing open
 * after that.
 */
export type OpenContactSource = (
  tell: (told: Result<ContactsTold, SystemFault>) => void,
) => Promise<Result<ContactSource, DeviceFault>>;

interface Parts {
  readonly open: OpenContactSource;
  readonly clock: Clock;
  readonly log: Log;
}

/** A keypad on a device that tells changes by itself. A device that has gone is looked for again every second. */
export class DeviceKeypad implements Keypad {
  readonly #openSource: OpenContactSource;
  readonly #clock: Clock;
  readonly #contacts: ContactChanges;
  #source: ContactSource | null = null;
  #latest: KeySample;
  /** When the last change happened; times that are reckoned from ages may differ by a rounding. */
  #lastMs = monotonicMs(-Infinity);
  #isStarted = false;
  #closed = false;

  private constructor({ open, clock, log }: Parts) {
    this.#openSource = open;
    this.#clock = clock;
    this.#contacts = new ContactChanges({ clock, log });
    this.#latest = { atMs: clock.monotonicMs(), closed: [] };
  }

  static async open(parts: Parts): Promise<Result<Keypad, DeviceFault>> {
    const keypad = new DeviceKeypad(parts);
    const opened = await keypad.#open();
    return opened.ok ? success(keypad) : opened;
  }

  start(listener: (sample: KeySample) => void): void {
    this.#isStarted = true;
    this.#contacts.start(listener, () => {
      if (this.#source === null) void this.#reopen();
      else this.#contacts.read(this.#latest.closed, this.#latest.atMs);
    });
  }

  isAlive(): boolean {
    return this.#source?.isAlive() ?? false;
  }

  close(): void {
    this.#closed = true;
    this.#contacts.close();
    this.#source?.close();
    this.#source = null;
  }

  async #open(): Promise<Result<null, DeviceFault>> {
    const opened = await this.#openSource((told) => {
      this.#take(told);
    });
    if (!opened.ok) return failure(opened.error);
    // It may have been closed meanwhile.
    if (this.#closed) opened.value.close();
    else this.#source = opened.value;
    return success(null);
  }

  async #reopen(): Promise<void> {
    const opened = await this.#open();
    if (this.#closed) return;
    if (opened.ok) this.#contacts.read(this.#latest.closed, this.#latest.atMs);
    else this.#contacts.failed({ errno: opened.error.reason ?? opened.error.code, path: opened.error.device });
  }

  #take(told: Result<ContactsTold, SystemFault>): void {
    if (this.#closed) return;
    const nowMs = this.#clock.monotonicMs();
    this.#lastMs = monotonicMs(Math.max(this.#lastMs, told.ok ? nowMs - told.value.ageMs : nowMs));
    this.#latest = { atMs: this.#lastMs, closed: told.ok ? told.value.closed : [] };
    if (!told.ok) this.#source = null;
    if (!this.#isStarted) return;
    if (told.ok) this.#contacts.read(this.#latest.closed, this.#latest.atMs);
    else this.#contacts.failed(told.error);
  }
}
