import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import {
  AnimationPath,
  State,
  pixelsOf,
  stylePropertyIds,
  type Lvgl,
  type Obj,
  type StyleProperties,
} from '../../native/src/index.ts';
import { CallWatchdog } from './call-watchdog.ts';
import { attempt, classes, fuzzRuns, fuzzSeed } from './fuzz-values.ts';
import { useLvgl } from './opened.ts';

const lvgl = useLvgl();
const watchdog = new CallWatchdog();
afterAll(() => watchdog.stop());

const styles = Object.values(stylePropertyIds);
const names = Object.keys(stylePropertyIds) as (keyof StyleProperties)[];
const parts = [0, 0x10000, 0x20000, 0x30000, 0x40000, 0x50000, 0x60000];

/** A number stands for itself; a name for a value that the test makes. */
type End = number | 'image' | 'wide image' | 'colour key' | 'gradient';
const anyEnd = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom<End>(
      ...[0, 1, 2, 3, 7, 255, 256, 257, 4095, 4096, 8192, 32_767, -1, -3, -256, -8192, -32_768],
      ...[2 ** 29 - 1, 2 ** 29 + 100, 2 ** 31 - 1, -(2 ** 31)],
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<End>('image', 'wide image', 'colour key', 'gradient') },
);
const anyStyle = fc.record({
  property: fc.nat(styles.length - 1),
  value: anyEnd,
  part: fc.constantFrom(...parts),
  state: fc.constantFrom(0, 0, State.Pressed),
});
const anyWidget = fc.record({
  kind: fc.nat(classes.length - 1),
  isInTheOneBefore: fc.boolean(),
  styles: fc.array(anyStyle, { minLength: 1, maxLength: 8 }),
});
interface Move {
  readonly properties: readonly (keyof StyleProperties)[];
  readonly path: AnimationPath;
  readonly from: number;
  readonly to: number;
}
const anyMove: fc.Arbitrary<Move> = fc.record({
  properties: fc.array(fc.constantFrom(...names), { maxLength: 5 }),
  path: fc.constantFrom(...Object.values(AnimationPath)),
  from: fc.integer({ min: -300, max: 300 }),
  to: fc.integer({ min: -300, max: 300 }),
});

/** Values that are no numbers, made once. */
function structures(open: Lvgl): ReadonlyMap<End, unknown> {
  const image = open.imageFromPixels('argb8888', { width: 9, height: 5 }, new Uint8Array(9 * 5 * 4).fill(99));
  const wide = open.imageFromPixels('rgb565', { width: 900, height: 2 }, new Uint8Array(900 * 2 * 2).fill(7));
  return new Map<End, unknown>([
    ['image', image.handle],
    ['wide image', wide.handle],
    ['colour key', { low: 0, high: 0x808080 }],
    ['gradient', { stops: [{ color: 0 }, { color: 0xffffff }] }],
  ]);
}

it('any style at the ends of its range, still or moving, is refused or drawn', () => {
  const open = lvgl.open({ onLog: () => undefined });
  const display = open.createDisplay({ width: 60, height: 50 });
  const known = structures(open);
  const { native } = open;
  const style = (widget: Obj, set: { property: number; value: End; part: number; state: number }): void => {
    attempt(watchdog, `style ${String(styles[set.property])}`, [set.value, set.part], () => {
      const value = known.get(set.value) ?? set.value;
      native.setStyleProperty(widget.handle, styles[set.property]!, value, set.part | set.state);
    });
  };
  const move = (widget: Obj, { properties, path, from, to }: Move): void => {
    for (const property of properties) {
      attempt(watchdog, `animate ${property}`, [from, to, path], () =>
        open.animate({ target: widget, property, from, to, durationMs: 60, playBackMs: 30, path }),
      );
    }
    // Numbers and colours, or nearly every transition would be refused.
    const ids = properties.map((each) => stylePropertyIds[each]).filter((id) => id >>> 28 <= 3);
    attempt(watchdog, `transitions of ${properties.join()}`, [path], () =>
      widget.style({ transition: { properties: ids, durationMs: 60, path } }),
    );
  };
  fc.assert(
    fc.property(fc.array(anyWidget, { minLength: 1, maxLength: 3 }), anyMove, (wanted, moves) => {
      const widgets: Obj[] = [];
      for (const { kind, isInTheOneBefore, styles: sets } of wanted) {
        const parent = isInTheOneBefore ? (widgets.at(-1) ?? display.screen) : display.screen;
        const widget = classes[kind]!.create(parent, { w: 30, h: 20 });
        widgets.push(widget);
        for (const set of sets) style(widget, set);
        move(widget, moves);
      }
      for (const widget of widgets) attempt(watchdog, `draw ${widget.className}`, [], () => pixelsOf(widget));
      for (const widget of widgets) widget.addState(State.Pressed);
      for (let i = 0; i < 4; i += 1)
        attempt(watchdog, 'advance', [i], () => {
          open.advance(25);
        });
      attempt(watchdog, 'clean', [], () => {
        display.screen.clean();
      });
    }),
    { numRuns: 2 * fuzzRuns, seed: fuzzSeed, endOnFailure: true },
  );
  expect(display.screen.childCount).toBe(0);
});
