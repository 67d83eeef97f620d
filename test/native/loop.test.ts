import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Label, REPEAT_FOREVER, Textarea } from '../../native/src/index.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();

describe('the loop', () => {
  it('does not run at all while nothing is due, and runs again after a change', async () => {
    const open = lvgl.open({ virtualClock: false });
    const display = lvgl.display(open);
    const label = Label.create(display.screen, { text: 'a' });
    open.start();
    await sleep(60);
    const rest = { runs: open.handlerRuns, flushes: display.flushCount };
    expect(rest.runs).toBeGreaterThan(0);
    await sleep(250);
    expect({ runs: open.handlerRuns, flushes: display.flushCount }).toEqual(rest);
    label.text = 'b';
    await sleep(60);
    expect(open.handlerRuns).toBeGreaterThan(rest.runs);
    expect(display.flushCount).toBe(rest.flushes + 1);
    const again = open.handlerRuns;
    await sleep(100);
    expect(open.handlerRuns).toBe(again);
  });

  it('gives an exception of a timer to the process, and goes on', async () => {
    const open = lvgl.open({ virtualClock: false });
    lvgl.display(open);
    const seen: unknown[] = [];
    const before = process.rawListeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => seen.push(error.message));
    let runs = 0;
    open.createTimer(5, () => {
      runs += 1;
      throw new Error(`run ${runs}`);
    });
    open.start();
    await sleep(40);
    process.removeAllListeners('uncaughtException');
    for (const listener of before) process.on('uncaughtException', listener as (error: Error) => void);
    expect(runs).toBeGreaterThan(1);
    expect(seen.slice(0, 2)).toEqual(['run 1', 'run 2']);
  });

  it('runs timers on the virtual clock exactly when they are due', () => {
    const open = lvgl.open();
    lvgl.display(open);
    const runs: string[] = [];
    open.createTimer(100, () => runs.push('always'));
    open.createTimer(30, () => runs.push('twice'), 2);
    open.advance(99);
    expect(runs).toEqual(['twice', 'twice']);
    open.advance(1);
    expect(runs).toEqual(['twice', 'twice', 'always']);
    open.advance(200);
    expect(runs.filter((name) => name === 'always')).toHaveLength(3);
    expect(open.census.timer).toBe(1);
  });

  it('pauses, resumes and deletes timers, from inside themselves too', () => {
    const open = lvgl.open();
    lvgl.display(open);
    let runs = 0;
    const timer = open.createTimer(10, () => {
      runs += 1;
      if (runs === 2) timer.delete();
    });
    timer.pause();
    open.advance(50);
    expect(runs).toBe(0);
    timer.resume();
    open.advance(50);
    expect(runs).toBe(2);
    expect(
      thrown(() => {
        timer.resume();
      }).code,
    ).toBe('LVGL_DELETED');
    const once = open.createTimer(10, () => undefined, 1);
    open.advance(10);
    expect(
      thrown(() => {
        once.delete();
      }).code,
    ).toBe('LVGL_DELETED');
  });

  it('moves a style property natively and a value through JavaScript', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const label = Label.create(display.screen);
    const ends: boolean[] = [];
    const values: number[] = [];
    open.animate({
      target: label,
      property: 'translateX',
      from: 0,
      to: 100,
      durationMs: 100,
      onEnd: (complete) => ends.push(complete),
    });
    open.animate({
      onValue: (value) => values.push(value),
      from: 0,
      to: 10,
      durationMs: 50,
      onEnd: (complete) => ends.push(complete),
    });
    open.advance(60);
    const middle = label.getStyle('translateX') as number;
    expect(middle).toBeGreaterThan(20);
    expect(middle).toBeLessThan(100);
    open.advance(100);
    expect([label.getStyle('translateX'), values.at(-1), ends]).toEqual([100, 10, [true, true]]);
    expect(open.census.animation).toBe(0);
  });

  it('ends the animation of an object that is deleted, and one that is stopped', () => {
    const open = lvgl.open();
    const label = Label.create(lvgl.display(open).screen);
    const ends: boolean[] = [];
    const onEnd = (complete: boolean): void => void ends.push(complete);
    open.animate({
      target: label,
      property: 'opa',
      from: 0,
      to: 255,
      durationMs: 100,
      repeatCount: REPEAT_FOREVER,
      onEnd,
    });
    const other = open.animate({ onValue: () => undefined, from: 0, to: 1, durationMs: 100, onEnd });
    open.advance(20);
    label.delete();
    other.stop();
    open.advance(500);
    expect(ends).toEqual([false, false]);
    expect(
      thrown(() => {
        other.stop();
      }).code,
    ).toBe('LVGL_DELETED');
  });

  it('shows the cursor’s blinking only while a text area has the focus', () => {
    const open = lvgl.open();
    const display = open.createDisplay({ width: 320, height: 240 });
    const area = Textarea.create(display.screen);
    open.createGroup().add(area);
    open.advance(100);
    const before = display.flushCount;
    open.advance(2000);
    expect(display.flushCount).toBeGreaterThan(before);
  });
});
