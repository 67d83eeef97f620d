import type { Display } from 'lvgl-bindings';
import { failure, success, type Result } from '../../../domain/result.ts';
import type { ScreenDriverData } from '../../../ports/device/board.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import type { Driver, DriverParts } from '../driver.ts';
import type { ScreenDevice } from './screen-device.ts';

const GRAPHICS_CLASS = '/sys/class/graphics';

/** A framebuffer of the kernel, on which LVGL's addon draws. */
export const framebuffer: Driver<ScreenDriverData['framebuffer'], ScreenDevice> = {
  open({ path }, { files, screenSize }) {
    const usable = files.probe(path);
    if (!usable.ok) {
      const fault = refusedDevice(`framebuffer ${path}`, usable.error, {
        missing: "correct the path in the board's data, or load the display's driver",
        group: 'video',
        present: framebuffers(files),
      });
      return Promise.resolve(failure(fault));
    }
    return Promise.resolve(
      success({
        openDisplay: (lvgl) => {
          const opened = openFramebuffer(() => lvgl.openFramebuffer({ path, theme: 'none' }), path);
          return opened.ok ? ofSize(opened.value, path, screenSize) : opened;
        },
      }),
    );
  },
};

/** The machine's framebuffers, each with the name of its driver. */
function framebuffers(files: DeviceFiles): readonly string[] {
  const names = files.list(GRAPHICS_CLASS);
  if (!names.ok) return [];
  return names.value
    .filter((name) => /^fb\d+$/.test(name))
    .map((name) => {
      const driver = files.read(`${GRAPHICS_CLASS}/${name}/name`);
      return driver.ok ? `/dev/${name} of ${driver.value.trim()}` : `/dev/${name}`;
    });
}

/** The addon uses one code for all refusals of the kernel, and the kernel's own words. */
function openFramebuffer(open: () => Display, path: string): Result<Display, DeviceFault> {
  try {
    return success(open());
  } catch (error) {
    if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'LVGL_SYSTEM') throw error;
    return failure({
      code: 'device-failed',
      device: `framebuffer ${path}`,
      reason: error.message,
      present: null,
      cure: 'name a framebuffer with 16, 24 or 32 bits a pixel',
    });
  }
}

/** Refuses a screen of another size than the board's, because part of the picture would not be seen. */
function ofSize(display: Display, path: string, board: DriverParts['screenSize']): Result<Display, DeviceFault> {
  const { width, height } = display.size;
  if (width === board.widthPx && height === board.heightPx) return success(display);
  display.close();
  return failure({
    code: 'device-unfit',
    device: `framebuffer ${path}`,
    reason: null,
    present: [`${width} x ${height} pixels`],
    cure: `name the framebuffer of the screen with ${board.widthPx} x ${board.heightPx} pixels in the board's data`,
  });
}
