import { describe, expect, it } from 'vitest';
import {
  Buttonmatrix,
  FlexFlow,
  Label,
  Obj,
  Part,
  Roller,
  SIZE_CONTENT,
  percent,
  pixelsOf,
} from '../../native/src/index.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();

describe('what LVGL would compute, draw or find whatever it is, is refused or bounded', () => {
  it('moving an object to another display, on which LVGL would not find what it noted', () => {
    const open = lvgl.open();
    const [one, two] = [lvgl.display(open), lvgl.display(open)];
    const label = Label.create(one.screen, { text: 'x' });
    label.text = 'longer';
    expect(thrown(() => label.setParent(two.screen)).message).toMatch(/stays on the display/);
    label.delete();
    one.refreshNow();
    two.refreshNow();
  });

  it('moving an object before the parts of its widget, which finds them by their place', () => {
    const roller = Roller.create(lvgl.display(lvgl.open()).screen);
    const added = Label.create(roller);
    expect(thrown(() => added.moveToIndex(0)).message).toMatch(/part of its widget/);
    expect(thrown(() => added.moveToIndex(-1)).code).toBe(undefined);
  });

  it('with lengths that no screen has', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    for (const style of [{ width: 8193 }, { x: -(2 ** 31) }, { padLeft: 2 ** 28 }, { shadowSpread: -257 }]) {
      expect(thrown(() => screen.style(style)).code).toBe('LVGL_ARGUMENT');
    }
    Obj.create(screen).style({ width: percent(50), maxWidth: 8192, height: SIZE_CONTENT });
  });

  it('asking for a picture that LVGL cannot keep', () => {
    const wide = Obj.create(lvgl.display(lvgl.open()).screen, { w: 8192, h: 8192 });
    wide.style({ transformWidth: 8192 });
    expect(thrown(() => pixelsOf(wide)).message).toMatch(/too large for a picture: \d+ × \d+/);
  });

  it('a shadow, a spread and a radius that leave nothing, on cells of no size', () => {
    const display = lvgl.display(lvgl.open());
    for (const [height, spread, radius] of [
      [1, -30, 300],
      [2, -3, 0],
      [7, 5, 3],
      [3, -256, 256],
    ] as const) {
      const matrix = Buttonmatrix.create(display.screen, { w: 5, h: height });
      matrix.style({ shadowWidth: 256, shadowSpread: spread, radius, padTop: 20 });
      matrix.style({ shadowWidth: 20, shadowSpread: spread, radius, shadowOffsetX: 1 }, Part.Items);
      expect(pixelsOf(matrix).width).toBeGreaterThan(0);
      matrix.delete();
    }
  });

  it('a layout in which every round moves something, for ever', () => {
    const display = lvgl.display(lvgl.open());
    const grows = Obj.create(display.screen);
    grows.style({
      width: SIZE_CONTENT,
      height: percent(110),
      flexFlow: FlexFlow.Row,
      flexGrow: 3,
      maxHeight: percent(200),
    });
    const inner = Obj.create(grows);
    inner.style({ width: percent(200), height: 100, flexFlow: FlexFlow.Column, minWidth: SIZE_CONTENT, padLeft: 33 });
    Label.create(inner).style({ width: SIZE_CONTENT, height: 100, maxHeight: SIZE_CONTENT });
    display.refreshNow();
    // The next change is laid out as ever.
    const after = Obj.create(display.screen, { w: 30, h: 20 });
    display.refreshNow();
    expect(after.area).toMatchObject({ width: 30, height: 20 });
  });
});
