import type { Result } from '../../../../src/domain/result.ts';
import type { DriverParts } from '../../../../src/hardware/drivers/driver.ts';
import { drm } from '../../../../src/hardware/drivers/screen/drm.ts';
import { framebuffer } from '../../../../src/hardware/drivers/screen/framebuffer.ts';
import type { ScreenDevice } from '../../../../src/hardware/drivers/screen/screen-device.ts';
import type { Rotation } from '../../../../src/ports/device/board.ts';
import type { DeviceFault } from '../../../../src/ports/device/device-fault.ts';

/** A way to reach a panel of the kernel, for what both ways have in common. */
export interface KernelScreenCase {
  readonly way: string;
  /** Opens the panel that is called `panel`, when the board says how it is turned. */
  readonly driver: (rotation?: Rotation) => (parts: DriverParts) => Promise<Result<ScreenDevice, DeviceFault>>;
  /** The kernel's files when the panel is number `number`. */
  readonly files: (number: number) => Readonly<Record<string, string>>;
  readonly path: (number: number) => string;
  readonly device: (number: number) => string;
}

export const KERNEL_SCREENS: readonly KernelScreenCase[] = [
  {
    way: 'a DRM display',
    driver:
      (rotation = 0) =>
      (parts) =>
        drm.open({ driver: 'panel', rotation }, parts),
    files: (number) => ({
      [`/sys/class/drm/card${number}/device/uevent`]: 'MODALIAS=spi:panel\nDRIVER=panel\nOF_NAME=display\n',
      [`/dev/dri/card${number}`]: '',
    }),
    path: (number) => `/dev/dri/card${number}`,
    device: (number) => `display /dev/dri/card${number} of panel`,
  },
  {
    way: 'a framebuffer',
    driver:
      (rotation = 0) =>
      (parts) =>
        framebuffer.open({ name: 'panel', rotation }, parts),
    files: (number) => ({ [`/sys/class/graphics/fb${number}/name`]: 'panel\n', [`/dev/fb${number}`]: '' }),
    path: (number) => `/dev/fb${number}`,
    device: (number) => `framebuffer /dev/fb${number} of panel`,
  },
];
