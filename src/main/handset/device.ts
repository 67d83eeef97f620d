import { Lvgl, type Display } from 'lvgl-bindings';
import { success, type Result } from '../../domain/result.ts';
import { KeyReader } from '../../handset/keys/key-reader.ts';
import type { Board } from '../../ports/device/board.ts';
import type { Buzzer } from '../../ports/device/buzzer.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Led } from '../../ports/device/led.ts';
import type { Log } from '../../ports/system/log.ts';
import type { SimulatedBoard } from '../../simulator/device/simulated-board.ts';
import { openBoard, type BoardDevices } from './board-devices.ts';
import { DeviceKeys } from './device-keys.ts';
import { systemDevices } from './system-devices.ts';

/** Screen, keys, LED and buzzer, opened once for the life of the process. Every stage runs on them. */
export interface Device {
  readonly lvgl: Lvgl;
  readonly display: Display;
  readonly keys: DeviceKeys;
  readonly led: Led;
  readonly buzzer: Buzzer;
  /** Null where no part is the simulator's. */
  readonly simulated: Pick<SimulatedBoard, 'serve' | 'reportLink'> | null;
  /** LED dark, buzzer silent, no key, no pixel after it. Called once. */
  close(): void;
}

interface DeviceParts {
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens what the board names; a part that is not there comes back as one line for the technician. */
export async function openDevice(board: Board, parts: DeviceParts): Promise<Result<Device, string>> {
  const opened = await openBoard(board, { ...parts, ...systemDevices() });
  return opened.ok ? deviceOf(board, opened.value, parts) : opened;
}

function deviceOf(board: Board, devices: BoardDevices, { clock, log }: DeviceParts): Result<Device, string> {
  const { keypad, led, buzzer, simulated } = devices;
  const { keyMap, debounceMs } = board.keypad;
  const lvgl = Lvgl.open({
    onLog: (level, text) => {
      log.warn('screen.lvgl', { level, text });
    },
  });
  const display = devices.openDisplay(lvgl);
  if (!display.ok) {
    for (const part of [keypad, led, buzzer, lvgl]) part.close();
    devices.closeScreen();
    return display;
  }
  const keys = new DeviceKeys(new KeyReader({ keypad, clock, keyMap, debounceMs }));
  lvgl.start();
  return success({
    lvgl,
    display: display.value,
    keys,
    led,
    buzzer,
    simulated,
    close: () => {
      keys.close();
      led.close();
      buzzer.close();
      lvgl.close();
      devices.closeScreen();
    },
  });
}
