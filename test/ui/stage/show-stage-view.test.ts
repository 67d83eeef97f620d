import { afterEach, beforeEach, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import { Lvgl, type Display } from '../../../native/src/index.ts';
import { createInputMethod } from '../../../src/domain/input/create-input-method.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { SETTINGS } from '../../../src/domain/settings/settings.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { Box } from '../../../src/ui/drawing/box.ts';
import { Text } from '../../../src/ui/drawing/text.ts';
import { showStageView, type StageScreen } from '../../../src/ui/stage/show-stage-view.ts';
import type { StageView } from '../../../src/ui/stage/stage-view.ts';
import { systemTimeZones } from '../../support/time-zones.ts';

/** Asks for digits, and its port whether they are right. */
const asking: StageView<string, (digits: string) => boolean, string> = {
  input: (isRight, digits, input) => {
    if (input.kind === 'text') return digits + input.text;
    if (input.kind !== 'command' || input.command !== 'enter') return digits;
    return isRight(digits) ? 'right' : '';
  },
  field: (digits) => ({ kind: 'pin', textBeforeCursor: digits }),
  present: (_parts, digits) => `<${digits}>`,
  make: (look, parent) => {
    const box = new Box(parent);
    const text = new Text(look, box, look.fonts.body, look.theme.text);
    return { box, update: (model, area) => void text.place(box.place(area).area).wrapped(model) };
  },
  focused: (model) => model,
};

let lvgl: Lvgl;
let display: Display;
let screen: StageScreen;
let nowMs = 0;
beforeEach(() => {
  lvgl = Lvgl.open({ virtualClock: true });
  display = lvgl.createDisplay({ width: 320, height: 240, theme: 'none' });
  screen = showStageView(
    {
      lvgl,
      display,
      settings: { value: (name) => SETTINGS[name].default },
      timeZones: systemTimeZones,
      hasSoftKeys: false,
      keys: { inputMethod: createInputMethod(simulator.keypad.keyMap) },
    },
    asking,
    '',
    (digits) => digits === '12',
  );
});
afterEach(() => {
  lvgl.close();
});

function tap(...keys: readonly KeyName[]): void {
  for (const key of keys) {
    screen.handle({ kind: 'down', key, atMs: monotonicMs((nowMs += 50)) });
    screen.handle({ kind: 'up', key, atMs: monotonicMs((nowMs += 50)) });
  }
}

it('is drawn at once, with the whole screen and no frame around it', () => {
  expect(screen.visibleText()).toEqual(['<>']);
});

it('gets every key by the kind of its field: letter keys give digits where a PIN is asked for', () => {
  tap('Q', 'W');
  expect(screen.focusedItem()).toBe('<12>');
  expect(screen.visibleText()).toEqual(['<12>']);
});

it('asks its port, and shows what comes of it', () => {
  tap('W', 'Enter');
  expect(screen.visibleText()).toEqual(['<>']);
  tap('Q', 'W', 'Enter');
  expect(screen.visibleText()).toEqual(['<right>']);
});

it('leaves an empty screen behind', () => {
  screen.close();
  expect(display.visibleText).toEqual([]);
});
