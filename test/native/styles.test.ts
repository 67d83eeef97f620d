import { describe, expect, it } from 'vitest';
import {
  GradDir,
  Label,
  Layout,
  Obj,
  Part,
  State,
  gridFraction,
  percent,
  stylePropertyIds,
} from '../../native/src/index.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();

describe('styles', () => {
  it('change every object that wears them, when they change', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const style = open.createStyle({ textColor: '#112233', padHor: 5 });
    const [a, b] = [Label.create(display.screen), Label.create(display.screen)];
    a.addStyle(style);
    b.addStyle(style);
    style.set({ textColor: 0xabcdef });
    expect([a, b].map((each) => each.getStyle('textColor'))).toEqual([0xabcdef, 0xabcdef]);
    expect([a.getStyle('padLeft'), a.getStyle('padTop'), style.get('padRight'), style.get('padTop')]).toEqual([
      5,
      0,
      5,
      undefined,
    ]);
    a.removeStyle(style);
    expect([a.getStyle('padLeft'), b.getStyle('padLeft')]).toEqual([0, 5]);
  });

  it('apply to the part and the state that they were given for', () => {
    const object = Obj.create(lvgl.display(lvgl.open()).screen);
    object.style({ bgColor: 1 }).style({ bgColor: 2 }, State.Focused).style({ width: 9 }, Part.Scrollbar);
    expect([object.getStyle('bgColor'), object.getStyle('width', Part.Scrollbar)]).toEqual([1, 9]);
    object.addState(State.Focused);
    expect(object.getStyle('bgColor')).toBe(2);
    expect([object.unsetStyle('bgColor', State.Focused), object.unsetStyle('bgColor', State.Focused)]).toEqual([
      true,
      false,
    ]);
    expect(object.getStyle('bgColor')).toBe(1);
  });

  it('live as long as an object wears them', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const style = open.createStyle({ bgColor: 0x445566, textFont: open.font('inter-16') });
    const object = Obj.create(display.screen).addStyle(style);
    style.delete();
    display.refreshNow();
    expect(object.getStyle('bgColor')).toBe(0x445566);
    expect(thrown(() => style.set({ bgColor: 1 })).code).toBe('LVGL_DELETED');
    object.delete();
    display.refreshNow();
  });

  it('take gradients, transitions, animations, grids and filters', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const box = Obj.create(display.screen, {
      w: percent(100),
      h: 100,
      style: {
        layout: Layout.Grid,
        gridColumnDscArray: [gridFraction(1), gridFraction(3)],
        gridRowDscArray: [50],
        colorFilterDsc: 'shade',
        colorFilterOpa: 127,
      },
    });
    const cell = Obj.create(box, {
      style: {
        gridCellColumnPos: 1,
        gridCellXAlign: 3,
        gridCellYAlign: 3,
        bgOpa: 255,
        bgGrad: { direction: GradDir.Hor, stops: [{ color: '#000000' }, { color: '#ffffff' }] },
      },
    });
    cell.style({ transition: { properties: [stylePropertyIds.bgOpa], durationMs: 100 }, anim: { durationMs: 50 } });
    display.refreshNow();
    expect(cell.area).toMatchObject({ x: 80, width: 240, height: 50 });
    const { pixels } = display.pixels;
    // Dark at the cell's left, light at its right.
    expect(pixels[(25 * 320 + 82) * 2]!).toBeLessThan(pixels[(25 * 320 + 316) * 2 + 1]!);
    expect(thrown(() => cell.style({ bgGrad: { stops: [{ color: 1 }] } })).message).toMatch(/2 to 8 stops/);
    expect(thrown(() => box.style({ gridRowDscArray: [-5] })).message).toMatch(/track/);
  });

  it('refuse more than LVGL can count on one object, instead of corrupting it', () => {
    const open = lvgl.open();
    const object = Obj.create(lvgl.display(open).screen);
    const add = (): void => {
      for (let i = 0; i < 70; i += 1) object.addStyle(open.createStyle({ bgOpa: i }));
    };
    expect(thrown(add)).toMatchObject({ code: 'LVGL_ARGUMENT', message: expect.stringMatching(/56 styles/) as string });
    expect(object.getStyle('bgOpa')).toBe(55);
  });
});
