import { Gpio, type BinaryValue } from 'onoff';
import { failure, success, type Result } from '../../domain/result.ts';
import { DONE, systemFault, type SystemFault } from '../kernel/system-fault.ts';
import type { GpioLine, Level, LineUse } from './gpio-line.ts';

/**
 * Exports, sets up and opens a line by onoff. onoff's own debounce stays off, because it delays every edge and swallows
 * short presses; the domain does the debouncing. onoff itself waits a moment until udev lets it use a new line.
 */
export function openOnoffLine(number: number, use: LineUse, activeLow: boolean): Result<GpioLine, SystemFault> {
  const path = `/sys/class/gpio/gpio${number}`;
  try {
    // onoff's first level of an output is the level of the wire, and an active-low part rests at high.
    const direction = use === 'out' ? (activeLow ? 'high' : 'low') : 'in';
    const gpio = new WatchedGpio(number, direction, use === 'in' ? 'both' : 'none', { activeLow });
    // When a line was exported before, onoff ignores a setting that was refused, so it is checked here.
    if (gpio.direction() === (use === 'out' ? 'out' : 'in') && gpio.activeLow() === activeLow) {
      return success(use === 'row' ? new OnoffRow(gpio, path, activeLow) : new OnoffLine(gpio, path));
    }
    gpio.unexport();
    return failure({ errno: 'EPERM', path: `${path}/direction` });
  } catch (error) {
    return failure(onoffFault(path, error));
  }
}

/** onoff reads the level inside the callback of epoll, where an exception would end the process. */
class WatchedGpio extends Gpio {
  readError: unknown = null;

  override readSync(): BinaryValue {
    try {
      const level = super.readSync();
      this.readError = null;
      return level;
    } catch (error) {
      this.readError = error ?? new Error('unknown');
      return 0;
    }
  }
}

class OnoffLine implements GpioLine {
  protected readonly gpio: WatchedGpio;
  readonly #path: string;
  #released = false;

  constructor(gpio: WatchedGpio, path: string) {
    this.gpio = gpio;
    this.#path = path;
  }

  read(): Result<Level, SystemFault> {
    const level = this.gpio.readSync();
    const { readError } = this.gpio;
    return readError === null ? success(level) : failure(onoffFault(this.#path, readError));
  }

  write(level: Level): Result<null, SystemFault> {
    return this.attempt(() => {
      this.gpio.writeSync(level);
    });
  }

  watch(listener: (level: Result<Level, SystemFault>) => void): Result<null, SystemFault> {
    return this.attempt(() => {
      this.gpio.unwatchAll();
      this.gpio.watch((error, level) => {
        const trouble = this.gpio.readError ?? error ?? null;
        if (trouble === null) {
          listener(success(level));
          return;
        }
        // The kernel reports a dead line endlessly. When watching cannot be stopped either, the listener gets the fault
        // again.
        void this.attempt(() => {
          this.gpio.unwatchAll();
        });
        listener(failure(onoffFault(this.#path, trouble)));
      });
    });
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    // A line that is gone needs no release.
    void this.attempt(() => {
      this.gpio.unexport();
    });
  }

  protected attempt(call: () => void): Result<null, SystemFault> {
    try {
      call();
      return DONE;
    } catch (error) {
      return failure(onoffFault(this.#path, error));
    }
  }
}

/** A line that is driven while it is active, and an input otherwise. The direction file sets the level of the wire. */
class OnoffRow extends OnoffLine {
  readonly #driven: 'high' | 'low';

  constructor(gpio: WatchedGpio, path: string, activeLow: boolean) {
    super(gpio, path);
    this.#driven = activeLow ? 'low' : 'high';
  }

  override write(level: Level): Result<null, SystemFault> {
    return this.attempt(() => {
      this.gpio.setDirection(level === 1 ? this.#driven : 'in');
    });
  }
}

/** epoll's addon throws the system's message without the name of the error. */
function onoffFault(path: string, error: unknown): SystemFault {
  if (error instanceof Error && !('code' in error)) return { errno: error.message, path };
  return systemFault(path, error);
}
