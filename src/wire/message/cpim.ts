import { failure, success, type Result } from '../../domain/result.ts';
import { parseMediaType, type MediaType } from '../grammar/media-type.ts';
import { decodeUtf8 } from './text-decoding.ts';

/** Namespace of the IMDN headers (RFC 5438 §6.1). */
export const IMDN_NAMESPACE = 'urn:ietf:params:imdn';

/** A Message/CPIM (RFC 3862): message headers, content headers, content. */
export interface CpimMessage {
  /** RFC 3862's own, by their case-sensitive names: From, To, DateTime … */
  readonly headers: ReadonlyMap<string, string>;
  /** Those of the IMDN namespace, without prefix: Message-ID, Disposition-Notification … */
  readonly imdn: ReadonlyMap<string, string>;
  readonly contentType: MediaType;
  readonly content: Uint8Array;
}

/** 'unsupported': well formed, but it demands or holds what we do not take. */
export type CpimFailure = 'malformed' | 'unsupported';

const MAX_HEADER_LINES = 64;
const END_OF_HEADERS = Buffer.from('\r\n\r\n');
const NAME = /^([A-Za-z][A-Za-z0-9\-_]*)(?:\.([A-Za-z][A-Za-z0-9\-_]*))?$/;

/** Reads a Message/CPIM strictly; headers that are not known are passed over, unless `Require` names them (RFC 3862 §4.6). */
export function parseCpim(body: Uint8Array): Result<CpimMessage, CpimFailure> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const headersEnd = bytes.indexOf(END_OF_HEADERS);
  const contentHeadersEnd = bytes.indexOf(END_OF_HEADERS, headersEnd + END_OF_HEADERS.length);
  if (headersEnd < 0 || contentHeadersEnd < 0) return failure('malformed');
  const messageHeaders = readHeaderLines(bytes.subarray(0, headersEnd));
  const contentHeaders = readHeaderLines(bytes.subarray(headersEnd + END_OF_HEADERS.length, contentHeadersEnd));
  if (messageHeaders === null || contentHeaders === null) return failure('malformed');
  const sorted = sortByNamespace(messageHeaders);
  if (sorted === null) return failure('malformed');
  if (sorted.headers.has('Require')) return failure('unsupported');
  const content = readContent(contentHeaders, bytes.subarray(contentHeadersEnd + END_OF_HEADERS.length));
  return content.ok ? success({ ...sorted, ...content.value }) : content;
}

interface CpimHeader {
  readonly name: string;
  readonly value: string;
}

/** One header a line, no folding, no control characters, UTF-8 (RFC 3862 §3.1, §3.2). */
function readHeaderLines(bytes: Uint8Array): readonly CpimHeader[] | null {
  const text = decodeUtf8(bytes);
  const lines = text === null ? [] : text.split('\r\n');
  if (text === null || lines.length > MAX_HEADER_LINES) return null;
  const headers: CpimHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (!NAME.test(name) || /[\p{Cc}]/u.test(line.replaceAll('\t', ' '))) return null;
    headers.push({ name, value: line.slice(colon + 1).trim() });
  }
  return headers;
}

const NAMESPACE_DECLARATION = /^(?:([A-Za-z][A-Za-z0-9\-_]*)[ \t]+)?<([^<>\s]+)>$/;
/** Given twice they would let two readers see two different messages. */
const SINGLE = new Set(['From', 'DateTime', 'Subject', 'Require', 'Message-ID', 'Disposition-Notification']);

function sortByNamespace(lines: readonly CpimHeader[]): Pick<CpimMessage, 'headers' | 'imdn'> | null {
  const prefixes = new Map<string, string>();
  const headers = new Map<string, string>();
  const imdn = new Map<string, string>();
  for (const { name, value } of lines) {
    if (name === 'NS') {
      const [, prefix = '', uri] = NAMESPACE_DECLARATION.exec(value) ?? [];
      if (uri === undefined) return null;
      prefixes.set(prefix, uri);
      continue;
    }
    const [, first = '', second] = NAME.exec(name) ?? [];
    const into = second === undefined ? headers : prefixes.get(first) === IMDN_NAMESPACE ? imdn : null;
    const key = second ?? first;
    if (into === null) continue;
    if (into.has(key) && SINGLE.has(key)) return null;
    into.set(key, value);
  }
  return { headers, imdn };
}

/** MIME headers of the content are case-insensitive; only a content that stands there as it is, whole, is read. */
function readContent(
  lines: readonly CpimHeader[],
  rest: Uint8Array,
): Result<Pick<CpimMessage, 'contentType' | 'content'>, CpimFailure> {
  const values = (name: string): readonly string[] =>
    lines.filter((line) => line.name.toLowerCase() === name).map(({ value }) => value);
  const [type, ...moreTypes] = values('content-type');
  const contentType = type === undefined ? null : parseMediaType(type);
  if (contentType === null || moreTypes.length > 0) return failure('malformed');
  const [length, ...moreLengths] = values('content-length');
  if (length !== undefined && (moreLengths.length > 0 || !/^[0-9]{1,6}$/.test(length))) return failure('malformed');
  if (Number(length ?? rest.length) !== rest.length) return failure('malformed');
  const encodings = [...values('content-transfer-encoding'), ...values('content-encoding')];
  if (!encodings.every((encoding) => /^(?:7bit|8bit|binary|identity)$/i.test(encoding))) return failure('unsupported');
  return success({ contentType, content: rest });
}

export interface CpimParts {
  /** URI, without angle brackets. */
  readonly from: string;
  readonly to: string;
  readonly dateTime: string;
  /** Of the IMDN namespace, in their order. */
  readonly imdn: readonly CpimHeader[];
  readonly contentHeaders: readonly CpimHeader[];
  readonly content: string;
}

/** Writes a Message/CPIM. Null when a header's value would break out of its line. */
export function formatCpim(parts: CpimParts): string | null {
  const headers: readonly CpimHeader[] = [
    { name: 'From', value: `<${parts.from}>` },
    { name: 'To', value: `<${parts.to}>` },
    { name: 'DateTime', value: parts.dateTime },
    { name: 'NS', value: `imdn <${IMDN_NAMESPACE}>` },
    ...parts.imdn.map(({ name, value }) => ({ name: `imdn.${name}`, value })),
  ];
  const all = [...headers, ...parts.contentHeaders];
  if (all.some(({ value }) => /[\p{Cc}]/u.test(value))) return null;
  const write = (lines: readonly CpimHeader[]): string =>
    lines.map(({ name, value }) => `${name}: ${value}\r\n`).join('');
  return `${write(headers)}\r\n${write(parts.contentHeaders)}\r\n${parts.content}`;
}
