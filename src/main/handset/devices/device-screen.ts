import { Lvgl, type Display } from 'lvgl-bindings';
import { success, type Result } from '../../../domain/result.ts';
import { valueInForce, type OperatorSettings } from '../../../domain/settings/settings.ts';
import { IdleLight } from '../../../handset/light/idle-light.ts';
import type { Board } from '../../../ports/device/board.ts';
import type { Clock } from '../../../ports/system/clock.ts';
import type { Log } from '../../../ports/system/log.ts';
import { openBoardScreen, type BoardDevicesParts, type BoardScreen } from './board-devices.ts';
import { systemDevices } from './system-devices.ts';

/** What is drawn on, and its light. */
export interface DeviceScreen {
  readonly lvgl: Lvgl;
  readonly display: Display;
  readonly light: IdleLight;
  /** Dark, and no pixel after it. */
  close(): void;
}

export interface DeviceScreenParts {
  /** Of the light, before the owner's own settings can be read. */
  readonly settings: OperatorSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the board's screen and no other part of it. */
export async function openScreenAlone(
  board: Board,
  parts: DeviceScreenParts & Pick<BoardDevicesParts, 'stopAsked'>,
): Promise<Result<DeviceScreen & Pick<BoardScreen, 'panel'>, string>> {
  const opened = await openBoardScreen(board, { ...parts, ...systemDevices() });
  if (!opened.ok) return opened;
  const screen = openDeviceScreen(opened.value, parts);
  return screen.ok ? success({ ...screen.value, panel: opened.value.panel }) : screen;
}

/** Opens LVGL on the board's screen. When that cannot be used, nothing of it stays open. */
export function openDeviceScreen(screen: BoardScreen, parts: DeviceScreenParts): Result<DeviceScreen, string> {
  const lvgl = Lvgl.open({
    onLog: (level, text) => {
      parts.log.warn('screen.lvgl', { level, text });
    },
  });
  const display = screen.openDisplay(lvgl);
  if (!display.ok) {
    screen.backlight.close();
    lvgl.close();
    screen.closeScreen();
    return display;
  }
  lvgl.start();
  const light = lightOf(screen, lvgl, display.value, parts);
  return success({
    lvgl,
    display: display.value,
    light,
    close: () => {
      light.close();
      lvgl.close();
      screen.closeScreen();
    },
  });
}

/** While the screen is dark LVGL does not run at all: what changes meanwhile is drawn when it is lit. */
function lightOf(
  { backlight }: BoardScreen,
  lvgl: Lvgl,
  display: Display,
  { settings, clock }: DeviceScreenParts,
): IdleLight {
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
