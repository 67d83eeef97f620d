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

const COUNTER = /^\d+\/\d+/;
const CASES: readonly string[] = ['Abc', 'ABC', '123'] satisfies readonly LetterCase[];

/**
 * Reads the field off the screen. Its last lines are the text, the letter case (not shown while it is abc), and the
 * counter. The text itself may be "123".
 */
export function fieldOn(screen: ScreenText | null): Field {
  const lines = screen?.lines ?? [];
  const counterAt = lines.findLastIndex((line) => COUNTER.test(line));
  if (screen === null || counterAt < 0) return { letterCase: 'abc', textBefore: null };
  const before = lines[counterAt - 1] ?? '';
  const isText = before === screen.focused && lines[counterAt - 2] !== screen.focused;
  const letterCase = CASES.includes(before) && !isText ? (before as LetterCase) : 'abc';
  const empty = lines[counterAt]?.startsWith('0/') === true;
  return { letterCase, textBefore: empty ? '' : screen.focused };
}
