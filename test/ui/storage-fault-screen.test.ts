import { afterEach, describe, expect, it } from 'vitest';
import { Lvgl } from '../../native/src/index.ts';
import { english } from '../../src/ui/languages/english.ts';
import { LANGUAGES } from '../../src/ui/languages/languages.ts';
import { createStrings } from '../../src/ui/languages/strings.ts';
import { showStorageFault, type StorageFault } from '../../src/ui/storage-fault-screen.ts';
import { ownTheme } from '../../src/ui/style/theme.ts';
import { clippedTexts } from './support/clipped-texts.ts';

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

function shown(size: { readonly width: number; readonly height: number }, large: boolean, language = english) {
  lvgl = Lvgl.open({ virtualClock: true });
  const display = lvgl.createDisplay({ ...size, theme: 'none' });
  const parts = { lvgl, display, strings: createStrings(language), theme: ownTheme('dark') } as const;
  return {
    display,
    show: (fault: StorageFault) =>
      showStorageFault({ ...parts, textSize: large ? 'large' : 'normal' }, fault, 'a-code'),
  };
}

describe('the screen of a handset that cannot use its storage', () => {
  it('says what is wrong, that nothing is lost by it, what comes next, and a word for the technician', () => {
    const { show } = shown(SIZES[0]!, false);
    expect(show('unwritable').visibleText()).toEqual([
      'Messages cannot be opened',
      'The storage cannot be written.',
      'Nothing was erased. It is tried again every 10 s; if this stays, ask your operator.',
      'For the technician: a-code',
    ]);
  });

  it.each(
    SIZES.flatMap((size) =>
      [false, true].flatMap((large) => Object.values(LANGUAGES).map((language) => ({ size, large, language }))),
    ),
  )('clips nothing at $size.width×$size.height, large: $large, $language.locale', ({ size, large, language }) => {
    const { display, show } = shown(size, large, language);
    for (const fault of FAULTS) {
      const screen = show(fault);
      expect(clippedTexts(display), fault).toEqual([]);
      screen.close();
    }
  });

  it('leaves the screen to what comes after it', () => {
    const { display, show } = shown(SIZES[0]!, false);
    show('damaged').close();
    expect(display.visibleText).toEqual([]);
  });
});
