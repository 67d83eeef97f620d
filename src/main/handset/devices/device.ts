import { failure, success, type Result } from '../../../domain/result.ts';
import { KeyReader } from '../../../handset/keys/key-reader.ts';
import { BatteryWatch } from '../../../handset/upkeep/battery-watch.ts';
import type { Board } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { Keypad } from '../../../ports/device/keypad.ts';
import type { Led } from '../../../ports/device/led.ts';
import { QuietTime } from '../../../handset/upkeep/quiet-time.ts';
import { giveSignsOfLife } from '../../../handset/upkeep/sign-of-life.ts';
import type { ServiceManager } from '../../../ports/system/service-manager.ts';
import type { Updates } from '../../../ports/system/updates.ts';
import type { SimulatedBoard } from '../../../simulator/device/simulated-board.ts';
import type { TimeZones } from '../../../ports/system/time-zones.ts';
import { awaitedKeysView } from '../../../ui/screens/awaited-keys/view.ts';
import { showStageView } from '../../../ui/stage/show-stage-view.ts';
import { stageViewParts } from '../stage-view-parts.ts';
import { openBoard, type BoardDevices } from './board-devices.ts';
import { DeviceKeys } from './device-keys.ts';
import { openDeviceScreen, type DeviceScreen, type DeviceScreenParts } from './device-screen.ts';
import { LivingScreen } from './living-screen.ts';
import { systemDevices } from './system-devices.ts';
import type { Network } from '../../../ports/network/network.ts';

/** Screen, keys, LED and buzzer, opened once for the life of the process. Every stage runs on them. */
export interface Device extends DeviceScreen {
  readonly keys: DeviceKeys;
  readonly led: Led;
  readonly buzzer: Buzzer;
  /** What the battery comes to, in every stage. */
  readonly battery: BatteryWatch;
  readonly network: Network;
  /** Null where no part is the simulator's. */
  readonly simulated: Pick<SimulatedBoard, 'serve' | 'reportLink'> | null;
  /** LED and screen dark, buzzer silent, no key, no pixel after it. Called once. */
  close(): void;
}

interface DeviceParts extends DeviceScreenParts {
  readonly timeZones: TimeZones;
  readonly service: ServiceManager;
  readonly updates: Pick<Updates, 'tell'>;
  /** Ends the wait for a device. */
  readonly stopAsked: Promise<null>;
}

/** Opens what the board names; a part that is not there comes back as one line for the technician. */
export async function openDevice(board: Board, parts: DeviceParts): Promise<Result<Device, string>> {
  const opened = await openBoard(board, { ...parts, ...systemDevices() });
  if (!opened.ok) return opened;
  const devices = opened.value;
  const screen = openDeviceScreen(devices, parts);
  const keypad = await (screen.ok ? keysBeforePicture(board, devices, screen.value, parts) : devices.keypad.opened);
  if (screen.ok && keypad.ok) return success(deviceOf(board, devices, screen.value, keypad.value, parts));
  const { led, buzzer, power, network } = devices;
  for (const part of [led, buzzer, power, network]) part.close();
  if (screen.ok) screen.value.close();
  if (keypad.ok) keypad.value.close();
  return failure([screen, keypad].flatMap((part) => (part.ok ? [] : [part.error])).join('; '));
}

/** The keypad. While it is not there the screen says so. */
async function keysBeforePicture(
  board: Board,
  { keypad }: BoardDevices,
  screen: DeviceScreen,
  parts: DeviceParts,
): Promise<Result<Keypad, string>> {
  const missing = await Promise.race([keypad.opened.then(() => null), keypad.awaited]);
  if (missing === null) return keypad.opened;
  const config = { ...parts, keyMap: board.keypad.keyMap };
  const picture = showStageView(stageViewParts(config, screen), awaitedKeysView, { awaited: missing }, null);
  const opened = await keypad.opened;
  picture.close();
  return opened;
}

function deviceOf(
  board: Board,
  devices: BoardDevices,
  screen: DeviceScreen,
  keypad: Keypad,
  parts: DeviceParts,
): Device {
  const { led, buzzer, power, network, panel, simulated } = devices;
  const { clock, updates } = parts;
  const { keyMap, debounceMs } = board.keypad;
  const battery = new BatteryWatch({ ...parts, power });
  const quiet = new QuietTime(clock, (isQuiet) => {
    updates.tell({ quiet: isQuiet ? 'yes' : 'no' });
  });
  const keys = new DeviceKeys(new KeyReader({ keypad, clock, keyMap, debounceMs }), screen.light, () => {
    quiet.keyPressed();
  });
  const living = new LivingScreen(screen.display, panel, screen.light);
  const endSigns = giveSignsOfLife({
    ...parts,
    hasShown: () => screen.display.flushCount > 0,
    parts: [living, { name: 'keypad', isAlive: () => keypad.isAlive() }],
  });
  updates.tell({ screen: 'good', keys: 'good' });
  return {
    ...screen,
    keys,
    led,
    buzzer,
    battery,
    network,
    simulated,
    close: () => {
      updates.tell({ screen: 'bad', keys: 'bad' });
      endSigns();
      for (const part of [quiet, keys, led, buzzer, battery, power, network, screen]) part.close();
    },
  };
}
