import { afterEach, describe, expect, it } from 'vitest';
import type { Screen } from '../../src/ports/device/screen.ts';

/** A screen with an eye on it. */
export interface ScreenRig {
  readonly screen: Screen;
  /** RGB565 of one pixel as it is seen. */
  pixelAt(x: number, y: number): number;
  dispose?(): void;
}

function filled(width: number, height: number, pixel: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 2);
  for (let at = 0; at < pixels.length; at += 2) pixels.set([pixel & 0xff, pixel >> 8], at);
  return pixels;
}

export function describeScreen(adapter: string, open: () => ScreenRig): void {
  describe(`${adapter} keeps the contract of Screen:`, () => {
    let rig: ScreenRig;
    afterEach(() => {
      rig.dispose?.();
    });

    it('shows a rectangle where it was drawn and leaves the rest alone', () => {
      rig = open();
      const { widthPx, heightPx } = rig.screen;
      rig.screen.draw({ x: 0, y: 0, width: widthPx, height: heightPx, pixels: filled(widthPx, heightPx, 0x1234) });
      rig.screen.draw({ x: 3, y: 5, width: 2, height: 4, pixels: filled(2, 4, 0xf81f) });
      const seen = [
        [3, 5],
        [4, 8],
        [2, 5],
        [5, 8],
        [3, 4],
        [4, 9],
        [widthPx - 1, heightPx - 1],
      ] as const;
      expect(seen.map(([x, y]) => rig.pixelAt(x, y))).toEqual([0xf81f, 0xf81f, 0x1234, 0x1234, 0x1234, 0x1234, 0x1234]);
    });

    it('keeps what it shows when the caller uses the pixels again', () => {
      rig = open();
      const pixels = filled(1, 1, 0x07e0);
      rig.screen.draw({ x: 0, y: 0, width: 1, height: 1, pixels });
      pixels.fill(0);
      expect(rig.pixelAt(0, 0)).toBe(0x07e0);
    });
  });
}
