import type { Advances, Font } from '../../../native/src/index.ts';
import { graphemes } from '../../domain/text/graphemes.ts';

/**
 * One line of a wrapped text: where it begins and ends in the text, and how wide it is. Spaces at its end belong to it
 * and are not drawn.
 */
export interface FlowLine {
  readonly start: number;
  readonly end: number;
  readonly widthPx: number;
}

/**
 * A word with the characters after it that allow a line break: spaces (except no-break ones), dashes, slashes. LVGL
 * itself would also break after every colon and full stop, which tears times and addresses apart.
 */
const WORD =
  /(?:[^\s\-\u2013\u2014/]|[\u00a0\u2007\u202f])+[-\u2013\u2014/]*[^\S\n\u00a0\u2007\u202f]*|[-\u2013\u2014/]+[^\S\n\u00a0\u2007\u202f]*|[^\S\n]+|\n/gu;

/** More UTF-16 units than any character that is drawn as one. */
const LONGEST_CHARACTER_UNITS = 32;

/**
 * Breaks the text into lines no wider than `widthPx`. A word that is wider is broken between characters. There is at
 * least one line. Every character is looked at a few times, however the text is made: it comes from others.
 */
export function flow(text: string, widthPx: number, font: Font): readonly FlowLine[] {
  const lines = new Lines(text, widthPx, font.advances(text));
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (word === '\n') lines.breakAt(index);
    else lines.add(word, index);
  }
  return lines.close();
}

/** The text to draw for these lines. */
export function drawnLines(text: string, lines: readonly FlowLine[]): string {
  return lines.map(({ start, end }) => text.slice(start, end).trimEnd()).join('\n');
}

class Lines {
  readonly #text: string;
  readonly #widthPx: number;
  readonly #pen: Pen;
  readonly #lines: FlowLine[] = [];
  /** Where the present line begins, and how far it reaches so far. */
  #start = 0;
  #end = 0;
  /** The end of its last character that is drawn. */
  #drawnEnd = 0;

  constructor(text: string, widthPx: number, advances: Advances) {
    this.#text = text;
    this.#widthPx = widthPx;
    this.#pen = new Pen(advances);
  }

  /** A word with the spaces after it, which begins where the present line ends. */
  add(word: string, index: number): void {
    const drawn = word.trimEnd().length;
    const drawnEnd = drawn === 0 ? this.#drawnEnd : index + drawn;
    if (!this.#fits(drawnEnd)) {
      if (this.#end > this.#start) this.#push(this.#end);
      while (!this.#fits(drawnEnd)) {
        const cut = this.#cut(drawnEnd);
        if (cut >= drawnEnd) break;
        this.#drawnEnd = this.#start + this.#text.slice(this.#start, cut).trimEnd().length;
        this.#push(cut);
      }
    }
    this.#end = index + word.length;
    this.#drawnEnd = Math.max(this.#start, drawnEnd);
  }

  /** The line feed belongs to no line. */
  breakAt(index: number): void {
    this.#push(index);
    this.#start = this.#end = this.#drawnEnd = index + 1;
  }

  close(): readonly FlowLine[] {
    this.#push(this.#text.length);
    return this.#lines;
  }

  #fits(drawnEnd: number): boolean {
    return this.#pen.width(this.#start, drawnEnd) <= this.#widthPx;
  }

  #push(end: number): void {
    this.#lines.push({ start: this.#start, end, widthPx: this.#pen.width(this.#start, this.#drawnEnd) });
    this.#start = this.#end = this.#drawnEnd = end;
  }

  /**
   * Where the line must end within a word that is too wide. Never before its first character has ended, so that the
   * flow always advances. Only as much is cut into characters as the line can hold.
   */
  #cut(drawnEnd: number): number {
    let reach = this.#start;
    while (reach < drawnEnd && this.#fits(reach + 1)) reach += 1;
    let end = this.#start;
    for (const character of graphemes(this.#text.slice(end, Math.min(drawnEnd, reach + LONGEST_CHARACTER_UNITS)))) {
      if (end > this.#start && !this.#fits(end + character.length)) break;
      end += character.length;
    }
    return end;
  }
}

/** Where the pen is behind each UTF-16 unit of a text. */
class Pen {
  readonly #behind: Float64Array;
  readonly #advances: Advances;

  constructor(advances: Advances) {
    const { beforeNext } = advances;
    this.#advances = advances;
    this.#behind = new Float64Array(beforeNext.length + 1);
    for (let index = 0; index < beforeNext.length; index += 1) {
      this.#behind[index + 1] = (this.#behind[index] ?? 0) + (beforeNext[index] ?? 0);
    }
  }

  /** The width of a part of the text, as the font measures it when it is drawn by itself. */
  width(start: number, end: number): number {
    if (end <= start) return 0;
    const last = this.#lastCharacter(end);
    if (last < start) return 0;
    return (this.#behind[last] ?? 0) - (this.#behind[start] ?? 0) + (this.#advances.asLast[last] ?? 0);
  }

  /** The first unit of the last character: the second unit of a pair has no width. */
  #lastCharacter(end: number): number {
    const isPair = this.#advances.asLast[end - 1] === 0 && (this.#advances.asLast[end - 2] ?? 0) > 0;
    return isPair ? end - 2 : end - 1;
  }
}
