/** The relay looks no further into a body; a CPIM head that is longer counts as none. */
const MAX_HEAD_BYTES = 8_192;
const BLANK_LINE = /\r?\n\r?\n/;
const HEADER = /^([^\s:]+):[ \t]?(.*)$/;
const NAMESPACE = /^([^\s<]*)[ \t]*<([^>]*)>$/;

/** The two header blocks of a message/cpim body (RFC 3862 §3): the envelope's, and the content's Content-Type. */
export interface CpimHead {
  readonly contentType: string | null;
  /** The first header of that name in that namespace; header names are case-sensitive (§3.1). */
  namespaced(uri: string, name: string): string | null;
}

/** Null when the body is no CPIM. Lenient otherwise: the relay only looks for ids, recipients judge. */
export function readCpimHead(body: Uint8Array): CpimHead | null {
  const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, MAX_HEAD_BYTES)).toString('utf8');
  const [envelope, content] = text.split(BLANK_LINE, 2);
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
    namespaced: (uri, name) => {
      const prefix = prefixes.get(uri);
      if (prefix === undefined) return null;
      const full = prefix === '' ? name : `${prefix}.${name}`;
      return headers.find(([other]) => other === full)?.[1] ?? null;
    },
  };
}

function readHeaders(block: string): readonly (readonly [string, string])[] {
  return block.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = HEADER.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.trim()] as const];
  });
}
