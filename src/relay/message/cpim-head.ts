/** The relay looks no further into a body; a CPIM head that is longer counts as none. */
const MAX_HEAD_BYTES = 8_192;
const BLANK_LINE = /\r?\n\r?\n/g;
/** Values of Content-Transfer-Encoding and Content-Encoding that change nothing. */
const UNCHANGED = /^(?:7bit|8bit|binary|identity)$/i;
const HEADER = /^([^\s:]+):[ \t]?(.*)$/;
const NAMESPACE = /^([^\s<]*)[ \t]*<([^>]*)>$/;

/** The two header blocks of a message/cpim body (RFC 3862 §3): the envelope's and the content's. */
export interface CpimHead {
  readonly contentType: string | null;
  /** The content, byte for byte; null when it is in some encoding, or where it begins cannot be told. */
  readonly content: Uint8Array | null;
  /** The first header of that name in that namespace; header names are case-sensitive (§3.1). */
  namespaced(uri: string, name: string): string | null;
}

/** Null when the body is no CPIM. Lenient otherwise: the relay only looks for ids, recipients judge. */
export function readCpimHead(body: Uint8Array): CpimHead | null {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, MAX_HEAD_BYTES));
  const [envelope, content] = start.toString('utf8').split(BLANK_LINE, 2);
  if (envelope === undefined || content === undefined) return null;
  const headers = readHeaders(envelope);
  const contentHeaders = readHeaders(content);
  const prefixes = new Map<string, string>();
  for (const [name, value] of headers) {
    const [, prefix, uri] = name === 'NS' ? (NAMESPACE.exec(value) ?? []) : [];
    if (prefix !== undefined && uri !== undefined) prefixes.set(uri, prefix);
  }
  return {
    contentType: contentHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null,
    content: isUnchanged(contentHeaders) ? contentOf(body, start) : null,
    namespaced: (uri, name) => {
      const prefix = prefixes.get(uri);
      if (prefix === undefined) return null;
      const full = prefix === '' ? name : `${prefix}.${name}`;
      return headers.find(([other]) => other === full)?.[1] ?? null;
    },
  };
}

function isUnchanged(headers: readonly (readonly [string, string])[]): boolean {
  return headers.every(([name, value]) => !/^content-(?:transfer-)?encoding$/i.test(name) || UNCHANGED.test(value));
}

/** Behind the second blank line; counted in bytes, of which Latin-1 has one a character. */
function contentOf(body: Uint8Array, start: Buffer): Uint8Array | null {
  const [, end] = start.toString('latin1').matchAll(BLANK_LINE);
  return end === undefined ? null : body.subarray(end.index + end[0].length);
}

function readHeaders(block: string): readonly (readonly [string, string])[] {
  return block.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = HEADER.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.trim()] as const];
  });
}
