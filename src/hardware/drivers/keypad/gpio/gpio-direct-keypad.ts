import type { Clock } from '../../../../ports/system/clock.ts';
import type { Keypad, KeySample } from '../../../../ports/device/keypad.ts';
import type { Log } from '../../../../ports/system/log.ts';
import type { GpioLine } from '../../../gpio/gpio-line.ts';
import type { SystemFault } from '../../../kernel/system-fault.ts';
import { ContactChanges } from '../contact-changes.ts';

/**
 * A keypad with one line for each key. Every edge wakes the processor, and all lines are read then. A held key costs
 * nothing.
 */
export class GpioDirectKeypad implements Keypad {
  readonly #lines: readonly GpioLine[];
  readonly #clock: Clock;
  readonly #contacts: ContactChanges;
  #closed = false;

  constructor(parts: { readonly lines: readonly GpioLine[]; readonly clock: Clock; readonly log: Log }) {
    this.#lines = parts.lines;
    this.#clock = parts.clock;
    this.#contacts = new ContactChanges(parts);
  }

  start(listener: (sample: KeySample) => void): void {
    this.#contacts.start(listener, () => {
      for (const line of this.#lines) {
        const watched = line.watch((level) => {
          if (level.ok) this.#read();
          else this.#fail(level.error);
        });
        if (!watched.ok) {
          this.#fail(watched.error);
          return;
        }
      }
      // A key that is already held makes no edge.
      this.#read();
    });
  }

  /** Reads a line: edges come by the same files. */
  isAlive(): boolean {
    return !this.#closed && this.#lines.every((line) => line.read().ok);
  }

  close(): void {
    this.#closed = true;
    this.#contacts.close();
    for (const line of this.#lines) line.release();
  }

  #read(): void {
    if (this.#closed) return;
    const atMs = this.#clock.monotonicMs();
    const closed: number[] = [];
    for (const [contact, line] of this.#lines.entries()) {
      const level = line.read();
      if (!level.ok) {
        this.#fail(level.error);
        return;
      }
      if (level.value === 1) closed.push(contact);
    }
    this.#contacts.read(closed, atMs);
  }

  #fail(fault: SystemFault): void {
    if (!this.#closed) this.#contacts.failed(fault);
  }
}
