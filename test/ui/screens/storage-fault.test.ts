import { afterEach, describe, expect, it } from 'vitest';
import { Lvgl } from '../../../native/src/index.ts';
import { SETTINGS, type SettingName, type SettingValues } from '../../../src/domain/settings/settings.ts';
import type { StorageFault } from '../../../src/ui/screens/storage-fault/state.ts';
import { storageFaultView } from '../../../src/ui/screens/storage-fault/view.ts';
import { LANGUAGES } from '../../../src/ui/languages/languages.ts';
import { showStageView } from '../../../src/ui/stage/show-stage-view.ts';
import { clippedTexts } from '../support/clipped-texts.ts';
import { MeantInput } from '../support/meant-input.ts';
import { systemTimeZones } from '../../support/time-zones.ts';

const LANGUAGE_NAMES = Object.keys(LANGUAGES).filter((name) => SETTINGS.language.accepts(name));
const FAULTS: readonly StorageFault[] = ['unwritable', 'disk-full', 'damaged', 'key', 'newer', 'other'];
const SIZES = [
  { width: 320, height: 240 },
  { width: 240, height: 320 },
];

let lvgl: Lvgl | null = null;
afterEach(() => {
  lvgl?.close();
  lvgl = null;
});

function shown(size: { readonly width: number; readonly height: number }, own: Partial<SettingValues> = {}) {
  lvgl = Lvgl.open({ virtualClock: true });
  const display = lvgl.createDisplay({ ...size, theme: 'none' });
  const inputMethod = new MeantInput();
  let tried = 0;
  const settings = {
    value: <Name extends SettingName>(name: Name): SettingValues[Name] => own[name] ?? SETTINGS[name].default,
  };
  const parts = {
    lvgl,
    display,
    settings,
    timeZones: systemTimeZones,
    hasSoftKeys: false,
    keys: { inputMethod },
  };
  const retry = { tryNow: () => void (tried += 1) };
  return {
    display,
    inputMethod,
    tried: () => tried,
    show: (fault: StorageFault) => showStageView(parts, storageFaultView, { fault, code: 'a-code' }, retry),
  };
}

describe('the screen of a handset that cannot use its storage', () => {
  it('says what is wrong, that nothing is lost by it, what comes next, and a word for the technician', () => {
    const { show } = shown(SIZES[0]!);
    expect(show('unwritable').visibleText()).toEqual([
      'Messages cannot be opened',
      'The storage cannot be written.',
      'Nothing was erased. It is tried again every 10 s; if this stays, ask your operator.',
      'For the technician: a-code',
    ]);
  });

  it.each(
    SIZES.flatMap((size) =>
      (['normal', 'large'] as const).flatMap((textSize) =>
        LANGUAGE_NAMES.map((language) => ({ size, textSize, language })),
      ),
    ),
  )('clips nothing at $size.width×$size.height, $textSize, $language', ({ size, textSize, language }) => {
    const { display, show } = shown(size, { textSize, language });
    for (const fault of FAULTS) {
      const screen = show(fault);
      expect(clippedTexts(display), fault).toEqual([]);
      screen.close();
    }
  });

  it('is tried again at once by Enter, and by no other key', () => {
    const { inputMethod, show, tried } = shown(SIZES[0]!);
    const screen = show('unwritable');
    inputMethod.give(screen, { kind: 'command', command: 'down', repeated: false });
    inputMethod.give(screen, { kind: 'text', text: 'a' });
    expect(tried()).toBe(0);
    inputMethod.give(screen, { kind: 'command', command: 'enter', repeated: false });
    expect(tried()).toBe(1);
  });

  it('leaves the screen to what comes after it', () => {
    const { display, show } = shown(SIZES[0]!);
    show('damaged').close();
    expect(display.visibleText).toEqual([]);
  });
});
