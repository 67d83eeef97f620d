import type { Display, Lvgl } from 'lvgl-bindings';
import { success, type Result } from '../../../domain/result.ts';
import type { Driver, Drivers } from '../../../hardware/drivers/driver.ts';
import { hardwareDrivers } from '../../../hardware/drivers/hardware-drivers.ts';
import type { ScreenDevice } from '../../../hardware/drivers/screen/screen-device.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type {
  BacklightDriverData,
  BuzzerDriverData,
  KeypadDriverData,
  LedDriverData,
  NetworkDriverData,
  PowerDriverData,
  ScreenDriverData,
} from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { Keypad } from '../../../ports/device/keypad.ts';
import type { Led } from '../../../ports/device/led.ts';
import type { Power } from '../../../ports/device/power.ts';
import type { Screen } from '../../../ports/device/screen.ts';
import type { SimulatedBoard } from '../../../simulator/device/simulated-board.ts';
import type { Network } from '../../../ports/network/network.ts';

/** A driver for every kind that a board's data may name: what is missing here does not compile. */
interface BoardDrivers {
  readonly keypad: Drivers<KeypadDriverData, Keypad>;
  readonly led: Drivers<LedDriverData, Led>;
  readonly buzzer: Drivers<BuzzerDriverData, Buzzer>;
  readonly screen: Drivers<ScreenDriverData, ScreenDevice>;
  readonly backlight: Drivers<BacklightDriverData, Backlight>;
  readonly power: Drivers<PowerDriverData, Power>;
  readonly network: Drivers<NetworkDriverData, Network>;
}

/** The drivers of real parts, and the simulator's beside them. @param simulated opens the simulated board, once. */
export function boardDrivers(simulated: () => SimulatedBoard): BoardDrivers {
  const { keypad, led, buzzer, screen, backlight, power, network } = hardwareDrivers;
  return {
    keypad: { ...keypad, simulated: always(() => simulated().keypad) },
    led: { ...led, simulated: always(() => simulated().led) },
    buzzer: { ...buzzer, simulated: always(() => simulated().buzzer) },
    screen: { ...screen, simulated: always(() => drawnOn(simulated().screen)) },
    backlight: { ...backlight, simulated: always(() => simulated().backlight) },
    power,
    network,
  };
}

/** A part of the simulator's is always there. */
function always<Device>(device: () => Device): Driver<unknown, Device> {
  return { open: () => Promise.resolve(success(device())) };
}

function drawnOn(screen: Screen): ScreenDevice {
  return {
    openDisplay: (lvgl: Lvgl): Result<Display, never> =>
      success(
        lvgl.createDisplay({
          width: screen.widthPx,
          height: screen.heightPx,
          theme: 'none',
          onFlush: (rectangle) => {
            screen.draw(rectangle);
          },
        }),
      ),
    isThere: true,
    close: () => undefined,
  };
}
