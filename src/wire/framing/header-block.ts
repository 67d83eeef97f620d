import { isUtf8 } from 'node:buffer';
import type { FrameHead, HeaderField } from './frame.ts';

/** Where one received line lies in the block. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Control characters except the tab, which is white space. A CR or LF alone counts as one, because only CRLF ends a
 * line (RFC 3261 §7).
 */
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const HEADER = /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*:[ \t]*/;

/**
 * Reads the lines of a header block. Never fails: an error is noted in `malformed`, so that a request can still be
 * answered.
 */
export function readHeaderBlock(block: Buffer, lines: readonly LineSpan[]): FrameHead {
  const wellFormed = isUtf8(block);
  const encoding = wellFormed ? 'utf8' : 'latin1';
  let malformed = wellFormed ? null : 'the header block is not UTF-8';
  const [first, ...rest] = lines.map(({ start, end }) => block.toString(encoding, start, end));
  const headers: HeaderField[] = [];
  const complain = (reason: string): void => {
    malformed ??= reason;
  };
  if (first !== undefined && CONTROL.test(first)) complain('control character in the start line');
  for (const line of unfold(rest)) {
    if (CONTROL.test(line)) complain('control character in a header');
    const match = HEADER.exec(line);
    if (match?.[1] === undefined) complain('a line is no header');
    else headers.push({ name: match[1], value: line.slice(match[0].length).trimEnd() });
  }
  return { startLine: first ?? '', headers, malformed };
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
