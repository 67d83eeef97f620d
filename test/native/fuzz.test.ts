import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as api from '../../native/src/index.ts';
import { stylePropertyIds } from '../../native/src/index.ts';
import { CallWatchdog } from './call-watchdog.ts';
import { anyValue, attempt as attemptWith, classes, fuzzRuns as runs, fuzzSeed as seed } from './fuzz-values.ts';
import { useLvgl } from './opened.ts';

const lvgl = useLvgl();
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

const attempt = (words: string, values: readonly unknown[], run: () => unknown): void => {
  attemptWith(watchdog, words, values, run);
};

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
