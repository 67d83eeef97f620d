import { failure, success, type Result } from '../../../domain/result.ts';
import type { ScreenDriverData } from '../../../ports/device/board.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import { untilPermitted } from '../../kernel/until-permitted.ts';
import type { Driver } from '../driver.ts';
import { KernelScreen, type PanelKind } from './kernel-screen.ts';
import type { ScreenDevice } from './screen-device.ts';

const DRM_CLASS = '/sys/class/drm';

/**
 * A display of the kernel's DRM drivers: only the rectangles that changed cross to the panel, in 16 bits a pixel where
 * the driver takes them. The console does not draw there as long as this process shows something.
 */
export const drm: Driver<ScreenDriverData['drm'], ScreenDevice> = {
  async open({ driver, rotation }, parts) {
    const card = findCard(parts.files, driver);
    if (!card.ok) return card;
    const usable = await untilPermitted(parts.clock, () => parts.files.probe(card.value));
    if (!usable.ok) {
      const missing = 'let udev make its file in /dev/dri';
      return failure(refusedDevice(`display ${card.value} of ${driver}`, usable.error, { missing, group: 'video' }));
    }
    return success(new KernelScreen(cardOf(parts.files, driver), rotation, parts));
  },
};

function cardOf(files: DeviceFiles, driver: string): PanelKind {
  return {
    find: (size) => {
      const card = findCard(files, driver);
      if (!card.ok) return card;
      return success({
        device: `display ${card.value} of ${driver}`,
        path: card.value,
        panel: { card: card.value, size },
      });
    },
    sizes: (lvgl, { path }) => lvgl.cardSizes(path),
    opened: () => () => undefined,
  };
}

/** Cards are numbered as their drivers come, so the card is found by its driver. */
function findCard(files: DeviceFiles, driver: string): Result<string, DeviceFault> {
  const names = files.list(DRM_CLASS);
  const cards = (names.ok ? names.value : [])
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => ({ path: `/dev/dri/${name}`, drivers: driversOf(files, `${DRM_CLASS}/${name}/device`) }));
  const found = cards.find(({ drivers }) => drivers.includes(driver));
  if (found !== undefined) return success(found.path);
  return failure({
    code: 'device-missing',
    device: `display of ${driver} (${DRM_CLASS}/card*/device/uevent)`,
    reason: null,
    present: cards.map(({ path, drivers }) => `${path} of ${drivers.join(', ') || 'an unknown driver'}`),
    cure: "correct the driver's name in the board's data, or load the driver",
  });
}

/**
 * The driver of the card's device, and those of the devices on it: virtio-gpu is a device on a PCI device, and the card
 * belongs to the latter.
 */
function driversOf(files: DeviceFiles, device: string): readonly string[] {
  const children = files.list(device);
  return [device, ...(children.ok ? children.value : []).map((child) => `${device}/${child}`)].flatMap((folder) => {
    const told = files.read(`${folder}/uevent`);
    return (told.ok ? /^DRIVER=(.+)$/m.exec(told.value)?.[1] : undefined) ?? [];
  });
}
