import type { Display, Lvgl } from 'lvgl-bindings';
import { gpioNumbers } from '../../hardware/gpio-lines.ts';
import { GpioMatrixKeypad } from '../../hardware/gpio-matrix-keypad.ts';
import { LedClassLed } from '../../hardware/led-class-led.ts';
import { PwmBuzzer } from '../../hardware/pwm-buzzer.ts';
import { KernelSysfs } from '../../hardware/sysfs.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Board } from '../../ports/board.ts';
import type { Buzzer } from '../../ports/buzzer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Keypad } from '../../ports/keypad.ts';
import type { Led } from '../../ports/led.ts';
import type { Log } from '../../ports/log.ts';
import { ProcessChannel } from '../../simulator/wire/process-channel.ts';
import { SimulatedBoard } from '../../simulator/device/simulated-board.ts';

/** The board's parts, opened. */
export interface BoardDevices {
  readonly keypad: Keypad;
  readonly led: Led;
  readonly buzzer: Buzzer;
  /** Null on a real board. */
  readonly simulated: SimulatedBoard | null;
  openDisplay(lvgl: Lvgl): Display;
}

interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens what the board's data names; a part that is not there comes back as one line for the technician. */
export async function openBoard(board: Board, surroundings: Surroundings): Promise<Result<BoardDevices, string>> {
  return board.keypad.source.kind === 'simulated'
    ? success(openSimulated(board, surroundings))
    : openHardware(board, surroundings);
}

function openSimulated(board: Board, { clock }: Surroundings): BoardDevices {
  const simulated = new SimulatedBoard(new ProcessChannel(process), clock, board.screen);
  return {
    keypad: simulated.keypad,
    led: simulated.led,
    buzzer: simulated.buzzer,
    simulated,
    openDisplay: (lvgl) =>
      lvgl.createDisplay({
        width: board.screen.widthPx,
        height: board.screen.heightPx,
        theme: 'none',
        onFlush: (rectangle) => {
          simulated.screen.draw(rectangle);
        },
      }),
  };
}

async function openHardware(board: Board, { clock, log }: Surroundings): Promise<Result<BoardDevices, string>> {
  const { source } = board.keypad;
  const { driver } = board.screen;
  if (source.kind !== 'gpio-matrix')
    return failure(`board ${board.name}: no driver for a keypad of kind ${source.kind}`);
  if (board.led.kind !== 'led-class')
    return failure(`board ${board.name}: no driver for an LED of kind ${board.led.kind}`);
  if (board.buzzer.kind !== 'pwm')
    return failure(`board ${board.name}: no driver for a buzzer of kind ${board.buzzer.kind}`);
  if (driver.kind !== 'framebuffer')
    return failure(`board ${board.name}: no driver for a screen of kind ${driver.kind}`);
  const sysfs = new KernelSysfs();
  const rows = gpioNumbers(sysfs, source.chipLabel, source.rowLines);
  const columns = gpioNumbers(sysfs, source.chipLabel, source.columnLines);
  if (!rows.ok || !columns.ok) {
    const missing = rows.ok ? columns : rows;
    if (missing.ok) throw new Error('one of both is missing');
    return failure(`${missing.error.device} is missing; there is: ${missing.error.present.join(', ') || 'none'}`);
  }
  // onoff reads /sys when it is loaded: only where there is GPIO.
  const { openMatrixLines } = await import('../../hardware/onoff-lines.ts');
  const lines = openMatrixLines(rows.value, columns.value, source.activeLow);
  return success({
    keypad: new GpioMatrixKeypad({ ...lines, clock }),
    led: new LedClassLed({ names: board.led.names, sysfs, log }),
    buzzer: new PwmBuzzer({ chipPath: board.buzzer.chipPath, channel: board.buzzer.channel, sysfs, clock, log }),
    simulated: null,
    openDisplay: (lvgl) => lvgl.openFramebuffer({ path: driver.path }),
  });
}
