import { failure, success, type Result } from '../../../domain/result.ts';
import type { ScreenDriverData } from '../../../ports/device/board.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import { untilPermitted } from '../../kernel/until-permitted.ts';
import type { Driver, DriverParts } from '../driver.ts';
import { takeConsoleAway } from './console.ts';
import { KernelScreen, type PanelKind } from './kernel-screen.ts';
import type { ScreenDevice } from './screen-device.ts';

const GRAPHICS_CLASS = '/sys/class/graphics';

/** A framebuffer of the kernel, for screens whose driver is no DRM driver. */
export const framebuffer: Driver<ScreenDriverData['framebuffer'], ScreenDevice> = {
  async open({ name, rotation }, parts) {
    const path = findFramebuffer(parts.files, name);
    if (!path.ok) return path;
    const usable = await untilPermitted(parts.clock, () => parts.files.probe(path.value));
    if (!usable.ok) {
      const missing = 'let udev make its file in /dev';
      return failure(refusedDevice(deviceAt(path.value, name), usable.error, { missing, group: 'video' }));
    }
    return success(new KernelScreen(framebufferNamed(name, parts), rotation, parts));
  },
};

function framebufferNamed(name: string, { files, log }: DriverParts): PanelKind {
  return {
    find: () => {
      const path = findFramebuffer(files, name);
      if (!path.ok) return path;
      return success({ device: deviceAt(path.value, name), path: path.value, panel: { framebuffer: path.value } });
    },
    sizes: () => null,
    opened: (lvgl) => takeConsoleAway({ files, lvgl, log }),
  };
}

function deviceAt(path: string, name: string): string {
  return `framebuffer ${path} of ${name}`;
}

/** Framebuffers are numbered as their drivers come, so it is found by the name that its driver gave it. */
function findFramebuffer(files: DeviceFiles, wanted: string): Result<string, DeviceFault> {
  const names = files.list(GRAPHICS_CLASS);
  const framebuffers = (names.ok ? names.value : [])
    .filter((name) => /^fb\d+$/.test(name))
    .map((name) => ({ path: `/dev/${name}`, name: nameOf(files, name) }));
  const found = framebuffers.find(({ name }) => name === wanted);
  if (found !== undefined) return success(found.path);
  return failure({
    code: 'device-missing',
    device: `framebuffer ${wanted} (${GRAPHICS_CLASS}/fb*/name)`,
    reason: null,
    present: framebuffers.map(({ path, name }) => `${path} of ${name ?? 'an unknown driver'}`),
    cure: "correct the framebuffer's name in the board's data, or load its driver",
  });
}

function nameOf(files: DeviceFiles, framebuffer: string): string | null {
  const told = files.read(`${GRAPHICS_CLASS}/${framebuffer}/name`);
  return told.ok ? told.value.trim() : null;
}
