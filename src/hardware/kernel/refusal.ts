import type { DeviceFault } from '../../ports/device/device-fault.ts';
import type { SystemFault } from './system-fault.ts';

/** What a technician has to do about the kernel's refusal, as far as it differs from device to device. */
interface Cures {
  /** What to correct in the board's data, or which driver to load, when the device is missing. */
  readonly missing: string;
  /** The group to which udev gives such devices, such as `gpio`. */
  readonly group: string;
  /** Names of the devices that exist. */
  readonly present?: readonly string[];
}

/** Explains what the kernel's refusal means for the device, and the cure. */
export function refusedDevice(device: string, { errno, path }: SystemFault, cures: Cures): DeviceFault {
  const named = device.includes(path) ? device : `${device} (${path})`;
  const fault = (code: DeviceFault['code'], cure: string): DeviceFault => ({
    code,
    device: named,
    reason: errno,
    present: code === 'device-missing' ? (cures.present ?? null) : null,
    cure,
  });
  switch (errno) {
    case 'ENOENT':
      return fault('device-missing', cures.missing);
    case 'EACCES':
    case 'EPERM':
      return fault(
        'device-forbidden',
        `give it to group ${cures.group} by a udev rule, with the right to write, and add this user to that group`,
      );
    case 'EROFS':
      return fault('device-forbidden', 'let the service write it: ProtectKernelTunables=no in its unit');
    case 'EBUSY':
      return fault('device-busy', 'free it from the driver or process that uses it');
    case 'ENODEV':
    case 'ENXIO':
      return fault('device-gone', 'look in dmesg for why its driver has no device');
    default:
      return fault('device-failed', 'look in dmesg for what its driver says');
  }
}
