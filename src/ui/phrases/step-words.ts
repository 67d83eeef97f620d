import type { Message, MessageStep } from '../../domain/history/message.ts';
import type { Strings } from '../languages/strings.ts';

/**
 * Reason phrases of SIP answers that a MESSAGE may get (RFC 3261 §21, RFC 3428, RFC 5626). They are the standard's own
 * words, for anybody who looks the answer up, so they are not translated.
 */
const SIP_PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  202: 'Accepted',
  301: 'Moved permanently',
  302: 'Moved temporarily',
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  407: 'Proxy authentication required',
  408: 'Request timeout',
  410: 'Gone',
  413: 'Request entity too large',
  415: 'Unsupported media type',
  416: 'Unsupported URI scheme',
  420: 'Bad extension',
  430: 'Flow failed',
  439: 'First hop lacks outbound support',
  480: 'Temporarily unavailable',
  481: 'Call or transaction does not exist',
  482: 'Loop detected',
  483: 'Too many hops',
  484: 'Address incomplete',
  485: 'Ambiguous',
  486: 'Busy here',
  487: 'Request terminated',
  488: 'Not acceptable here',
  493: 'Undecipherable',
  494: 'Security agreement required',
  500: 'Server internal error',
  501: 'Not implemented',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Server time-out',
  505: 'Version not supported',
  513: 'Message too large',
  600: 'Busy everywhere',
  603: 'Decline',
  604: 'Does not exist anywhere',
  606: 'Not acceptable',
};

/**
 * A SIP answer in words, such as `503 Service unavailable`. The number alone when the standard has no phrase for it.
 */
function sipAnswer(status: number): string {
  const phrase = SIP_PHRASES[status];
  return phrase === undefined ? String(status) : `${status} ${phrase}`;
}

/**
 * One step of a message's life in words. "Read" means by the peer for a sent message, and by the owner for a received
 * one.
 */
export function stepWords(step: MessageStep, direction: Message['direction'], strings: Strings): string {
  switch (step.kind) {
    case 'try':
      return tryWords(step, strings);
    case 'failed':
      if (step.reason === 'cancelled') return strings.text('status.cancelled');
      return step.reason === null
        ? strings.text('step.failedPlain')
        : strings.text('step.failed', { reason: strings.text(`reason.${step.reason}`) });
    case 'accepted':
      return withAnswer(strings.text('step.accepted'), step.sipStatus);
    case 'read':
      return strings.text(direction === 'incoming' ? 'step.readHere' : 'step.read');
    case 'composed':
    case 'waiting':
    case 'delivered':
    case 'resent':
    case 'received':
    case 'blanked':
      return strings.text(`step.${step.kind}`);
  }
}

function tryWords(step: MessageStep, strings: Strings): string {
  const number = String(step.tryNumber ?? 1);
  const outcome = tryOutcome(step, strings);
  return outcome === '' ? strings.text('step.tryUnderWay', { number }) : strings.text('step.try', { number, outcome });
}

function tryOutcome(step: MessageStep, strings: Strings): string {
  if (step.sipStatus !== null) return sipAnswer(step.sipStatus);
  return step.reason === null ? '' : strings.text(`reason.${step.reason}`);
}

function withAnswer(words: string, sipStatus: number | null): string {
  return sipStatus === null ? words : `${words} (${sipAnswer(sipStatus)})`;
}
