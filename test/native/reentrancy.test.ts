import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  Key,
  stylePropertyIds,
  type Display,
  type EventName,
  type Group,
  type Keypad,
  type Lvgl,
  type Obj,
} from '../../native/src/index.ts';
import { eventCodes } from '../../native/src/generated/events.ts';
import { CallWatchdog } from './call-watchdog.ts';
import { anyValue, attempt, classes, fuzzRuns, fuzzSeed } from './fuzz-values.ts';
import { useLvgl } from './opened.ts';

const lvgl = useLvgl();
const watchdog = new CallWatchdog();
afterAll(() => watchdog.stop());

const eventNames = Object.keys(eventCodes) as EventName[];
const styles = Object.values(stylePropertyIds);
/** So many calls are made from inside listeners in one story; listeners that cause their own event must end. */
const MOST_INNER_CALLS = 60;

interface Step {
  readonly action: number;
  readonly one: number;
  readonly other: number;
  readonly value: unknown;
}
const anyStep: fc.Arbitrary<Step> = fc.record({
  action: fc.nat(10_000),
  one: fc.nat(10_000),
  other: fc.nat(10_000),
  value: anyValue,
});

/** Widgets with and inside each other, in a group, under a keypad, on two displays. */
class Scene {
  readonly lvgl: Lvgl;
  readonly displays: readonly Display[];
  readonly group: Group;
  readonly keypad: Keypad;
  readonly widgets: Obj[] = [];
  readonly screens: Obj[];
  readonly #methods: [string, (...values: unknown[]) => unknown][];

  constructor(open: Lvgl) {
    this.lvgl = open;
    this.displays = [open.createDisplay({ width: 80, height: 60 }), open.createDisplay({ width: 60, height: 40 })];
    this.group = open.createGroup();
    this.keypad = open.createKeypad(this.displays[0]!).setGroup(this.group);
    this.screens = [this.displays[0]!.screen, this.displays[0]!.createScreen(), this.displays[1]!.screen];
    this.#methods = Object.entries(open.native.methods as unknown as Record<string, (...values: unknown[]) => unknown>);
  }

  widget(index: number): Obj {
    return this.widgets[index % Math.max(1, this.widgets.length)] ?? this.screens[0]!;
  }

  place(index: number): Obj {
    return index % 3 === 0 ? this.screens[index % this.screens.length]! : this.widget(index);
  }

  /** One of the things that a listener, or the program, might do. */
  do(step: Step): void {
    const actions = [...this.#changesOfTree(step), ...this.#changesOfFocus(step), ...this.#changesOfWidget(step)];
    actions[step.action % actions.length]!();
  }

  #changesOfTree({ one, other }: Step): (() => unknown)[] {
    const target = this.widget(one);
    const shown = this.displays[other % this.displays.length]!;
    return [
      () => this.widgets.push(classes[other % classes.length]!.create(this.place(one))),
      // Twice as likely as the rest: what is gone is where memory is used after its end.
      target.delete.bind(target),
      target.delete.bind(target),
      target.clean.bind(target),
      () => target.setParent(this.place(other)),
      () => target.moveToIndex((other % 7) - 3),
      () => target.children.length + (target.parent?.childCount ?? 0),
      shown.load.bind(shown, this.screens[one % this.screens.length]!, { deleteOld: other % 5 === 0 }),
      shown.refreshNow.bind(shown),
      // Both end the story, if they are allowed: rarely, then.
      other % 50 === 0 ? shown.close.bind(shown) : shown.invalidate.bind(shown),
      other % 50 === 0 ? this.lvgl.close.bind(this.lvgl) : shown.invalidate.bind(shown),
      () => this.lvgl.createTimer(other % 20, target.delete.bind(target), 1),
    ];
  }

  #changesOfFocus({ one, other }: Step): (() => unknown)[] {
    const target = this.widget(one);
    return [
      () => this.group.add(target),
      () => this.group.remove(target),
      () => this.group.clear(),
      () => target.focus(),
      () => this.group.focusNext(),
      () => this.group.focusPrevious(),
      () => this.group.setEditing(other % 2 === 0),
      () => target.send(eventNames[other % eventNames.length]!, Key.Enter),
      this.keypad.tap.bind(this.keypad, other % 2 === 0 ? Key.Enter : Key.Right),
    ];
  }

  #changesOfWidget({ one, other, value }: Step): (() => unknown)[] {
    const target = this.widget(one);
    const [name, method] = this.#methods[other % this.#methods.length]!;
    const { native } = this.lvgl;
    return [
      () => method(target.handle, value, other % 300, one % 20),
      () => method(this.#own(name, target).handle, ...(Array.isArray(value) ? (value as unknown[]) : [value])),
      native.setStyleProperty.bind(native, target.handle, styles[other % styles.length]!, value, 0),
      () => target.removeAllStyles(),
      () => target.set({ flagHidden: other % 2 === 0 }),
      () => {
        throw new RangeError('a listener threw');
      },
    ];
  }

  #own(method: string, other: Obj): Obj {
    return this.widgets.find((each) => each.isAlive && method.startsWith(`${each.className}_`)) ?? other;
  }
}

const anyStory = fc.record({
  places: fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), { minLength: 4, maxLength: 10 }),
  listeners: fc.array(fc.tuple(fc.nat(10_000), fc.constantFrom(...eventNames), anyStep), {
    minLength: 5,
    maxLength: 25,
  }),
  program: fc.array(anyStep, { minLength: 4, maxLength: 12 }),
});

describe('whatever a listener does in the middle of it', () => {
  it('deletes, moves, focuses, draws, closes: a result or an error', () => {
    fc.assert(
      fc.property(anyStory, ({ places, listeners, program }) => {
        const scene = new Scene(lvgl.open({ onLog: () => undefined }));
        let innerCalls = 0;
        for (const [kind, place] of places) {
          scene.widgets.push(classes[kind % classes.length]!.create(scene.place(place)));
        }
        for (const [widget, event, step] of listeners) {
          scene.place(widget).on(event, () => {
            innerCalls += 1;
            if (innerCalls <= MOST_INNER_CALLS) scene.do(step);
          });
        }
        for (const step of program) {
          attempt(watchdog, 'step', [JSON.stringify(step)], () => {
            scene.do(step);
          });
          const end = ended(scene.lvgl);
          if (end !== null) {
            expect(end).toMatch(/is closed/);
            return;
          }
          attempt(watchdog, 'advance', [], () => {
            scene.lvgl.advance(40);
          });
        }
        // Listeners hear of the deletions, and what they throw comes from here; it is closed all the same.
        attempt(watchdog, 'close', [], scene.lvgl.close.bind(scene.lvgl));
        expect(ended(scene.lvgl)).toMatch(/is closed/);
      }),
      { numRuns: fuzzRuns, seed: fuzzSeed, endOnFailure: true },
    );
  });
});

/** Null while it is open and usable, else why it is not. */
function ended(open: Lvgl): string | null {
  try {
    return open.handlerRuns >= 0 ? null : 'it never ran';
  } catch (error) {
    return String(error);
  }
}
