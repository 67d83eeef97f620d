import { describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import { simulator12Key } from '../../../board/simulator-12key/board.ts';
import { SETTINGS, type SettingValues } from '../../../src/domain/settings/settings.ts';
import { writingKeys } from '../../../src/main/handset/writing-keys.ts';

const LANGUAGES = (SETTINGS.language.range as { readonly values: readonly SettingValues['language'][] }).values;

describe('the keys', () => {
  it.each(LANGUAGES)('write %s on both kinds of keypad, as every language that can be set', (language) => {
    for (const { keypad } of [simulator, simulator12Key]) {
      const { inputMethod, symbols } = writingKeys(keypad.keyMap, language);
      expect(inputMethod.mode(null)).toBe('abc');
      expect(symbols.length).toBeGreaterThan(0);
    }
  });
});
