import type { Result } from '../../../domain/result.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type { Log } from '../../../ports/system/log.ts';
import { FaultLog } from '../../kernel/fault-log.ts';
import type { SystemFault } from '../../kernel/system-fault.ts';

/** The device that makes the light. */
export interface LightSource {
  /** @param percent 0 for dark. */
  set(percent: number): Result<null, SystemFault>;
  /** Gives the device back. Called once, when it is dark. */
  release(): void;
}

/**
 * A light that can be switched off. What the kernel refuses is told once, and tried again when it is asked for again.
 */
export class SwitchedLight implements Backlight {
  readonly canDarken = true;
  readonly #source: LightSource;
  readonly #faults: FaultLog;
  /** Null when the source may show something else. */
  #shown: number | null = null;
  #closed = false;

  constructor(source: LightSource, log: Log) {
    this.#source = source;
    this.#faults = new FaultLog(log, 'backlight');
  }

  shine(percent: number): void {
    if (this.#closed || percent === this.#shown) return;
    const set = this.#source.set(percent);
    this.#shown = set.ok ? percent : null;
    if (set.ok) this.#faults.works();
    else this.#faults.failed(set.error);
  }

  close(): void {
    if (this.#closed) return;
    this.shine(0);
    this.#closed = true;
    this.#source.release();
  }
}
