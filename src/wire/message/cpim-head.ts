import { isUtf8 } from 'node:buffer';

/** Media type of a Message/CPIM. */
export const CPIM_TYPE = 'message/cpim';
/** Namespace of the IMDN headers (RFC 5438 §6.1). */
export const IMDN_NAMESPACE = 'urn:ietf:params:imdn';

export interface CpimHeader {
  readonly name: string;
  readonly value: string;
}

/** The two header blocks of a Message/CPIM (RFC 3862 §3), and its content. */
export interface CpimHead {
  /**
   * Headers of RFC 3862 by their case-sensitive names: From, To, DateTime … When a name is given twice, the first
   * counts.
   */
  readonly headers: ReadonlyMap<string, string>;
  /**
   * Headers of the IMDN namespace without prefix: Message-ID, Disposition-Notification … When a name is given twice,
   * the first counts.
   */
  readonly imdn: ReadonlyMap<string, string>;
  /** `Require` names a header that we do not know (RFC 3862 §4.6). */
  readonly demandsMore: boolean;
  /** MIME headers of the content, names in lower case. */
  readonly contentHeaders: readonly CpimHeader[];
  /** Everything after the second blank line, byte for byte. */
  readonly content: Uint8Array;
  /**
   * True when two readers could see two different messages: another end of the head, a second sender or id, a header
   * that is needed and cannot be read. A device that shows the message must refuse it; one that only forwards it need
   * not. What nobody needs, such as two Subjects in two languages, makes no message malformed.
   */
  readonly malformed: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
/** Bytes of two CRLFs. */
const BLANK_LINE_BYTES = 4;
const MAX_HEADER_LINES = 64;
const HEADER = /^([^\s:]+):([^\r]*)$/;
const NAME = /^([A-Za-z][A-Za-z0-9\-_]*)(?:\.([A-Za-z][A-Za-z0-9\-_]*))?$/;

/**
 * Reads the head of a Message/CPIM as far as possible, and notes errors in `malformed`. Null when one of the two blank
 * lines is missing, because nobody can tell then where the content begins.
 * @param maxHeadBytes the blank lines are looked for within this many bytes
 */
export function readCpimHead(body: Uint8Array, maxHeadBytes: number): CpimHead | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, maxHeadBytes));
  const first = nextBlankLine(bytes, 0);
  const second = first === null ? null : nextBlankLine(bytes, first.end);
  if (first === null || second === null) return null;
  const message = readHeaderLines(bytes.subarray(0, first.start));
  const content = readHeaderLines(bytes.subarray(first.end, second.start));
  const sorted = sortByNamespace(message.headers);
  const hasLooseBlankLine = [first, second].some(({ start, end }) => end - start !== BLANK_LINE_BYTES);
  return {
    headers: sorted.headers,
    imdn: sorted.imdn,
    demandsMore: sorted.demandsMore,
    contentHeaders: content.headers.map(({ name, value }) => ({ name: name.toLowerCase(), value })),
    content: body.subarray(second.end),
    malformed: hasLooseBlankLine || message.malformed || content.malformed || sorted.malformed,
  };
}

/** Whether the content has no transfer encoding, so that it can be read without decoding. */
export function isContentPlain({ contentHeaders }: CpimHead): boolean {
  return contentHeaders.every(
    ({ name, value }) =>
      !/^content-(?:transfer-)?encoding$/.test(name) || /^(?:7bit|8bit|binary|identity)$/i.test(value),
  );
}

/**
 * The first blank line at or after `from`, beginning with the end of the line before it. Line ends without CR are found
 * too.
 */
function nextBlankLine(bytes: Buffer, from: number): { readonly start: number; readonly end: number } | null {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    const next = bytes[at + 1] === CR ? at + 2 : at + 1;
    const start = at > from && bytes[at - 1] === CR ? at - 1 : at;
    if (bytes[next] === LF) return { start, end: next + 1 };
  }
  return null;
}

