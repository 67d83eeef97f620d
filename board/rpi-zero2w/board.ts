import type { Board } from '../../src/ports/device/board.ts';
import { simulator } from '../simulator/board.ts';

/**
 * Raspberry Pi Zero 2 W with a 2.4" panel of 240 x 320 pixels (ILI9341 on SPI), the simulator's keys as a matrix of
 * 6 x 7 with a diode at each key, three lamps and a piezo. docs/boards/rpi-zero2w.md has the wiring and the parts,
 * firmware/boards/rpi-zero2w/handset.dtso its device tree.
 */
export const rpiZero2W: Board = {
  ...simulator,
  name: 'rpi-zero2w',
  screen: {
    widthPx: 240,
    heightPx: 320,
    driver: { kind: 'drm', driver: 'ili9341', rotation: 0 },
    backlight: { kind: 'backlight-class', name: 'handset-backlight' },
  },
  keypad: {
    ...simulator.keypad,
    keyMap: {
      ...simulator.keypad.keyMap,
      rows: 6,
      columns: 7,
      diodes: true,
      // prettier-ignore
      keys: [
        'Back',  'Up',     'Down',  'Left', 'Right', 'Menu',  'Backspace',
        'Q',     'W',      'E',     'R',    'T',     'Y',     'U',
        'I',     'O',      'P',     'A',    'S',     'D',     'F',
        'G',     'H',      'J',     'K',    'L',     'Z',     'X',
        'C',     'V',      'B',     'N',    'M',     'Enter', 'Shift',
        'Space', 'Period', 'Emoji', 'Alt',  'Sym',   null,    null,
      ],
    },
    source: {
      kind: 'gpio-matrix',
      chipLabel: 'pinctrl-bcm2835',
      activeLow: false,
      rowLines: [0, 1, 5, 6, 7, 18],
      columnLines: [16, 19, 20, 21, 22, 23, 26],
    },
  },
  led: {
    kind: 'led-class',
    names: { green: 'handset:green:status', red: 'handset:red:status', blue: 'handset:blue:status' },
  },
  buzzer: { kind: 'pwm', device: '3f20c000.pwm', channel: 0 },
  power: { kind: 'power-supply' },
  network: { kind: 'system' },
  // As firmware/boards/rpi-zero2w/handset.dtso gives them to drivers of the kernel.
  kernelLines: {
    chipLabel: 'pinctrl-bcm2835',
    lines: {
      2: 'the battery gauge (I2C data)',
      3: 'the battery gauge (I2C clock)',
      4: 'the red lamp',
      8: 'the screen (SPI select)',
      9: 'the screen (SPI in)',
      10: 'the screen (SPI out)',
      11: 'the screen (SPI clock)',
      12: 'the piezo (PWM)',
      13: 'the backlight',
      14: 'the console (UART out)',
      15: 'the console (UART in)',
      17: 'the green lamp',
      24: 'the screen (reset)',
      25: 'the screen (data or command)',
      27: 'the blue lamp',
    },
  },
};
