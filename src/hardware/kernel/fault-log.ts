import type { Log } from '../../ports/system/log.ts';
import type { SystemFault } from './system-fault.ts';

type Part = 'keypad' | 'led' | 'buzzer' | 'screen' | 'backlight';

/** Logs once that a device fails, however often it is used meanwhile, and once that it works again. */
export class FaultLog {
  readonly #log: Log;
  readonly #device: Part;
  readonly #told = new Set<string>();

  constructor(log: Log, device: Part) {
    this.#log = log;
    this.#device = device;
  }

  failed({ errno, path }: SystemFault): void {
    const fault = `${errno} ${path}`;
    if (this.#told.has(fault)) return;
    this.#told.add(fault);
    this.#log.error('board.part-failed', { part: this.#device, errno, path });
  }

  works(): void {
    if (this.#told.size === 0) return;
    this.#told.clear();
    this.#log.info('board.part-works-again', { part: this.#device });
  }
}
