import type { Font } from '../../../native/src/index.ts';
import { graphemes } from '../../../src/domain/text/graphemes.ts';

/** A place of the caret: the line, and how far right, px. */
export interface ReferenceCaret {
  readonly line: number;
  readonly x: number;
}

/**
 * Where the caret stands before each character of a text and behind its last one, found out the plain way: each line is
 * measured again for each word, and each word that fills a line for each character. For texts of letters, spaces and
 * new lines that are drawn as they are.
 */
export function referenceCarets(text: string, widthPx: number, font: Font): readonly ReferenceCaret[] {
  const widthOf = (part: string): number => (part === '' ? 0 : font.measure(part).width);
  const carets: ReferenceCaret[] = [];
  let line = 0;
  let written = '';
  const nextLine = (): void => {
    line += 1;
    written = '';
  };
  for (const word of text.split(/(?<=\n)|(?=\n)|(?<= )(?! )/)) {
    if (written !== '' && widthOf((written + word).trimEnd()) > widthPx && word.trim() !== '') nextLine();
    for (const character of graphemes(word)) {
      const full = written !== '' && character !== ' ' && character !== '\n';
      if (full && widthOf((written + character).trimEnd()) > widthPx) nextLine();
      carets.push({ line, x: Math.min(widthOf(written), widthPx) });
      if (character === '\n') nextLine();
      else written += character;
    }
  }
  return [...carets, { line, x: Math.min(widthOf(written), widthPx) }];
}

/** The index of the caret one line further, nearest to the column; null when there is no such line. */
export function referenceStep(
  carets: readonly ReferenceCaret[],
  at: number,
  by: 1 | -1,
  columnPx: number,
): number | null {
  const line = (carets[at]?.line ?? 0) + by;
  const there = carets.flatMap((caret, index) => (caret.line === line ? [{ index, ...caret }] : []));
  const far = ({ x }: ReferenceCaret): number => Math.abs(x - columnPx);
  return there.toSorted((one, other) => far(one) - far(other))[0]?.index ?? null;
}
