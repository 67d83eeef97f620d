import { success, type Result } from '../../../domain/result.ts';
import { KeyReader } from '../../../handset/keys/key-reader.ts';
import { BatteryWatch } from '../../../handset/upkeep/battery-watch.ts';
import type { Board } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { Led } from '../../../ports/device/led.ts';
import { giveSignsOfLife } from '../../../handset/upkeep/sign-of-life.ts';
import type { ServiceManager } from '../../../ports/system/service-manager.ts';
import type { SimulatedBoard } from '../../../simulator/device/simulated-board.ts';
import { openBoard, type BoardDevices } from './board-devices.ts';
import { DeviceKeys } from './device-keys.ts';
import { openDeviceScreen, type DeviceScreen, type DeviceScreenParts } from './device-screen.ts';
import { LivingScreen } from './living-screen.ts';
import { systemDevices } from './system-devices.ts';

/** Screen, keys, LED and buzzer, opened once for the life of the process. Every stage runs on them. */
export interface Device extends DeviceScreen {
  readonly keys: DeviceKeys;
  readonly led: Led;
  readonly buzzer: Buzzer;
  /** What the battery comes to, in every stage. */
  readonly battery: BatteryWatch;
  /** Null where no part is the simulator's. */
  readonly simulated: Pick<SimulatedBoard, 'serve' | 'reportLink'> | null;
  /** LED and screen dark, buzzer silent, no key, no pixel after it. Called once. */
  close(): void;
}

interface DeviceParts extends DeviceScreenParts {
  readonly service: ServiceManager;
  /** Ends the wait for a device. */
  readonly stopAsked: Promise<null>;
}

/** Opens what the board names; a part that is not there comes back as one line for the technician. */
export async function openDevice(board: Board, parts: DeviceParts): Promise<Result<Device, string>> {
  const opened = await openBoard(board, { ...parts, ...systemDevices() });
  return opened.ok ? deviceOf(board, opened.value, parts) : opened;
}

function deviceOf(board: Board, devices: BoardDevices, parts: DeviceParts): Result<Device, string> {
  const { keypad, led, buzzer, power, simulated } = devices;
  const { clock } = parts;
  const { keyMap, debounceMs } = board.keypad;
  const screen = openDeviceScreen(devices, parts);
  if (!screen.ok) {
    for (const part of [keypad, led, buzzer, power]) part.close();
    return screen;
  }
  const battery = new BatteryWatch({ ...parts, power });
  const keys = new DeviceKeys(new KeyReader({ keypad, clock, keyMap, debounceMs }), screen.value.light);
  const endSigns = signsOfLife(screen.value, devices, parts);
  return success({
    ...screen.value,
    keys,
    led,
    buzzer,
    battery,
    simulated,
    close: () => {
      endSigns();
      for (const part of [keys, led, buzzer, battery, power, screen.value]) part.close();
    },
  });
}

function signsOfLife({ display, light }: DeviceScreen, devices: BoardDevices, parts: DeviceParts): () => void {
  const { keypad, panel } = devices;
  return giveSignsOfLife({
    ...parts,
    hasShown: () => display.flushCount > 0,
    parts: [new LivingScreen(display, panel, light), { name: 'keypad', isAlive: () => keypad.isAlive() }],
  });
}
