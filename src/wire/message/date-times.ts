import { epochMs, type EpochMs } from '../../domain/time.ts';

const RFC_3339 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
/** A SIP-date (RFC 3261 §20.17) is always in GMT. A date in another zone is ignored (RFC 4475 §3.1.2.12). */
const SIP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;

/** Null for anything that is not a valid RFC 3339 date-time. */
export function parseDateTime(text: string | null | undefined): EpochMs | null {
  return parseIf(RFC_3339, text);
}

/** Null for anything that is not a valid SIP Date. */
export function parseSipDate(text: string | null | undefined): EpochMs | null {
  return parseIf(SIP_DATE, text);
}

function parseIf(form: RegExp, text: string | null | undefined): EpochMs | null {
  if (text === null || text === undefined || !form.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? epochMs(ms) : null;
}

/** RFC 3339 in UTC, to the second. */
export function formatDateTime(atMs: EpochMs): string {
  return new Date(atMs).toISOString().replace(/\.[0-9]+Z$/, 'Z');
}

export function formatSipDate(atMs: EpochMs): string {
  return new Date(atMs).toUTCString();
}
