/** RFC 3261 §25.1: token. */
export const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

export type Parameters = ReadonlyMap<string, string | null>;

/**
 * `;name`, `;name=token`, `;name="quoted"`. White space is allowed around `;` and `=`. Values may contain what hosts
 * and ids need.
 */
const PARAMETER = /[ \t]*;[ \t]*([A-Za-z0-9\-.!%*_+`'~]+)(?:[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^\s;,"<>]+))?[ \t]*/y;

/**
 * Reads `;a=1;b`, names in lower case and values unquoted. Null for anything else. When a name is given twice, the
 * first one counts.
 */
export function parseParameters(text: string): Parameters | null {
  const parameters = new Map<string, string | null>();
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < text.length) {
    const match = PARAMETER.exec(text);
    if (match?.[1] === undefined) return null;
    const name = match[1].toLowerCase();
    if (!parameters.has(name)) parameters.set(name, match[2] === undefined ? null : unquote(match[2]));
  }
  return parameters;
}

/** The content of a quoted-string, escapes resolved. Any other text is returned unchanged. */
export function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length >= 2
    ? text.slice(1, -1).replace(/\\(.)/gsu, '$1')
    : text;
}

/** A quoted-string (RFC 3261 §25.1) of `text`. The caller keeps control characters out; the encoder refuses them. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * Splits a list header at its commas, except those in quotes and in <>. Empty elements are kept, so that the reader can
 * refuse them.
 */
export function splitList(value: string): string[] {
  if (!value.includes(',')) return [value.trim()];
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"' && !bracketed) quoted = !quoted;
    else if (!quoted && character === '<') bracketed = true;
    else if (!quoted && character === '>') bracketed = false;
    else if (!quoted && !bracketed && character === ',') {
      parts.push(value.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(value.slice(start).trim());
  return parts;
}
