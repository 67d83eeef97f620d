import type { LetterCase } from '../../domain/input/input-method-12-key.ts';
import type { ScreenText } from '../wire/protocol.ts';

/** The field that has the focus, as a typist sees it. */
export interface Field {
  readonly letterCase: LetterCase;
  /** The text before the cursor. Null when the screen does not show it; no capital is expected then. */
  readonly textBefore: string | null;
}

/** An empty field; the handset begins it with a capital. */
export const EMPTY_FIELD: Field = { letterCase: 'Abc', textBefore: '' };

const NO_FIELD: Field = { letterCase: 'abc', textBefore: null };

/** The field of a message, as the screen shows it. */
export function fieldOn(screen: ScreenText | null): Field {
  const field = screen?.field ?? null;
  if (field === null) return NO_FIELD;
  // Only a full keyboard has a mode of symbols, and is not typed on by sight.
  return { letterCase: field.mode === 'alt' ? 'abc' : field.mode, textBefore: field.textBefore };
}
