import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BlurQuality,
  ImageWidget,
  Obj,
  pixelsOf,
  type Display,
  type Lvgl,
  type StyleValues,
} from '../../native/src/index.ts';
import { CallWatchdog } from './call-watchdog.ts';
import { pixelAt, thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();
const watchdog = new CallWatchdog();
afterAll(() => watchdog.stop());

// What is read or written outside a buffer shows under AddressSanitizer only; the rest shows in every build.
describe('drawing stays inside its memory and comes to an end', () => {
  let open: Lvgl;
  let display: Display;
  beforeEach(() => {
    open = lvgl.open({ onLog: () => undefined });
    display = lvgl.display(open);
  });

  it('with layers in layers that are skewed or scaled to nothing', () => {
    const around: StyleValues[] = [
      { transformSkewX: 300 },
      { transformSkewY: -145 },
      { transformScaleX: 0 },
      { transformScaleY: 0, transformRotation: 450, transformPivotX: 10 },
    ];
    for (const outer of around) {
      for (const inner of [{ clipCorner: true, radius: 10 }, { opaLayered: 100 }, { dropShadowOpa: 200 }, ...around]) {
        const box = Obj.create(display.screen, { w: 70, h: 50, style: { ...outer, bgOpa: 255 } });
        const middle = Obj.create(box, { w: 30, h: 20, style: inner });
        Obj.create(middle, { w: 30, h: 20 });
        for (let i = 0; i < 3; i += 1) {
          box.invalidate();
          display.refreshNow();
        }
        box.delete();
      }
    }
  });

  it('and what cannot be skewed is drawn as it stands', () => {
    Obj.create(display.screen, { w: 70, h: 50, style: { transformSkewX: 300, bgOpa: 255, bgColor: 0xff0000 } });
    display.refreshNow();
    expect(pixelAt(display, 35, 25)).toBe(0xf800);
  });

  it('with a blur of what is narrower than its steps', () => {
    for (const [w, h] of [
      [1, 20],
      [2, 20],
      [20, 1],
      [20, 2],
      [1, 1],
      [2, 2],
      [3, 3],
    ] as const) {
      for (const blurRadius of [8, 24, 32, 256]) {
        for (const blurQuality of Object.values(BlurQuality)) {
          const object = Obj.create(display.screen, { w, h, style: { bgOpa: 255, blurRadius, blurQuality } });
          object.style({ dropShadowOpa: 255, dropShadowRadius: blurRadius, dropShadowQuality: blurQuality });
          expect(pixelsOf(object).width).toBeGreaterThan(0);
          object.delete();
        }
      }
    }
  });

  it('with images that are wider than four rows of the display', () => {
    const image = open.imageFromPixels('argb8888', { width: 1500, height: 4 }, new Uint8Array(1500 * 4 * 4).fill(255));
    const small = Obj.create(display.screen, { w: 2000, h: 100, style: { transformScaleX: 40, transformScaleY: 40 } });
    const shown = ImageWidget.create(small, { src: image, style: { imageRecolorOpa: 128 } });
    const tiled = Obj.create(display.screen, { w: 300, h: 100, style: { bgImageSrc: image, bgImageTiled: true } });
    tiled.style({ bgImageRecolorOpa: 128 });
    watchdog.run('refresh', () => {
      display.refreshNow();
    });
    watchdog.run('a picture', () => pixelsOf(shown));
    shown.style({ imageColorkey: { low: 0, high: 0x808080 } });
    watchdog.run('a picture with a colour key', () => pixelsOf(shown));
    shown.rotation = 100;
    expect(watchdog.run('a picture of what is turned', () => pixelsOf(shown)).width).toBeGreaterThan(1500);
  });

  it('with a layer of which one row is longer than what LVGL draws at once', () => {
    const wide = Obj.create(display.screen, { w: 8000, h: 10 });
    Obj.create(wide, { w: 8000, h: 8, style: { opaLayered: 128, bgOpa: 100 } });
    expect(watchdog.run('a picture', () => pixelsOf(wide)).width).toBe(8000);
  });

  it('and a listener changes nothing while a picture is taken', () => {
    const object = Obj.create(display.screen, { w: 10, h: 10, style: { bgOpa: 255 } });
    Obj.create(object, { w: 5, h: 5 });
    const codes: (string | undefined)[] = [];
    object.on('drawMain', () =>
      codes.push(
        thrown(() => {
          object.clean();
        }).code,
      ),
    );
    pixelsOf(object);
    expect(codes).toEqual(['LVGL_BUSY']);
  });
});
