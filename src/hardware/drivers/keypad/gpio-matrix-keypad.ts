import type { Clock, Timer } from '../../../ports/system/clock.ts';
import type { Keypad, KeySample } from '../../../ports/device/keypad.ts';
import type { Log } from '../../../ports/system/log.ts';
import type { SystemFault } from '../../kernel/system-fault.ts';
import { ContactChanges } from './contact-changes.ts';
import type { WiredMatrix } from './key-matrix.ts';

/** How often the matrix is read while any contact is closed: a tenth of the shortest press that must be seen. */
const SCAN_INTERVAL_MS = 2;
/** How long the matrix is still read after the last contact opened, so that its bounce is seen too. */
const SETTLE_MS = 30;

/**
 * A key matrix. At rest all rows are driven, and an edge on a column wakes the processor; there is no polling. From the
 * first edge on, the rows are driven one by one until all contacts have been open for 30 ms.
 */
export class GpioMatrixKeypad implements Keypad {
  readonly #matrix: WiredMatrix;
  readonly #clock: Clock;
  readonly #contacts: ContactChanges;
  #scanning: Timer | null = null;
  #openSinceMs = 0;
  #closed = false;

  constructor(parts: { readonly matrix: WiredMatrix; readonly clock: Clock; readonly log: Log }) {
    this.#matrix = parts.matrix;
    this.#clock = parts.clock;
    this.#contacts = new ContactChanges(parts);
  }

  start(listener: (sample: KeySample) => void): void {
    this.#contacts.start(listener, () => {
      const watched = this.#matrix.watch((edge) => {
        if (edge.ok) this.#wake();
        else this.#fail(edge.error);
      });
      if (watched.ok) this.#rest();
      else this.#fail(watched.error);
    });
  }

  close(): void {
    this.#closed = true;
    this.#scanning?.cancel();
    this.#contacts.close();
    this.#matrix.release();
  }

  /** Waits for an edge. A key that is already held makes none. */
  #rest(): void {
    this.#scanning = null;
    const held = this.#matrix.rest();
    if (!held.ok) this.#fail(held.error);
    else if (held.value) this.#wake();
    else this.#contacts.read([], this.#clock.monotonicMs());
  }

  #wake(): void {
    if (this.#closed || this.#scanning !== null) return;
    this.#openSinceMs = this.#clock.monotonicMs();
    this.#scan();
  }

  #scan(): void {
    const atMs = this.#clock.monotonicMs();
    const closed = this.#matrix.scan();
    if (!closed.ok) {
      this.#fail(closed.error);
      return;
    }
    if (closed.value.length > 0) this.#openSinceMs = atMs;
    this.#contacts.read(closed.value, atMs);
    // The listener may have closed the keypad.
    if (this.#closed) return;
    if (atMs - this.#openSinceMs >= SETTLE_MS) {
      this.#rest();
      return;
    }
    this.#scanning = this.#clock.startTimer(SCAN_INTERVAL_MS, () => {
      this.#scan();
    });
  }

  #fail(fault: SystemFault): void {
    if (this.#closed) return;
    this.#scanning?.cancel();
    this.#scanning = null;
    this.#contacts.failed(fault);
  }
}
