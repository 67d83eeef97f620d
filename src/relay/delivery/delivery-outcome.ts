import type { HeaderList } from '../../wire/grammar/header-list.ts';
import { leadingSeconds } from '../../wire/grammar/retry-after.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';

/** What came of a delivery to all devices of a recipient. */
export type DeliveryOutcome =
  /** One device has it. */
  | { readonly kind: 'accepted' }
  /** No device will ever take it. */
  | { readonly kind: 'refused'; readonly statusCode: number }
  /** A device is there and does not take this message now. That says nothing about the others that wait for it. */
  | { readonly kind: 'declined'; readonly retryAfterMs: number }
  /** Nobody is there: no answer, or no flow. */
  | { readonly kind: 'absent' };

export const ABSENT: DeliveryOutcome = { kind: 'absent' };

/**
 * Answers below 500 (and 600) that a later try may change (RFC 3261 §21.4): Timeout, Flow Failed, Unavailable, Busy …
 */
const PASSING = new Set([408, 430, 480, 486, 491, 600]);
/** Answers of the 500s that no later try can change: Not Implemented, Version Not Supported, Message Too Large. */
const LASTING = new Set([501, 505, 513]);

const MAX_RETRY_AFTER_SECONDS = 3_600;

export function outcomeOf({ statusCode, headers }: SipResponse): DeliveryOutcome {
  if (statusCode < 300) return { kind: 'accepted' };
  if (isPassing(statusCode)) return { kind: 'declined', retryAfterMs: retryAfterMs(headers) };
  return { kind: 'refused', statusCode };
}

/**
 * A redirection (3xx) counts as passing too. It is not followed, since the relay would then connect to wherever a
 * client says.
 */
function isPassing(statusCode: number): boolean {
  if (statusCode < 400 || PASSING.has(statusCode)) return true;
  return statusCode >= 500 && statusCode < 600 && !LASTING.has(statusCode);
}

/** 0 when the device named no time. */
function retryAfterMs(headers: HeaderList): number {
  return 1_000 * Math.min(leadingSeconds(headers.first('Retry-After')) ?? 0, MAX_RETRY_AFTER_SECONDS);
}

/**
 * The one outcome of several devices' answers, when none of them is a 2xx. It is refused when all refuse it: then the
 * weightiest refusal counts (RFC 3261 §16.7 step 6: 6xx first, then the lowest class). While one device may still take
 * it, it is kept; and as soon as one has answered, it does not hold the others up that wait.
 */
export function combinedOutcome(outcomes: readonly DeliveryOutcome[]): DeliveryOutcome {
  const refusals = outcomes.filter((outcome) => outcome.kind === 'refused');
  if (refusals.length === outcomes.length) {
    return refusals.toSorted((one, other) => weight(one.statusCode) - weight(other.statusCode))[0] ?? ABSENT;
  }
  const declined = outcomes.filter((outcome) => outcome.kind === 'declined');
  if (declined.length > 0) {
    return { kind: 'declined', retryAfterMs: Math.max(...declined.map((outcome) => outcome.retryAfterMs)) };
  }
  return refusals.length > 0 ? { kind: 'declined', retryAfterMs: 0 } : ABSENT;
}

function weight(statusCode: number): number {
  return statusCode >= 600 ? 0 : statusCode;
}
