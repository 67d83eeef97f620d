import type { DriverParts } from '../../../src/hardware/drivers/driver.ts';
import { PanelSwitch } from '../../../src/hardware/drivers/screen/panel-switch.ts';
import { LineLog } from '../../../src/main/machine/log/line-log.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { FakeKernel } from '../kernel/fake-kernel.ts';

/** What drivers use, without a device unless the test gives one. */
export function openedParts(parts: Partial<DriverParts> = {}): DriverParts {
  return {
    clock: new VirtualClock(),
    log: new LineLog('test', (line) => {
      throw new Error(line);
    }),
    files: new FakeKernel(),
    loadOpenLine: () => Promise.reject(new Error('no line is wanted')),
    panel: new PanelSwitch(),
    loadLinuxIo: () => Promise.reject(new Error('no device of linux_io is wanted')),
    loadOpenSerial: () => Promise.reject(new Error('no serial port is wanted')),
    loadDbus: () => Promise.reject(new Error('no bus is wanted')),
    readAddresses: () => ({}),
    screenSize: { widthPx: 320, heightPx: 240 },
    ...parts,
  };
}
