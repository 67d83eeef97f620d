import { decodeUtf8 } from './text-decoding.ts';

/** Media type of a Message/CPIM. */
export const CPIM_TYPE = 'message/cpim';
/** Namespace of the IMDN headers (RFC 5438 §6.1). */
export const IMDN_NAMESPACE = 'urn:ietf:params:imdn';

export interface CpimHeader {
  readonly name: string;
  readonly value: string;
}

/** The two header blocks of a Message/CPIM (RFC 3862 §3), and where its content stands. */
export interface CpimHead {
  /** RFC 3862's own, by their case-sensitive names: From, To, DateTime … Of a name given twice, the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** Those of the IMDN namespace, without prefix: Message-ID, Disposition-Notification … Of a name given twice, the first. */
  readonly imdn: ReadonlyMap<string, string>;
  /** MIME headers of the content, names in lower case. */
  readonly contentHeaders: readonly CpimHeader[];
  /** All that follows the second blank line, byte for byte. */
  readonly content: Uint8Array;
  /** True when something in it breaks RFC 3862: who shows the message refuses it, who only passes it on need not. */
  readonly malformed: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
/** CRLF twice. */
const BLANK_LINE_BYTES = 4;
const MAX_HEADER_LINES = 64;
const HEADER = /^([^\s:]+):([^\r]*)$/;
const NAME = /^([A-Za-z][A-Za-z0-9\-_]*)(?:\.([A-Za-z][A-Za-z0-9\-_]*))?$/;

/**
 * Reads the head of a Message/CPIM as far as it can be read; what is wrong with it is told by `malformed`. Null when the two blank lines
 * are not there: then nobody can tell where the content begins.
 *
 * @param maxHeadBytes beyond so many bytes the blank lines are not looked for
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
    contentHeaders: content.headers.map(({ name, value }) => ({ name: name.toLowerCase(), value })),
    content: body.subarray(second.end),
    malformed: hasLooseBlankLine || message.malformed || content.malformed || sorted.malformed,
  };
}

/** Whether the content stands there as it is: only then can it be read without decoding it first. */
export function isContentPlain({ contentHeaders }: CpimHead): boolean {
  return contentHeaders.every(
    ({ name, value }) =>
      !/^content-(?:transfer-)?encoding$/.test(name) || /^(?:7bit|8bit|binary|identity)$/i.test(value),
  );
}

/** The first blank line at or after `from`, from the end of the line before it. Line ends without CR are found too. */
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

/** One header a line, no folding, no control characters, UTF-8 (RFC 3862 §3.1, §3.2). Lines that are no header are left out. */
function readHeaderLines(block: Buffer): HeaderLines {
  const strict = decodeUtf8(block);
  const text = strict ?? block.toString('utf8');
  const hasControl = /\p{Cc}/u.test(text.replaceAll('\r\n', '').replaceAll('\t', ' '));
  const lines = text.split(/\r?\n/);
  const headers: CpimHeader[] = [];
  let malformed = strict === null || hasControl || lines.length > MAX_HEADER_LINES;
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined || !NAME.test(name)) malformed = true;
    else headers.push({ name, value: value.trim() });
  }
  return { headers, malformed };
}

const NAMESPACE_DECLARATION = /^(?:([A-Za-z][A-Za-z0-9\-_]*)[ \t]+)?<([^<>\s]+)>$/;
/** Given twice they would let two readers see two different messages. */
const SINGLE = new Set(['From', 'DateTime', 'Subject', 'Require', 'Message-ID', 'Disposition-Notification']);

/** Sorts the headers by the namespace that their prefix was declared for, further up (RFC 3862 §3.4). */
function sortByNamespace(lines: readonly CpimHeader[]): Pick<CpimHead, 'headers' | 'imdn' | 'malformed'> {
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
  return { headers, imdn, malformed };
}

/** The first of a name counts; false when a second one must not be. */
function addOnce(headers: Map<string, string>, name: string, value: string): boolean {
  if (headers.has(name)) return !SINGLE.has(name);
  headers.set(name, value);
  return true;
}
