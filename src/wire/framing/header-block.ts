import { isUtf8 } from 'node:buffer';
import type { FrameHead, HeaderField } from './frame.ts';
import { headerKey } from './header-names.ts';

/** Where one received line lies in the block. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Only CRLF ends a line (RFC 3261 §7). Some elements take half of it for one too: they would find a header where we see
 * a part of another, and that may be a second From.
 */
const HALF_A_LINE_BREAK = /[\r\n]/;
/** Control characters except the tab, which is white space. */
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const CONTROLS = new RegExp(CONTROL, 'g');
const HEADER = /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*:[ \t]*/;

/**
 * Reads the lines of a header block, and never fails. Only what is needed is judged, and later, by whoever needs it
 * (RFC
 * 3261 §8.2.2): a line that is no header is passed over, and a header with control characters is marked.
 */
export function readHeaderBlock(block: Buffer, lines: readonly LineSpan[]): FrameHead {
  const [first = '', ...rest] = lines.map(({ start, end }) => readLine(block.subarray(start, end)));
  const headers: HeaderField[] = [];
  const damaged: string[] = [];
  for (const line of unfold(rest)) {
    const [before = '', name = ''] = HEADER.exec(line) ?? [];
    if (name === '') continue;
    const value = line.slice(before.length);
    if (hasBareControl(value)) damaged.push(headerKey(name));
    headers.push({ name, value: value.replace(CONTROLS, ' ').trim() });
  }
  return { startLine: first, headers, damaged, isUtf8: isUtf8(block), malformed: doubtAbout(first, rest) };
}

function readLine(line: Buffer): string {
  return line.toString(isUtf8(line) ? 'utf8' : 'latin1');
}

function doubtAbout(first: string, rest: readonly string[]): string | null {
  if ([first, ...rest].some((line) => HALF_A_LINE_BREAK.test(line))) return 'half a line break within a line';
  return rest[0] !== undefined && isContinuation(rest[0]) ? 'the start line goes on in a second line' : null;
}

/**
 * Control characters are allowed behind a backslash in quotes (RFC 3261 §25.1, quoted-pair), and nowhere else. Looked
 * for character by character: an expression would search on to the end from each quote that nothing closes.
 */
function hasBareControl(value: string): boolean {
  if (!CONTROL.test(value)) return false;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at] ?? '';
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (CONTROL.test(character)) return true;
  }
  return false;
}

/** Joins continuation lines (RFC 3261 §7.3.1): a line that begins with white space continues the line before. */
function unfold(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const previous = joined.length - 1;
    if (previous >= 0 && isContinuation(line)) joined[previous] = `${joined[previous] ?? ''} ${line.trim()}`;
    else joined.push(line);
  }
  return joined;
}

function isContinuation(line: string): boolean {
  return line.startsWith(' ') || line.startsWith('\t');
}
