import { Label, Lvgl, type Display } from 'lvgl-bindings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LivingScreen } from '../../../../src/main/handset/devices/living-screen.ts';

const BETWEEN_MS = 10_000;

let lvgl: Lvgl;
let display: Display;
let panel: { isThere: boolean };
let light: { isLit: boolean };
let screen: LivingScreen;
let areas: number[];
beforeEach(() => {
  lvgl = Lvgl.open({ virtualClock: true });
  areas = [];
  const onFlush = ({ width, height }: { width: number; height: number }): void => void areas.push(width * height);
  display = lvgl.createDisplay({ width: 320, height: 240, theme: 'none', onFlush });
  Label.create(display.screen, { text: 'a picture' });
  display.refreshNow();
  panel = { isThere: true };
  light = { isLit: true };
  screen = new LivingScreen(display, panel, light);
  lvgl.advance(BETWEEN_MS);
});
afterEach(() => {
  lvgl.close();
});

function asked(times: number): readonly boolean[] {
  return Array.from({ length: times }, () => {
    const isAlive = screen.isAlive();
    lvgl.advance(BETWEEN_MS);
    return isAlive;
  });
}

describe('a screen', () => {
  it('lives as long as LVGL draws: one pixel for each question, which looks as before', () => {
    const before = display.toPng();
    areas = [];
    expect(asked(4)).toEqual([true, true, true, true]);
    expect(areas).toEqual([1, 1, 1, 1]);
    expect(display.toPng()).toEqual(before);
    expect(display.visibleText.map(({ text }) => text)).toEqual(['a picture']);
  });

  it('is dead when LVGL stands still', () => {
    expect([screen.isAlive(), screen.isAlive(), screen.isAlive()]).toEqual([true, false, false]);
    lvgl.advance(BETWEEN_MS);
    expect(screen.isAlive()).toBe(true);
  });

  it('is dead while its panel is gone', () => {
    expect(asked(2)).toEqual([true, true]);
    panel.isThere = false;
    expect(asked(2)).toEqual([false, false]);
    panel.isThere = true;
    expect(asked(1)).toEqual([true]);
  });

  it('that is dark is not asked for a picture, and answers for none when it is lit again', () => {
    screen.isAlive();
    light.isLit = false;
    expect([screen.isAlive(), screen.isAlive()]).toEqual([true, true]);
    light.isLit = true;
    expect(screen.isAlive()).toBe(true);
    expect(screen.isAlive()).toBe(false);
  });
});
