import { failure, success, type Result } from '../../domain/result.ts';
import { parseMediaType, type MediaType } from '../grammar/media-type.ts';
import { IMDN_NAMESPACE, isContentPlain, readCpimHead, type CpimHead, type CpimHeader } from './cpim-head.ts';

/** A Message/CPIM (RFC 3862): message headers, content headers, content. */
export interface CpimMessage extends Pick<CpimHead, 'headers' | 'imdn' | 'content'> {
  readonly contentType: MediaType;
}

/** 'unsupported': well formed, but it requires or contains something that we do not accept. */
export type CpimFailure = 'malformed' | 'unsupported';

/** Reads a Message/CPIM strictly. Unknown headers are skipped, unless `Require` names them (RFC 3862 §4.6). */
export function parseCpim(body: Uint8Array): Result<CpimMessage, CpimFailure> {
  const head = readCpimHead(body, body.byteLength);
  if (head === null || head.malformed) return failure('malformed');
  if (head.demandsMore) return failure('unsupported');
  const contentType = contentTypeOf(head);
  if (contentType === null || !isLengthTrue(head)) return failure('malformed');
  if (!isContentPlain(head)) return failure('unsupported');
  return success({ headers: head.headers, imdn: head.imdn, contentType, content: head.content });
}

function contentTypeOf(head: CpimHead): MediaType | null {
  const [type, ...more] = contentHeader(head, 'content-type');
  return type === undefined || more.length > 0 ? null : parseMediaType(type);
}

/** Content is read only when its length is exactly the stated one, with nothing after it. */
function isLengthTrue(head: CpimHead): boolean {
  const [length, ...more] = contentHeader(head, 'content-length');
  if (length === undefined) return true;
  return more.length === 0 && /^[0-9]{1,6}$/.test(length) && Number(length) === head.content.length;
}

function contentHeader({ contentHeaders }: CpimHead, wanted: string): readonly string[] {
  return contentHeaders.filter(({ name }) => name === wanted).map(({ value }) => value);
}

export interface CpimParts {
  /** The sender's URI, without angle brackets. */
  readonly from: string;
  readonly to: string;
  readonly dateTime: string;
  /** Headers of the IMDN namespace, in their order. */
  readonly imdn: readonly CpimHeader[];
  readonly contentHeaders: readonly CpimHeader[];
  readonly content: string;
}

/** Writes a Message/CPIM. Null when a header's value contains a line break or other control character. */
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
