import { failure, success, type Result } from '../../../src/domain/result.ts';
import type { GpioLine, Level } from '../../../src/hardware/gpio/gpio-line.ts';
import type { SystemFault } from '../../../src/hardware/kernel/system-fault.ts';

export const CHIP_GONE: SystemFault = { errno: 'ENODEV', path: '/sys/class/gpio/gpio520/value' };

/** A wire: its level is set from outside when it is an input, and seen when it is an output. */
export class CopperLine implements GpioLine {
  reads = 0;
  releases = 0;
  /** Every level that was written, oldest first. */
  readonly written: Level[] = [];
  /** While it is set, every call fails with it. */
  fault: SystemFault | null = null;
  /** The level that a read finds; what was written last until it is set. */
  levelNow: () => Level = () => this.written.at(-1) ?? 0;
  /** Called after each write. */
  onWrite: (level: Level) => void = () => undefined;
  #listener: ((level: Result<Level, SystemFault>) => void) | null = null;

  read(): Result<Level, SystemFault> {
    this.reads += 1;
    return this.fault === null ? success(this.levelNow()) : failure(this.fault);
  }

  write(level: Level): Result<null, SystemFault> {
    if (this.fault !== null) return failure(this.fault);
    this.written.push(level);
    this.onWrite(level);
    return success(null);
  }

  watch(listener: (level: Result<Level, SystemFault>) => void): Result<null, SystemFault> {
    if (this.fault !== null) return failure(this.fault);
    this.#listener = listener;
    return success(null);
  }

  release(): void {
    if (this.releases === 0) this.#listener = null;
    this.releases += 1;
  }

  /** An edge comes: whoever watches is told the level, or once that the line is gone. */
  edge(): void {
    const listener = this.#listener;
    if (this.fault !== null) this.#listener = null;
    listener?.(this.fault === null ? success(this.levelNow()) : failure(this.fault));
  }
}