interface HeaderLines {
  readonly headers: readonly CpimHeader[];
  readonly malformed: boolean;
}

/** Headers that say who writes, about what, and how to read it. */
const NEEDED =
  /^(?:From|NS|Require|(?:[^.]+\.)?(?:Message-ID|Disposition-Notification)|content-(?:type|length|(?:transfer-)?encoding))$/i;
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const CONTROLS = new RegExp(CONTROL, 'g');
/** Only CRLF ends a line; some readers take half of it for one too. */
const HALF_A_LINE_BREAK = /\r(?!\n)|(?<!\r)\n/;

/**
 * Each line is one header, without folding, in UTF-8 (RFC 3862 §3.1, §3.2). A line that is not a header is left out,
 * and one that is not UTF-8 is read as ISO 8859-1. No byte of a longer character is a line break or a colon, so the
 * lines can be told apart before that.
 */
function readHeaderLines(block: Buffer): HeaderLines {
  const text = block.toString('latin1');
  const lines = text.split(/\r?\n/);
  const headers: CpimHeader[] = [];
  let malformed = lines.length > MAX_HEADER_LINES || HALF_A_LINE_BREAK.test(text);
  for (const line of lines) {
    const [, name = '', value = ''] = HEADER.exec(line) ?? [];
    if (!NAME.test(name)) continue;
    if (CONTROL.test(value) && NEEDED.test(name)) malformed = true;
    headers.push({ name, value: fromBytes(value.replace(CONTROLS, ' ').trim()) });
  }
  return { headers, malformed };
}

/** @param bytes each character stands for one */
function fromBytes(bytes: string): string {
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : bytes;
}

const NAMESPACE_DECLARATION = /^(?:([A-Za-z][A-Za-z0-9\-_]*)[ \t]+)?<([^<>\s]+)>$/;
/** Given twice, these headers could make two readers see two different messages. */
const SINGLE = new Set(['From', 'Message-ID', 'Disposition-Notification']);
/** Headers that may stand in `Require` because we know them. */
const KNOWN = new Set(['From', 'To', 'cc', 'DateTime', 'Subject', 'NS', 'Require']);
const KNOWN_OF_IMDN = new Set(['Message-ID', 'Disposition-Notification']);

/** Sorts the headers by namespace. A prefix must have been declared in a line further up (RFC 3862 §3.4). */
function sortByNamespace(
  lines: readonly CpimHeader[],
): Pick<CpimHead, 'headers' | 'imdn' | 'malformed' | 'demandsMore'> {
  const prefixes = new Map<string, string>();
  const headers = new Map<string, string>();
  const imdn = new Map<string, string>();
  let malformed = false;
  for (const { name, value } of lines) {
    if (name === 'NS') {
      const [, prefix = '', uri] = NAMESPACE_DECLARATION.exec(value) ?? [];
      if (uri === undefined) malformed = true;
      else prefixes.set(prefix, uri);
      continue;
    }
    const [, first = '', second] = NAME.exec(name) ?? [];
    const isImdn = second !== undefined && prefixes.get(first) === IMDN_NAMESPACE;
    const key = second ?? first;
    if (second === undefined || isImdn) malformed = !addOnce(isImdn ? imdn : headers, key, value) || malformed;
  }
  const demanded = lines.filter(({ name }) => name === 'Require').flatMap(({ value }) => value.split(','));
  return { headers, imdn, malformed, demandsMore: !demanded.every((name) => isKnown(name.trim(), prefixes)) };
}

function isKnown(name: string, prefixes: ReadonlyMap<string, string>): boolean {
  const [, first = '', second] = NAME.exec(name) ?? [];
  return second === undefined ? KNOWN.has(first) : prefixes.get(first) === IMDN_NAMESPACE && KNOWN_OF_IMDN.has(second);
}

/** The first value of a name counts. False when a second one is an error. */
function addOnce(headers: Map<string, string>, name: string, value: string): boolean {
  if (headers.has(name)) return !SINGLE.has(name);
  headers.set(name, value);
  return true;
}
