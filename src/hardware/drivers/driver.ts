import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceFault } from '../../ports/device-fault.ts';
import type { Log } from '../../ports/log.ts';
import type { GpioParts } from '../gpio/gpio-line.ts';

/** What drivers use; each takes of it what it needs. */
export interface DriverParts extends GpioParts {
  readonly clock: Clock;
  readonly log: Log;
  /** The screen that the board's data promises. */
  readonly screenSize: { readonly widthPx: number; readonly heightPx: number };
}

/** One way to drive a part of the board. `Data` is what the board's data says of it. */
export interface Driver<Data, Device> {
  /** A device that cannot be used is told; nothing of it stays open then. May be called again. */
  open(data: Data, parts: DriverParts): Promise<Result<Device, DeviceFault>>;
}

/** A driver for each kind. */
export type Drivers<DriverData, Device> = {
  readonly [Kind in keyof DriverData]: Driver<DriverData[Kind], Device>;
};
