import type { Scanner } from './scanner.ts';

export type Parameters = ReadonlyMap<string, string | null>;

/** A value without quotes. It may contain what hosts and ids need. */
const VALUE = /[^\s;,"<>]+/y;

/** What may stand between the words of a list of parameters. */
export interface ParameterStyle {
  readonly pass: (scanner: Scanner) => void;
  /** Whether a semicolon may be followed by no parameter. */
  readonly mayBeEmpty: boolean;
}

export const SIP_PARAMETERS: ParameterStyle = {
  pass: (scanner) => {
    scanner.blanks();
  },
  mayBeEmpty: false,
};

/**
 * Reads `;a=1;b` up to the end: `;name`, `;name=token`, `;name="quoted"`, with white space around `;` and `=`. Names in
 * lower case and values unquoted. Null for anything else. When a name is given twice, the first one counts.
 */
export function readParameters(scanner: Scanner, style: ParameterStyle): Parameters | null {
  const { pass, mayBeEmpty } = style;
  const parameters = new Map<string, string | null>();
  pass(scanner);
  while (scanner.take(';')) {
    pass(scanner);
    const name = scanner.token()?.toLowerCase();
    if (name === undefined && !mayBeEmpty) return null;
    if (name === undefined) continue;
    pass(scanner);
    const value = scanner.take('=') ? readValue(scanner, pass) : undefined;
    if (value === null) return null;
    if (!parameters.has(name)) parameters.set(name, value ?? null);
    pass(scanner);
  }
  return scanner.isAtEnd ? parameters : null;
}

function readValue(scanner: Scanner, pass: ParameterStyle['pass']): string | null {
  pass(scanner);
  return scanner.quoted() ?? scanner.run(VALUE);
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
