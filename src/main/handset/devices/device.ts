import { Lvgl, type Display } from 'lvgl-bindings';
import { success, type Result } from '../../../domain/result.ts';
import { valueInForce, type OperatorSettings } from '../../../domain/settings/settings.ts';
import { KeyReader } from '../../../handset/keys/key-reader.ts';
import { IdleLight } from '../../../handset/light/idle-light.ts';
import { BatteryWatch } from '../../../handset/upkeep/battery-watch.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type { Board } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import type { Led } from '../../../ports/device/led.ts';
import type { Log } from '../../../ports/system/log.ts';
import type { SimulatedBoard } from '../../../simulator/device/simulated-board.ts';
import { openBoard, type BoardDevices } from './board-devices.ts';
import { DeviceKeys } from './device-keys.ts';
import { systemDevices } from './system-devices.ts';

/** Screen, keys, LED and buzzer, opened once for the life of the process. Every stage runs on them. */
export interface Device {
  readonly lvgl: Lvgl;
  readonly display: Display;
  readonly keys: DeviceKeys;
  readonly light: IdleLight;
  readonly led: Led;
  readonly buzzer: Buzzer;
  /** What the battery comes to, in every stage. */
  readonly battery: BatteryWatch;
  /** Null where no part is the simulator's. */
  readonly simulated: Pick<SimulatedBoard, 'serve' | 'reportLink'> | null;
  /** LED and screen dark, buzzer silent, no key, no pixel after it. Called once. */
  close(): void;
}

interface DeviceParts {
  /** Of the light, before the owner's own settings can be read. */
  readonly settings: OperatorSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the wait for a device. */
  readonly stopAsked: Promise<null>;
}

/** Opens what the board names; a part that is not there comes back as one line for the technician. */
export async function openDevice(board: Board, parts: DeviceParts): Promise<Result<Device, string>> {
  const opened = await openBoard(board, { ...parts, ...systemDevices() });
  return opened.ok ? deviceOf(board, opened.value, parts) : opened;
}

function deviceOf(board: Board, devices: BoardDevices, parts: DeviceParts): Result<Device, string> {
  const { keypad, led, buzzer, backlight, power, simulated } = devices;
  const { clock, log } = parts;
  const { keyMap, debounceMs } = board.keypad;
  const lvgl = Lvgl.open({
    onLog: (level, text) => {
      log.warn('screen.lvgl', { level, text });
    },
  });
  const display = devices.openDisplay(lvgl);
  if (!display.ok) {
    for (const part of [keypad, led, buzzer, backlight, power, lvgl]) part.close();
    devices.closeScreen();
    return display;
  }
  lvgl.start();
  const light = lightOf(backlight, lvgl, display.value, parts);
  const battery = new BatteryWatch({ power, clock, log });
  const keys = new DeviceKeys(new KeyReader({ keypad, clock, keyMap, debounceMs }), light);
  return success({
    lvgl,
    display: display.value,
    keys,
    light,
    led,
    buzzer,
    battery,
    simulated,
    close: () => {
      keys.close();
      led.close();
      buzzer.close();
      battery.close();
      power.close();
      light.close();
      lvgl.close();
      devices.closeScreen();
    },
  });
}

/** While the screen is dark LVGL does not run at all: what changes meanwhile is drawn when it is lit. */
function lightOf(backlight: Backlight, lvgl: Lvgl, display: Display, { settings, clock }: DeviceParts): IdleLight {
  const picture = {
    rest: () => {
      // What a lock hides must not wait in the panel's memory for the light.
      display.refreshNow();
      lvgl.stop();
    },
    resume: () => {
      display.refreshNow();
      lvgl.start();
    },
  };
  return new IdleLight({ backlight, clock, picture, settings: { value: (name) => valueInForce(name, settings) } });
}
