import { keyMapIn } from '../../../board/boards.ts';
import { createInputMethod } from '../../domain/input/create-input-method.ts';
import type { KeyMap } from '../../domain/keys/key-map.ts';
import type { SettingValues } from '../../domain/settings/settings.ts';
import type { WritingKeys } from '../../ui/appearance.ts';

/** What these keys write in that language; there are legends for each language that can be set. */
export function writingKeys(keyMap: KeyMap, language: SettingValues['language']): WritingKeys {
  const spoken = keyMapIn(language, keyMap);
  if (!spoken.ok) throw new Error(spoken.error);
  return { inputMethod: createInputMethod(spoken.value), symbols: spoken.value.symbols };
}
