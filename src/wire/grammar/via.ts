import { parseParameters, splitList, type Parameters } from './syntax.ts';

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

const VIA =
  /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*\/[ \t]*([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*\/[ \t]*([A-Za-z0-9\-.!%*_+`'~]+)[ \t]+(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*))[ \t]*(?::[ \t]*([0-9]{1,5}))?[ \t]*((?:;.*)?)$/s;

/** RFC 3261 §8.1.1.7: a branch that begins with this identifies the transaction. */
export const MAGIC_COOKIE = 'z9hG4bK';

/**
 * Null when malformed. Protocol name and version may differ from ours (RFC 3261 allows SIP/3.0 hops); ours is checked
 * in the Request-Line.
 */
export function parseVia(value: string): Via | null {
  const [, , , transport, host, port, rest = ''] = VIA.exec(value) ?? [];
  if (transport === undefined || host === undefined) return null;
  const parameters = parseParameters(rest);
  if (parameters === null || Number(port ?? 1) > 65_535) return null;
  return {
    transport: transport.toUpperCase(),
    host: host.toLowerCase(),
    port: port === undefined ? null : Number(port),
    parameters,
  };
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
