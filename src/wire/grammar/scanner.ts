/** RFC 3261 §25.1: token. */
export const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

const BLANKS = /[ \t]*/y;
const TOKEN_HERE = /[A-Za-z0-9\-.!%*_+`'~]+/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/sy;

/**
 * Reads one header value from left to right. No method goes back before the place that it began at, so a reader made of
 * these methods costs no more than the value is long, whatever is in it. One large expression for a whole header cannot
 * promise that: where two repeats that take the same characters stand beside each other, it tries all ways to share
 * those characters out between them.
 */
export class Scanner {
  readonly #text: string;
  #at = 0;
  /**
   * A parenthesis was met that nothing closes. Others are not looked at any more: each would be searched to the end.
   */
  #isUnclosed = false;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** Passes over spaces and tabs. True when there were some. */
  blanks(): boolean {
    return this.run(BLANKS) !== '';
  }

  /** Passes over spaces, tabs and comments in parentheses, which may contain each other (RFC 5322 §3.2.2). */
  blanksAndComments(): void {
    do this.blanks();
    while (this.#comment());
  }

  /** Passes over this one character, when it is next. */
  take(character: string): boolean {
    const isNext = this.#text[this.#at] === character;
    if (isNext) this.#at += 1;
    return isNext;
  }

  token(): string | null {
    return this.run(TOKEN_HERE);
  }

  /** The content of a quoted-string, escapes resolved. */
  quoted(): string | null {
    const quoted = this.run(QUOTED);
    return quoted === null ? null : unquote(quoted);
  }

  /**
   * What matches here. Null, and no step further, when nothing does.
   * @param sticky has the flag `y`, and needs no more than one pass over what it reads
   */
  run(sticky: RegExp): string | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  #comment(): boolean {
    if (this.#isUnclosed || this.#text[this.#at] !== '(') return false;
    let depth = 0;
    for (let at = this.#at; at < this.#text.length; at += 1) {
      const character = this.#text[at];
      if (character === '\\') at += 1;
      else if (character === '(') depth += 1;
      else if (character === ')') depth -= 1;
      if (depth > 0) continue;
      this.#at = at + 1;
      return true;
    }
    this.#isUnclosed = true;
    return false;
  }
}

/** The content of a quoted-string, escapes resolved. Any other text is returned unchanged. */
export function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length >= 2
    ? text.slice(1, -1).replace(/\\(.)/gsu, '$1')
    : text;
}
