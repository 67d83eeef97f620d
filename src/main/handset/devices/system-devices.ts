import { networkInterfaces } from 'node:os';
import { KernelDeviceFiles } from '../../../hardware/kernel/device-files.ts';
import { loadDbus } from '../../../hardware/network/load-dbus.ts';
import { ProcessChannel } from '../../../simulator/wire/process-channel.ts';
import type { BoardDevicesParts } from './board-devices.ts';

/** The machine's own devices, and the simulator that started this process. */
export function systemDevices(): Omit<BoardDevicesParts, 'clock' | 'log' | 'stopAsked'> {
  return {
    files: new KernelDeviceFiles(),
    // onoff reads /sys when it is loaded: only where there is GPIO.
    loadOpenLine: async () => (await import('../../../hardware/gpio/onoff-line.ts')).openOnoffLine,
    loadLinuxIo: async () => (await import('lvgl-bindings/linux-io')).loadLinuxIo(),
    loadOpenSerial: async () => (await import('../../../hardware/serial/serialport-port.ts')).openSerialPort,
    loadDbus,
    readAddresses: () => networkInterfaces(),
    openChannel: () => new ProcessChannel(process),
  };
}
