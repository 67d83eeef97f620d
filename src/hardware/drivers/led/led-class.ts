import { failure, success } from '../../../domain/result.ts';
import type { LedDriverData } from '../../../ports/device/board.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { Led } from '../../../ports/device/led.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import { untilPermitted } from '../../kernel/until-permitted.ts';
import type { Driver, DriverParts } from '../driver.ts';
import { LED_CLASS, LedClassLed } from './led-class-led.ts';

export const ledClass: Driver<LedDriverData['led-class'], Led> = {
  async open({ names }, { files, clock, log }) {
    for (const name of new Set(Object.values(names))) {
      const fault = await faultOf(name, { files, clock });
      if (fault !== null) return failure(fault);
    }
    return success(new LedClassLed({ names, files, clock, log }));
  },
};

async function faultOf(
  name: string,
  { files, clock }: Pick<DriverParts, 'files' | 'clock'>,
): Promise<DeviceFault | null> {
  const writable = await untilPermitted(clock, () => files.probe(`${LED_CLASS}/${name}/brightness`));
  if (writable.ok) return null;
  const leds = files.list(LED_CLASS);
  return refusedDevice(`LED ${name}`, writable.error, {
    missing: "correct the LED's name in the board's data, or load its driver",
    group: 'gpio',
    present: leds.ok ? leds.value : [],
  });
}
