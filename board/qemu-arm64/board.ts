import type { Board } from '../../src/ports/device/board.ts';
import { simulator } from '../simulator/board.ts';

/**
 * The emulated arm64 machine that the image's tests drive: the simulator's keys as a matrix of 5 x 13 on the kernel's
 * GPIO (virtio, its 24 lines moved from outside), lamps of the LED class, a piezo on PWM, and the screen of virtio-gpu.
 * firmware/boards/qemu-arm64/handset.dts is its device tree.
 */
export const qemuArm64: Board = {
  ...simulator,
  name: 'qemu-arm64',
  screen: {
    ...simulator.screen,
    // The kernel names the driver of the bus that virtio-gpu hangs on.
    driver: { kind: 'drm', driver: 'virtio-pci', rotation: 0 },
    backlight: { kind: 'backlight-class', name: 'handset-backlight' },
  },
  keypad: {
    ...simulator.keypad,
    source: {
      kind: 'gpio-matrix',
      chipLabel: 'virtio0',
      activeLow: false,
      rowLines: [0, 1, 2, 3, 4],
      columnLines: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
    },
  },
  led: {
    kind: 'led-class',
    names: {
      green: 'handset:green:status',
      amber: 'handset:amber:status',
      red: 'handset:red:status',
      blue: 'handset:blue:status',
    },
  },
  buzzer: { kind: 'pwm', device: 'handset-buzzer', channel: 0 },
  power: { kind: 'power-supply' },
  network: { kind: 'system' },
};
