import { Scanner } from './scanner.ts';
import { readParameters, SIP_PARAMETERS, splitList, type Parameters } from './syntax.ts';

/** One hop on the way of a request (RFC 3261 §20.42). */
export interface Via {
  /** UDP, TCP, TLS …, upper case. */
  readonly transport: string;
  /** Host of the sent-by, lower case. */
  readonly host: string;
  readonly port: number | null;
  /**
   * branch, received, rport …; names in lower case. `rport` without a value asks the server to fill it in (RFC 3581
   * §3).
   */
  readonly parameters: Parameters;
}

const HOST = /\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9_.-]*/y;
const PORT = /[0-9]{1,5}/y;

/** RFC 3261 §8.1.1.7: a branch that begins with this identifies the transaction. */
export const MAGIC_COOKIE = 'z9hG4bK';

/**
 * Null when malformed. Protocol name and version may differ from ours (RFC 3261 allows SIP/3.0 hops); ours is checked
 * in the Request-Line.
 */
export function parseVia(value: string): Via | null {
  const scanner = new Scanner(value);
  const transport = readProtocol(scanner);
  if (transport === null || !scanner.blanks()) return null;
  const host = scanner.run(HOST);
  if (host === null) return null;
  scanner.blanks();
  const port = scanner.take(':') ? readPort(scanner) : undefined;
  const parameters = port === null ? null : readParameters(scanner, SIP_PARAMETERS);
  if (port === null || parameters === null) return null;
  return { transport: transport.toUpperCase(), host: host.toLowerCase(), port: port ?? null, parameters };
}

/** The transport in `SIP/2.0/TLS`, which may have white space around its slashes. */
function readProtocol(scanner: Scanner): string | null {
  let part = scanner.token();
  for (let slashes = 0; slashes < 2 && part !== null; slashes += 1) {
    scanner.blanks();
    if (!scanner.take('/')) return null;
    scanner.blanks();
    part = scanner.token();
  }
  return part;
}

function readPort(scanner: Scanner): number | null {
  scanner.blanks();
  const port = Number(scanner.run(PORT) ?? Number.NaN);
  return port <= 65_535 ? port : null;
}

/** Every hop of every Via header, topmost first; null when one is malformed. */
export function parseVias(values: readonly string[]): readonly Via[] | null {
  const vias: Via[] = [];
  for (const element of values.flatMap(splitList)) {
    const via = parseVia(element);
    if (via === null) return null;
    vias.push(via);
  }
  return vias;
}

/**
 * The branch that identifies the transaction. Null when it identifies none, as when it is the cookie alone (RFC 4475
 * §3.3.1).
 */
export function branchOf(via: Via): string | null {
  const branch = via.parameters.get('branch') ?? null;
  return branch === null || branch === MAGIC_COOKIE ? null : branch;
}
