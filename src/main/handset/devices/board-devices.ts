import type { Display, Lvgl } from 'lvgl-bindings';
import { failure, success, type Result } from '../../../domain/result.ts';
import type { DriverParts, Drivers } from '../../../hardware/drivers/driver.ts';
import { PanelSwitch } from '../../../hardware/drivers/screen/panel-switch.ts';
import { NO_BATTERY } from '../../../hardware/drivers/power/none.ts';
import { FIXED_LIGHT } from '../../../hardware/drivers/backlight/none.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type { Board } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { Keypad } from '../../../ports/device/keypad.ts';
import type { Led } from '../../../ports/device/led.ts';
import type { Power } from '../../../ports/device/power.ts';
import type { Log } from '../../../ports/system/log.ts';
import { SimulatedBoard } from '../../../simulator/device/simulated-board.ts';
import type { DeviceChannel } from '../../../simulator/wire/protocol.ts';
import type { ScreenDevice } from '../../../hardware/drivers/screen/screen-device.ts';
import { boardDrivers } from './board-drivers.ts';
import { faultLine } from './fault-line.ts';
import { openWhenThere } from './late-device.ts';
import { FOREIGN_NETWORK } from '../../../hardware/drivers/network/none.ts';
import type { Network } from '../../../ports/network/network.ts';

/** The board's screen and its light, opened. */
export interface BoardScreen {
  readonly backlight: Backlight;
  readonly panel: Pick<ScreenDevice, 'isThere'>;
  /** A screen that cannot be used comes back as one line for the technician. */
  openDisplay(lvgl: Lvgl): Result<Display, string>;
  /** Called after LVGL was closed. Idempotent. */
  closeScreen(): void;
}

/** Keys that may come later than the screen. */
interface AwaitedKeypad {
  /** What is missing, in one line, when it is not there at once; nothing ever when it is. */
  readonly awaited: Promise<string>;
  /** The keypad, or one line for the technician. */
  readonly opened: Promise<Result<Keypad, string>>;
}

/** The board's parts, opened. */
export interface BoardDevices extends BoardScreen {
  readonly keypad: AwaitedKeypad;
  readonly led: Led;
  readonly buzzer: Buzzer;
  readonly power: Power;
  readonly network: Network;
  /** Null where no part is the simulator's. */
  readonly simulated: SimulatedBoard | null;
}

export interface BoardDevicesParts extends Omit<DriverParts, 'screenSize' | 'panel'> {
  /** The wire to the simulator; opened when the board has a part of the simulator's. */
  readonly openChannel: () => DeviceChannel;
  /** Somebody wants the process to end: nothing is waited for any more. */
  readonly stopAsked: Promise<null>;
}

const MUTE_LED: Led = { show: () => undefined, close: () => undefined };
const MUTE_BUZZER: Buzzer = { play: () => undefined, close: () => undefined };

/**
 * Opens what the board's data names. Without keys or screen it is no handset: they are waited for, then what is wrong
 * comes back as one line for the technician, and nothing stays open. A handset without light or sound still carries
 * messages: that is logged.
 */
export async function openBoard(board: Board, parts: BoardDevicesParts): Promise<Result<BoardDevices, string>> {
  let simulated: SimulatedBoard | null = null;
  const drivers = boardDrivers(
    () => (simulated ??= new SimulatedBoard(parts.openChannel(), parts.clock, board.screen)),
  );
  const driverParts = { ...parts, screenSize: board.screen, panel: new PanelSwitch() };
  const { promise: awaited, resolve } = Promise.withResolvers<string>();
  const openKeypad = () => openPart(drivers.keypad, board.keypad.source, driverParts);
  const coming = openWhenThere('keypad', openKeypad, { ...parts, awaited: resolve });
  const [screen, led, buzzer, backlight, power, network] = await Promise.all([
    openWhenThere('screen', () => openPart(drivers.screen, board.screen.driver, driverParts), parts),
    openPart(drivers.led, board.led, driverParts),
    openPart(drivers.buzzer, board.buzzer, driverParts),
    openPart(drivers.backlight, board.screen.backlight, driverParts),
    openPart(drivers.power, board.power, driverParts),
    openPart(drivers.network, board.network, driverParts),
  ]);
  if (!screen.ok) {
    const keypad = await coming;
    for (const opened of [keypad, led, buzzer, backlight, power, network]) if (opened.ok) opened.value.close();
    return failure(`board ${board.name}: ${faultsOf({ keypad, screen })}`);
  }
  const { log } = parts;
  return success({
    ...screenOf(board, screen.value, orWithout('backlight', backlight, FIXED_LIGHT, log)),
    keypad: { awaited, opened: coming.then((keypad) => orLine(board, 'keypad', keypad)) },
    led: orWithout('led', led, MUTE_LED, log),
    buzzer: orWithout('buzzer', buzzer, MUTE_BUZZER, log),
    power: orWithout('power', power, NO_BATTERY, log),
    network: orWithout('network', network, FOREIGN_NETWORK, log),
    simulated,
  });
}

/** Only the board's screen with its light, on a board whose screen is real. */
export async function openBoardScreen(board: Board, parts: BoardDevicesParts): Promise<Result<BoardScreen, string>> {
  const { screen, backlight } = boardDrivers(() => new SimulatedBoard(parts.openChannel(), parts.clock, board.screen));
  const driverParts = { ...parts, screenSize: board.screen, panel: new PanelSwitch() };
  const opened = await openWhenThere('screen', () => openPart(screen, board.screen.driver, driverParts), parts);
  if (!opened.ok) return orLine(board, 'screen', opened);
  const light = await openPart(backlight, board.screen.backlight, driverParts);
  return success(screenOf(board, opened.value, orWithout('backlight', light, FIXED_LIGHT, parts.log)));
}

function screenOf(board: Board, screen: ScreenDevice, backlight: Backlight): BoardScreen {
  return {
    backlight,
    panel: screen,
    openDisplay: (lvgl) => orLine(board, 'screen', screen.openDisplay(lvgl)),
    closeScreen: () => {
      screen.close();
    },
  };
}

function orLine<Device>(board: Board, part: string, opened: Result<Device, DeviceFault>): Result<Device, string> {
  return opened.ok ? opened : failure(`board ${board.name}: ${faultLine(part, opened.error)}`);
}

function faultsOf(parts: Readonly<Record<string, Result<unknown, DeviceFault>>>): string {
  const faults = Object.entries(parts).flatMap(([part, opened]) => (opened.ok ? [] : [faultLine(part, opened.error)]));
  return faults.join('; ');
}

/** A part without which the handset works; what is wrong with it is logged. */
function orWithout<Device>(part: string, opened: Result<Device, DeviceFault>, without: Device, log: Log): Device {
  if (opened.ok) return opened.value;
  log.error('board.part-unusable', { fault: faultLine(part, opened.error) });
  return without;
}

function openPart<DriverData, Kind extends keyof DriverData, Device>(
  drivers: Drivers<DriverData, Device>,
  part: { readonly kind: Kind } & DriverData[Kind],
  parts: DriverParts,
): Promise<Result<Device, DeviceFault>> {
  return drivers[part.kind].open(part, parts);
}
