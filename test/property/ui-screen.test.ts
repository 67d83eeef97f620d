import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/ui/languages/languages.ts';
import { clippedTexts } from '../ui/support/clipped-texts.ts';
import { action, carryOut, fillHandset } from '../ui/support/ui-actions.ts';
import { openBench, type UiBench } from '../ui/support/ui-bench.ts';

let bench: UiBench | null = null;

afterEach(() => {
  bench?.close();
  bench = null;
});

const runs = fc.record({
  shape: fc.constantFrom('landscape' as const, 'portrait' as const),
  textSize: fc.constantFrom('normal' as const, 'large' as const),
  // Named, because a counterexample with a whole language in it cannot be read.
  language: fc.constantFrom(...(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])),
  actions: fc.array(action, { maxLength: 60, size: 'max' }),
});

it('whatever is pressed and whatever happens, LVGL draws it without a warning, and no text is clipped', () => {
  fc.assert(
    fc.property(runs, ({ actions, language, ...options }) => {
      bench?.close();
      bench = openBench({ ...options, language: LANGUAGES[language] }, fillHandset);
      const { handset, ui, handle, modeIs, display } = bench;
      for (const act of actions) {
        carryOut({ handset, screen: ui, handle, modeIs }, act);
        expect(clippedTexts(display)).toEqual([]);
      }
      expect(bench.warnings).toEqual([]);
      expect(ui.visibleText()).not.toEqual([]);
    }),
    { numRuns: 40 },
  );
});
