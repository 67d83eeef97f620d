import { Label, type Lvgl } from 'lvgl-bindings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, success } from '../../../../src/domain/result.ts';
import { NO_OPERATOR_SETTINGS } from '../../../../src/domain/settings/settings.ts';
import { monotonicMs } from '../../../../src/domain/time.ts';
import type { BoardScreen } from '../../../../src/main/handset/devices/board-devices.ts';
import { openDeviceScreen, type DeviceScreen } from '../../../../src/main/handset/devices/device-screen.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const ignore = (): void => undefined;
const parts = {
  settings: NO_OPERATOR_SETTINGS,
  clock: new VirtualClock(),
  log: { info: ignore, warn: ignore, error: ignore },
};

let journal: string[];
function boardScreen(openDisplay: BoardScreen['openDisplay']): BoardScreen {
  return {
    backlight: { canDarken: true, shine: ignore, close: () => journal.push('light closed') },
    panel: { isThere: true },
    openDisplay,
    closeScreen: () => journal.push('screen closed'),
  };
}
const inMemory = (lvgl: Lvgl) => success(lvgl.createDisplay({ width: 320, height: 240, theme: 'none' }));
beforeEach(() => {
  journal = [];
});

describe("a handset's screen", () => {
  let screen: DeviceScreen;
  beforeEach(() => {
    const opened = openDeviceScreen(boardScreen(inMemory), parts);
    if (!opened.ok) throw new Error(opened.error);
    screen = opened.value;
  });
  afterEach(() => {
    screen.close();
  });

  it('shows what the lock put there before it is dark, and what came in the dark before it is lit', () => {
    const { display, light } = screen;
    display.refreshNow();
    const label = Label.create(display.screen, { text: 'locked' });
    const before = display.flushCount;
    light.lockChanged(true);
    expect(display.flushCount).toBeGreaterThan(before);
    expect(light.isLit).toBe(false);
    label.text = 'news in the dark';
    const dark = display.flushCount;
    light.passes({ kind: 'down', key: 'Enter', atMs: monotonicMs(0) });
    expect(display.flushCount).toBeGreaterThan(dark);
  });
});

it('a screen that cannot be opened leaves nothing open', () => {
  const opened = openDeviceScreen(
    boardScreen(() => failure('screen: is missing')),
    parts,
  );
  expect(opened).toEqual(failure('screen: is missing'));
  expect(journal).toEqual(['light closed', 'screen closed']);
});
