import type { HeaderField } from '../../wire/framing/frame.ts';
import type { HeaderList } from '../../wire/grammar/header-list.ts';
import { leadingSeconds } from '../../wire/grammar/retry-after.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';

/** What came of a delivery to all devices of a recipient. */
export type DeliveryOutcome =
  /** One device has it. */
  | { readonly kind: 'accepted' }
  /** No device will ever take it. The answer can be passed on to the sender. */
  | {
      readonly kind: 'refused';
      readonly statusCode: number;
      readonly reason: string;
      readonly headers: readonly HeaderField[];
    }
  /** Not now: no answer, no flow, or an answer that a later try may change. */
  | { readonly kind: 'unreachable'; readonly retryAfterMs: number };

export const NO_ANSWER: DeliveryOutcome = { kind: 'unreachable', retryAfterMs: 0 };

/**
 * Answers below 500 (and 600) that say something about this moment and not about this message (RFC 3261 §21.4):
 * Timeout, Flow Failed, Unavailable, Busy …
 */
const PASSING = new Set([408, 430, 480, 481, 486, 491, 600]);
/** Answers of the 500s that no later try can change: Not Implemented, Version Not Supported, Message Too Large. */
const LASTING = new Set([501, 505, 513]);

/** What the sender needs in order to do better (RFC 3261 §20.1, §20.2, §20.40, §20.43). */
const PASSED_ON = ['Accept', 'Accept-Encoding', 'Accept-Language', 'Unsupported', 'Warning', 'Reason'];
const MAX_RETRY_AFTER_SECONDS = 3_600;

export function outcomeOf(response: SipResponse): DeliveryOutcome {
  const { statusCode, headers } = response;
  if (statusCode < 300) return { kind: 'accepted' };
  if (isPassing(statusCode)) return { kind: 'unreachable', retryAfterMs: retryAfterMs(headers) };
  const passedOn = PASSED_ON.flatMap((name) => headers.all(name).map((value) => ({ name, value })));
  // The device asks our client for a password of its own, which the sender cannot give.
  if (statusCode === 401 || statusCode === 407) {
    return { kind: 'refused', statusCode: 403, reason: 'Refused By Recipient', headers: passedOn };
  }
  return { kind: 'refused', statusCode, reason: response.reason, headers: passedOn };
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
 * The one outcome of several devices' answers, when none of them is a 2xx. While one device may still take the message,
 * it is kept. Otherwise the weightiest refusal counts (RFC 3261 §16.7 step 6: 6xx first, then the lowest class).
 */
export function combinedOutcome(outcomes: readonly DeliveryOutcome[]): DeliveryOutcome {
  const unreachable = outcomes.find(({ kind }) => kind === 'unreachable');
  if (unreachable !== undefined) return unreachable;
  const refusals = outcomes.filter((outcome) => outcome.kind === 'refused');
  return refusals.toSorted((one, other) => weight(one.statusCode) - weight(other.statusCode))[0] ?? NO_ANSWER;
}

function weight(statusCode: number): number {
  return statusCode >= 600 ? 0 : statusCode;
}
