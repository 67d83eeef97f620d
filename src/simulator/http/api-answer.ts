/** What the HTTP interface answers. */
export type ApiAnswer =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly value: unknown;
      /** Methods that the path accepts, in an answer 405 (RFC 9110 §15.5.6). */
      readonly allow?: string;
    }
  | { readonly kind: 'png'; readonly bytes: Uint8Array };

/** A request as the routes see it. */
export interface ApiRequest {
  readonly method: string;
  /** The decoded segments of the path after `/api/`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Parsed JSON of a POST; undefined otherwise. */
  readonly body: unknown;
}

export function answered(value: unknown): ApiAnswer {
  return { kind: 'json', status: 200, value };
}

/** An answer that names the mistake and the cure. */
export function fault(status: number, error: string, message: string, cure: string): ApiAnswer {
  return { kind: 'json', status, value: { error, message, cure } };
}

const DEFAULT_TIMEOUT_MS = 5000;
const LONGEST_TIMEOUT_MS = 60_000;

/** `timeoutMs` of a request that waits; null when it is not a number from 0 to 60,000. */
export function timeoutOf(query: URLSearchParams): number | null {
  const given = query.get('timeoutMs');
  if (given === null) return DEFAULT_TIMEOUT_MS;
  const timeoutMs = Number(given);
  return /^\d{1,5}$/.test(given) && timeoutMs <= LONGEST_TIMEOUT_MS ? timeoutMs : null;
}

export function badTimeout(): ApiAnswer {
  return fault(400, 'bad-timeout', 'timeoutMs is out of range', `give 0 to ${LONGEST_TIMEOUT_MS} ms`);
}

/** @param right the method that the path accepts. Where GET is right, HEAD is too (RFC 9110 §9.1). */
export function wrongMethod(method: string, right: 'GET' | 'POST'): ApiAnswer {
  const value = { error: 'wrong-method', message: `${method.slice(0, 20)} is not allowed here`, cure: `use ${right}` };
  return { kind: 'json', status: 405, value, allow: right === 'GET' ? 'GET, HEAD' : right };
}
