import { afterEach, describe, expect, it } from 'vitest';
import type { Backlight } from '../../src/ports/device/backlight.ts';

/** A light with an eye on it. */
export interface BacklightRig {
  readonly backlight: Backlight;
  /** How bright the screen is: 0 is dark. Without levels it is 100 while it is lit. */
  percentSeen(): number;
  readonly hasLevels: boolean;
  /** How often the device was told something. */
  changes(): number;
  dispose?(): void;
}

export function describeBacklight(adapter: string, open: () => BacklightRig | Promise<BacklightRig>): void {
  describe(`${adapter} keeps the contract of Backlight:`, () => {
    let rig: BacklightRig;
    afterEach(() => {
      rig.backlight.close();
      rig.dispose?.();
    });

    it('is as bright as it is told, as far as it has levels', async () => {
      rig = await open();
      const seen = [100, 40, 1].map((percent) => {
        rig.backlight.shine(percent);
        return rig.percentSeen();
      });
      const expected = rig.hasLevels ? [100, 40, 1] : [100, 100, 100];
      expect(seen.map((percent, at) => Math.abs(percent - (expected[at] ?? 0)) <= 1)).toEqual([true, true, true]);
    });

    it('is dark at 0, and lit again', async () => {
      rig = await open();
      expect(rig.backlight.canDarken).toBe(true);
      rig.backlight.shine(60);
      rig.backlight.shine(0);
      expect(rig.percentSeen()).toBe(0);
      rig.backlight.shine(60);
      expect(rig.percentSeen()).toBeGreaterThan(0);
    });

    it('is not told twice what it does already', async () => {
      rig = await open();
      rig.backlight.shine(60);
      const before = rig.changes();
      rig.backlight.shine(60);
      expect(rig.changes()).toBe(before);
    });

    it('is dark after close, stays so, and may be closed twice', async () => {
      rig = await open();
      rig.backlight.shine(60);
      rig.backlight.close();
      rig.backlight.close();
      rig.backlight.shine(60);
      expect(rig.percentSeen()).toBe(0);
    });
  });
}
