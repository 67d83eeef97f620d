import { parseParameters, type Parameters } from './syntax.ts';

export interface MediaType {
  /** `type/subtype`, lower case. */
  readonly type: string;
  /** charset, boundary …; names in lower case, values unquoted. */
  readonly parameters: Parameters;
}

const MEDIA_TYPE = /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*\/[ \t]*([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*((?:;.*)?)$/s;

/** Reads a Content-Type (RFC 3261 §20.15); null when malformed. */
export function parseMediaType(value: string): MediaType | null {
  const [, type, subtype, rest = ''] = MEDIA_TYPE.exec(value) ?? [];
  const parameters = type === undefined ? null : parseParameters(rest);
  if (type === undefined || subtype === undefined || parameters === null) return null;
  return { type: `${type}/${subtype}`.toLowerCase(), parameters };
}
