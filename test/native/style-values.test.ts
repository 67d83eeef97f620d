import { describe, expect, it } from 'vitest';
import {
  AnimationPath,
  Arc,
  ImageWidget,
  Obj,
  State,
  percent,
  stylePropertyIds,
  type StyleValues,
} from '../../native/src/index.ts';
import { pixelAt, thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();

describe('what moves stays inside the range of its property', () => {
  it('when it overshoots, and on its way from pixels to percent', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const names = ['shadowWidth', 'borderWidth', 'radius', 'blurRadius', 'arcWidth', 'opa'] as const;
    const properties = [...names, 'width'] as const;
    const transition = {
      properties: properties.map((name) => stylePropertyIds[name]),
      durationMs: 100,
      path: AnimationPath.Overshoot,
    };
    const arc = Arc.create(display.screen, { style: { width: 60, height: 60, bgOpa: 255, transition } });
    for (const name of names) arc.style({ [name]: name === 'opa' ? 255 : 20 }).style({ [name]: 0 }, State.Pressed);
    arc.style({ width: percent(300) }, State.Pressed);
    let lowest = 0;
    for (const isPressed of [true, false]) {
      if (isPressed) arc.addState(State.Pressed);
      else arc.removeState(State.Pressed);
      for (let ms = 0; ms < 120; ms += 5) {
        open.advance(5);
        display.refreshNow();
        lowest = Math.min(lowest, ...names.map((name) => arc.getStyle(name) as number));
        expect(arc.area.width).toBeLessThanOrEqual(2 ** 20);
      }
    }
    expect(lowest).toBe(0);
  });

  it('and an animation takes no ends outside of it, and no property that is no number', () => {
    const open = lvgl.open();
    const target = Obj.create(lvgl.display(open).screen);
    const animate = (property: keyof StyleValues, from: number, to: number): string | undefined =>
      thrown(() => open.animate({ target, property: property as 'width', from, to, durationMs: 50 })).code;
    expect(animate('blurRadius', 0, 2 ** 20)).toBe('LVGL_ARGUMENT');
    expect(animate('width', 8193, 0)).toBe('LVGL_ARGUMENT');
    expect(animate('imageColorkey', 0, 255)).toBe('LVGL_ARGUMENT');
    expect(animate('bgColor', 0, 255)).toBe('LVGL_ARGUMENT');
    expect(animate('borderWidth', 3, 0)).toBeUndefined();
  });
});

describe('a style value is what it is declared to be', () => {
  it('a colour key takes pixels of an image away, and is no number', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const image = open.imageFromPixels('rgb888', { width: 2, height: 1 }, new Uint8Array([0, 255, 0, 0, 0, 255]));
    display.screen.style({ bgColor: 0x0000ff, bgOpa: 255 });
    const shown = ImageWidget.create(display.screen, { src: image });
    shown.style({ imageColorkey: { low: '#00f000', high: 0x10ff10 } });
    display.refreshNow();
    expect([pixelAt(display, 0, 0), pixelAt(display, 1, 0)]).toEqual([0x001f, 0xf000]);
    expect(shown.getStyle('imageColorkey')).toBe(true);
    shown.style({ imageColorkey: null });
    display.refreshNow();
    expect(pixelAt(display, 0, 0)).toBe(0x07e0);
    for (const wrong of [255, true, [], { low: -1, high: 0 }, { low: 0, high: 2 ** 24 }]) {
      const set = { imageColorkey: wrong } as unknown as StyleValues;
      expect(thrown(() => shown.style(set)).code, JSON.stringify(wrong)).toBe('LVGL_ARGUMENT');
    }
    display.refreshNow();
  });

  it('and the number of a property under the type of another is refused', () => {
    const open = lvgl.open();
    const object = Obj.create(lvgl.display(open).screen);
    const { native } = object.context;
    const asNumber = 0x10000000 | (stylePropertyIds.bgImageSrc & 0xffffff);
    expect(
      thrown(() => {
        native.setStyleProperty(object.handle, asNumber, 255, 0);
      }).message,
    ).toMatch(/not a style/);
    expect(thrown(() => object.style({ transition: { properties: [asNumber], durationMs: 1 } })).code).toBeDefined();
  });

  it('and there is no way between two images, fonts or structures, along which LVGL would compute addresses', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const [one, two] = [1, 2].map((value) =>
      open.imageFromPixels('a8', { width: 1, height: 1 }, new Uint8Array([value])),
    );
    const object = Obj.create(display.screen);
    for (const name of ['bgImageSrc', 'textFont', 'bgGrad', 'imageColorkey', 'transition', 'anim'] as const) {
      const transition = { properties: [stylePropertyIds[name]], durationMs: 100 };
      expect(thrown(() => object.style({ transition })).message, name).toMatch(/numbers and colours/);
    }
    object.style({ bgImageSrc: one! }).style({ bgImageSrc: two! }, State.Pressed);
    object.addState(State.Pressed);
    open.advance(50);
    display.refreshNow();
  });
});
