import { Scanner } from './scanner.ts';
import { readParameters, type Parameters, type ParameterStyle } from './syntax.ts';

export interface MediaType {
  /** `type/subtype`, lower case. */
  readonly type: string;
  /** charset, boundary …; names in lower case, values unquoted. */
  readonly parameters: Parameters;
}

const MIME_PARAMETERS: ParameterStyle = {
  pass: (scanner) => {
    scanner.blanksAndComments();
  },
  mayBeEmpty: true,
};

/**
 * Reads a Content-Type (RFC 3261 §20.15), also as MIME writes it: with comments, and with semicolons that nothing
 * follows. Null when it is malformed.
 */
export function parseMediaType(value: string): MediaType | null {
  const scanner = new Scanner(value);
  scanner.blanksAndComments();
  const type = scanner.token();
  scanner.blanksAndComments();
  if (type === null || !scanner.take('/')) return null;
  scanner.blanksAndComments();
  const subtype = scanner.token();
  if (subtype === null) return null;
  const parameters = readParameters(scanner, MIME_PARAMETERS);
  return parameters === null ? null : { type: `${type}/${subtype}`.toLowerCase(), parameters };
}
