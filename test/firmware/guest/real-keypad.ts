import type { Drivers } from '../../../src/hardware/drivers/driver.ts';
import { hardwareDrivers } from '../../../src/hardware/drivers/hardware-drivers.ts';
import { PanelSwitch } from '../../../src/hardware/drivers/screen/panel-switch.ts';
import { systemDevices } from '../../../src/main/handset/devices/system-devices.ts';
import { LineLog } from '../../../src/main/machine/log/line-log.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { DeviceFault } from '../../../src/ports/device/device-fault.ts';
import type { KeypadDriverData } from '../../../src/ports/device/board.ts';
import type { Keypad } from '../../../src/ports/device/keypad.ts';

type Real = Omit<KeypadDriverData, 'simulated'>;

/** A keypad's source as a board names it. */
export type Source = { [Kind in keyof Real]: { readonly kind: Kind } & Real[Kind] }[keyof Real];

/** Opens the driver that the handset would open, on the kernel that is here. */
export async function openKeypad(source: Source): Promise<Keypad> {
  const opened = await open(hardwareDrivers.keypad, source);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

function open<Kind extends keyof Real>(
  drivers: Drivers<Real, Keypad>,
  data: { readonly kind: Kind } & Real[Kind],
): Promise<Result<Keypad, DeviceFault>> {
  return drivers[data.kind].open(data, {
    ...systemDevices(),
    clock: new SystemClock(),
    log: new LineLog('probe', (line) => process.stdout.write(`${line}\n`)),
    panel: new PanelSwitch(),
    screenSize: { widthPx: 320, heightPx: 240 },
  });
}
