import type { LinuxIo } from 'lvgl-bindings/linux-io';
import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { DeviceFault } from '../../ports/device/device-fault.ts';
import type { Log } from '../../ports/system/log.ts';
import type { GpioParts } from '../gpio/gpio-line.ts';
import type { PanelSwitch } from './screen/panel-switch.ts';
import type { OpenSerial } from '../serial/serial-port.ts';
import type { LoadDbus } from '../network/dbus-system-bus.ts';
import type { ReadAddresses } from '../network/links.ts';

/** What drivers are given; each takes from it what it needs. */
export interface DriverParts extends GpioParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Switches the board's panel, once it is open. */
  readonly panel: PanelSwitch;
  /** Loads the addon for GPIO and input devices. Called only when there is one to open. */
  readonly loadLinuxIo: () => Promise<LinuxIo>;
  /** Loads the library for serial ports. Called only when there is one to open. */
  readonly loadOpenSerial: () => Promise<OpenSerial>;
  /** Loads the library for D-Bus. Called only on a board whose network is the image's. */
  readonly loadDbus: LoadDbus;
  readonly readAddresses: ReadAddresses;
  /** The size of the screen in the board's data. */
  readonly screenSize: { readonly widthPx: number; readonly heightPx: number };
}

/** One way to drive a part of the board. `Data` is what the board's data says about the part. */
export interface Driver<Data, Device> {
  /** Opens the device. When it cannot be used, the result says why and nothing stays open. May be called again. */
  open(data: Data, parts: DriverParts): Promise<Result<Device, DeviceFault>>;
}

/** A driver for each kind. */
export type Drivers<DriverData, Device> = {
  readonly [Kind in keyof DriverData]: Driver<DriverData[Kind], Device>;
};
