import type { ScreenText } from '../wire/protocol.ts';

type LetterCase = 'abc' | 'Abc' | 'ABC' | '123';

/** The field that is written in, as a typist sees it. */
export interface Field {
  readonly letterCase: LetterCase;
  /** Null when the screen does not say: no capital is due then. */
  readonly textBefore: string | null;
}

/** A field in which nothing stands: the handset begins it with a capital. */
export const EMPTY_FIELD: Field = { letterCase: 'Abc', textBefore: '' };

const COUNTER = /^\d+\/\d+/;
const CASES: readonly string[] = ['Abc', 'ABC', '123'] satisfies readonly LetterCase[];

/**
 * Reads the field off the screen. Its lines end in the text, the letter case unless it is abc, and the counter; a text may itself read
 * "123".
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
