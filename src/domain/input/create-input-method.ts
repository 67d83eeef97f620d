import type { KeyMap } from '../keys/key-map.ts';
import type { InputMethod } from './input-method.ts';
import { TwelveKeyInputMethod } from './input-method-12-key.ts';
import { QwertyInputMethod } from './input-method-qwerty.ts';

/** The input method for this kind of keypad. */
export function createInputMethod({ kind, legends }: Pick<KeyMap, 'kind' | 'legends'>): InputMethod {
  return kind === 'qwerty' ? new QwertyInputMethod(legends) : new TwelveKeyInputMethod(legends);
}
