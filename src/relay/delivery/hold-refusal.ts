import { retryAfter, type RelayAnswer } from '../access/incoming-request.ts';
import type { HoldFailure } from '../storage/stored-messages.ts';

const FULL_RETRY_SECONDS = 300;
/** About the time in which one message more to strangers becomes free. */
const STRANGER_RETRY_SECONDS = 1_200;
/** How long the relay and the sender wait before they try a failing store again. */
export const STORE_RETRY_SECONDS = 30;

/** The answer to the sender of a message that cannot be held. */
export function holdRefusal(failure: HoldFailure): RelayAnswer {
  switch (failure) {
    case 'recipient-full':
      // Not 503: that would be about this server, and send the client to another one (RFC 3261 §21.5.4).
      return { statusCode: 480, reason: 'Recipient Box Full', headers: retryAfter(FULL_RETRY_SECONDS) };
    case 'sender-full':
    case 'store-full':
      return { statusCode: 503, reason: 'Too Many Messages Waiting', headers: retryAfter(FULL_RETRY_SECONDS) };
    case 'stranger-full':
      return { statusCode: 503, reason: 'Too Many Unanswered Messages', headers: retryAfter(STRANGER_RETRY_SECONDS) };
    case 'disk-full':
    case 'read-only':
    case 'damaged':
    case 'closed':
      return { statusCode: 503, reason: 'Cannot Keep Message', headers: retryAfter(STORE_RETRY_SECONDS) };
  }
}
