import type { HeaderList } from './header-list.ts';

const LEAST_S = 1;
const MOST_S = 86_400;

/**
 * Retry-After (RFC 3261 §20.33) in milliseconds, clamped to 1…86,400 s; null when there is none or it cannot be read.
 */
export function retryAfterMs(headers: HeaderList): number | null {
  const seconds = leadingSeconds(headers.first('Retry-After'));
  return seconds === null ? null : 1_000 * Math.min(MOST_S, Math.max(LEAST_S, seconds));
}

/** The number that a header such as Expires, Min-Expires or Flow-Timer begins with; null when it begins with none. */
export function leadingSeconds(value: string | null): number | null {
  const digits = /^[0-9]{1,15}(?=$|[\s;(])/.exec(value ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}
