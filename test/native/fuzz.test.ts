import { randomInt } from 'node:crypto';
import { writeSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as api from '../../native/src/index.ts';
import { Obj, stylePropertyIds } from '../../native/src/index.ts';
import { CallWatchdog } from './call-watchdog.ts';
import { useLvgl } from './opened.ts';

const lvgl = useLvgl();
const runs = Number(process.env['FUZZ_RUNS'] ?? 150);

// The same walk in every run, so that a failure is a change of ours; FUZZ_SEED=random explores, FUZZ_SEED=… plays one again. Written
// before anything is tried and past all buffers: a native crash leaves no other trace.
const wanted = process.env['FUZZ_SEED'] ?? '20261123';
const seed = wanted === 'random' ? randomInt(2 ** 31) : Number(wanted);
writeSync(2, `fuzz: FUZZ_SEED=${String(seed)} FUZZ_RUNS=${String(runs)}\n`);

const classes = Object.values(api).filter(
  (each): each is typeof Obj =>
    typeof each === 'function' && each.prototype instanceof Obj && Object.hasOwn(each, 'create'),
);

/** Values of every kind, most of them wrong for where they land. Sizes are kept to what a screen could ask for: memory is not what is tried here. */
const anyValue = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(0, 1, -1, 255, 256, 4095, NaN, 1.5, 2 ** 31, -(2 ** 31), 2 ** 40),
  fc.boolean(),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(null, undefined, '#ff0000', '', 'a\nb', '\u0000', [], [1, 2], { x: 1, y: 2 }),
);

const codes = new Set(['LVGL_ARGUMENT', 'LVGL_BUSY', 'LVGL_DELETED', 'LVGL_ASSERTION']);

const watchdog = new CallWatchdog();
afterAll(() => watchdog.stop());

/** A widget of the scene as an argument: its place among the classes. */
interface WidgetArgument {
  readonly widget: number;
}
const isWidgetArgument = (value: unknown): value is WidgetArgument =>
  typeof value === 'object' && value !== null && 'widget' in value;
const anyArgument = fc.oneof(
  { weight: 6, arbitrary: anyValue },
  { weight: 1, arbitrary: fc.record({ widget: fc.nat(classes.length - 1) }) },
);

/** Calls, and accepts a result or one of our errors; anything else (or a dead process) fails the test. */
function attempt(words: string, values: readonly unknown[], run: () => unknown): void {
  try {
    watchdog.run(`${words}(${values.map(String).join(', ')}), FUZZ_SEED=${String(seed)}`, run);
  } catch (error) {
    const { code, name } = error as { code?: string; name: string };
    expect(code === undefined ? ['TypeError', 'RangeError'].includes(name) : codes.has(code), String(error)).toBe(true);
  }
}

describe('whatever is passed', () => {
  it('to any method of any widget is taken or refused', () => {
    const open = lvgl.open();
    const display = open.createDisplay({ width: 120, height: 90 });
    const methods = Object.entries(open.native.methods as unknown as Record<string, (...values: unknown[]) => unknown>);
    const step = fc.tuple(
      fc.nat(classes.length - 1),
      fc.nat(methods.length - 1),
      fc.array(anyArgument, { maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
        const widgets = classes.map((each) => each.create(display.screen));
        for (const [widget, method, values] of steps) {
          const [name, call] = methods[method]!;
          // Half of the calls go to a widget of the right class.
          const own = widgets.find((each) => each.isAlive && name.startsWith(`${each.className}_`)) ?? widgets[widget]!;
          const target = values.length % 2 === 0 ? own : widgets[widget]!;
          const told = values.map((value) => (isWidgetArgument(value) ? widgets[value.widget]!.handle : value));
          attempt(name, told, () => call(target.handle, ...told));
        }
        attempt('clean', [], () => {
          display.screen.clean();
        });
      }),
      { numRuns: runs, seed },
    );
    expect(display.screen.childCount).toBe(0);
  });

  it('to any property or style of any widget is taken or refused', () => {
    const open = lvgl.open();
    const display = open.createDisplay({ width: 120, height: 90 });
    const styles = Object.values(stylePropertyIds);
    const step = fc.tuple(fc.nat(classes.length - 1), fc.nat(200), anyValue);
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 15 }), (steps) => {
        for (const [which, property, value] of steps) {
          const widget = classes[which]!.create(display.screen);
          const prototype: object = Object.getPrototypeOf(widget) as object;
          const names = [
            ...new Set([
              ...Object.keys(Object.getOwnPropertyDescriptors(prototype)),
              ...Object.keys(Object.getOwnPropertyDescriptors(api.Label.prototype)),
            ]),
          ];
          const name = names[property % names.length]!;
          attempt(`${widget.className}.${name} = `, [value], () => widget.set({ [name]: value }));
          attempt(`style ${property % styles.length} of ${widget.className} = `, [value], () => {
            open.native.setStyleProperty(widget.handle, styles[property % styles.length]!, value, 0);
          });
        }
        attempt('clean', [], () => {
          display.screen.clean();
        });
      }),
      { numRuns: runs, seed },
    );
    expect(display.screen.childCount).toBe(0);
  });
});
