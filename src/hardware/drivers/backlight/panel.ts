import { success } from '../../../domain/result.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type { BacklightDriverData } from '../../../ports/device/board.ts';
import type { Driver } from '../driver.ts';
import { SwitchedLight } from './switched-light.ts';

/** No light of its own: the kernel puts the panel to sleep (DRM's DPMS, the framebuffer's blanking) and wakes it. */
export const panelPower: Driver<BacklightDriverData['panel'], Backlight> = {
  open(_data, { panel, log }) {
    const source = { set: (percent: number) => panel.set(percent > 0), release: () => undefined };
    return Promise.resolve(success(new SwitchedLight(source, log)));
  },
};
