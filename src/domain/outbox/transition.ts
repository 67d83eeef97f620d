import type { FailureReason } from '../history/failure-reason.ts';
import type { MessageStep, OutgoingMessage, OutgoingStatus } from '../history/message.ts';
import type { DeviceAgeMs } from '../time.ts';

/** What a report of the peer or of its relay says about a message (RFC 5438 §7.2). */
export type Disposition = 'delivered' | 'displayed' | 'failed' | 'expired';

/** What may happen to a message that was sent. `tries` counts the tries begun since Enter, or since the last resend. */
export type OutgoingEvent =
  /** A try ended without a final answer; the next one may follow. */
  | { readonly kind: 'unanswered'; readonly cause: FailureReason; readonly tries: number }
  /** The minute of tries is over. */
  | { readonly kind: 'waits'; readonly cause: FailureReason | null; readonly tries: number }
  | { readonly kind: 'accepted'; readonly tries: number }
  | { readonly kind: 'refused'; readonly reason: FailureReason; readonly tries: number }
  /** The owner does not want it sent any more. */
  | { readonly kind: 'cancelled'; readonly tries: number }
  /** The 12 h of the message are over. */
  | { readonly kind: 'gaveUp'; readonly cause: FailureReason | null; readonly tries: number }
  /** `readReports`: the owner has opted in to read reports. Without that, "displayed" counts as "delivered". */
  | { readonly kind: 'reported'; readonly disposition: Disposition; readonly readReports: boolean }
  /** The owner sends it again. */
  | { readonly kind: 'resent'; readonly giveUpAtAgeMs: DeviceAgeMs }
  | { readonly kind: 'blanked' }
  /** Only steps to be shown by Details; what became of the message is known already. */
  | { readonly kind: 'noted' };

/**
 * An event to be stored, with the steps that Details shows for it. Blanking takes another way, because the text must
 * leave the search index too.
 */
export interface OutgoingMove {
  readonly event: Exclude<OutgoingEvent, { kind: 'blanked' }>;
  readonly steps: readonly MessageStep[];
}

type Reached = Extract<OutgoingStatus, 'enqueued' | 'delivered' | 'read' | 'failed'>;

const UNFINISHED: readonly OutgoingStatus[] = ['sending', 'waiting'];

/**
 * From which statuses each one may be reached. A message that is known to have arrived can no longer fail. The relay's
 * acceptance does not lift 'failed': the owner was told of the failure, and only the peer's own device can prove
 * otherwise.
 */
const REACHED_FROM: Readonly<Record<Reached, readonly OutgoingStatus[]>> = {
  enqueued: UNFINISHED,
  failed: [...UNFINISHED, 'enqueued'],
  delivered: [...UNFINISHED, 'enqueued', 'failed'],
  read: [...UNFINISHED, 'enqueued', 'failed', 'delivered'],
};

/**
 * The only place that decides about a message's status. Returns the message after the event, or null when the event is
 * not allowed in the present status. The store passes every event through here, inside the transaction that writes it.
 */
export function transition(message: OutgoingMessage, event: OutgoingEvent): OutgoingMessage | null {
  switch (event.kind) {
    case 'reported':
      return afterReport(message, event.disposition, event.readReports);
    case 'resent':
      return afterResend(message, event.giveUpAtAgeMs);
    case 'blanked':
      // A message that is still to be sent needs its text.
      return isUnfinished(message) || message.blanked ? null : { ...message, body: '', blanked: true };
    case 'noted':
      return message;
    default:
      return isUnfinished(message) ? afterTry(message, event) : null;
  }
}

/** Like `transition`, for a caller who knows that the event is allowed. Throws when it is not. */
export function advanced(message: OutgoingMessage, event: OutgoingEvent): OutgoingMessage {
  const next = transition(message, event);
  if (next === null) throw new Error(`${event.kind} cannot happen to a message that is ${message.status}`);
  return next;
}

interface AfterMoves {
  readonly message: OutgoingMessage;
  readonly steps: readonly MessageStep[];
  /** Also when it was sent again and came back to the same status: it has then failed anew. */
  readonly statusChanged: boolean;
}

/**
 * The message after several events, and the steps to keep. An event that is not allowed leaves only the steps that tell
 * what the relay did: tries, and that it accepted one.
 */
export function afterMoves(message: OutgoingMessage, moves: readonly OutgoingMove[]): AfterMoves {
  const kept: MessageStep[] = [];
  let current = message;
  let isSentAgain = false;
  for (const { event, steps } of moves) {
    const next = transition(current, event);
    kept.push(...(next === null ? steps.filter(isOfRelay) : steps));
    isSentAgain ||= event.kind === 'resent' && next !== null;
    current = next ?? current;
  }
  return { message: current, steps: kept, statusChanged: isSentAgain || current.status !== message.status };
}

function isUnfinished({ status }: OutgoingMessage): boolean {
  return UNFINISHED.includes(status);
}

function isOfRelay({ kind }: MessageStep): boolean {
  return kind === 'try' || kind === 'accepted';
}

function reached(
  message: OutgoingMessage,
  status: Reached,
  more: Partial<Pick<OutgoingMessage, 'failure' | 'cause' | 'tries'>>,
): OutgoingMessage | null {
  if (!REACHED_FROM[status].includes(message.status)) return null;
  return { ...message, failure: null, cause: null, ...more, status };
}

/** An unfinished message after the event of one of its tries, or of their end. */
function afterTry(
  message: OutgoingMessage,
  event: Extract<OutgoingEvent, { readonly tries: number }>,
): OutgoingMessage | null {
  const { tries } = event;
  switch (event.kind) {
    case 'unanswered':
      return { ...message, cause: event.cause, tries };
    case 'waits':
      return message.status === 'sending' ? { ...message, status: 'waiting', cause: event.cause, tries } : null;
    case 'accepted':
      return reached(message, 'enqueued', { tries });
    case 'refused':
      return reached(message, 'failed', { failure: event.reason, tries });
    case 'cancelled':
      return reached(message, 'failed', { failure: 'cancelled', tries });
    case 'gaveUp':
      return reached(message, 'failed', { failure: 'not-sent-in-12-h', cause: event.cause, tries });
  }
}

/** The caller has checked that the report has the message's id and comes from the peer to which the message went. */
function afterReport(message: OutgoingMessage, disposition: Disposition, readReports: boolean): OutgoingMessage | null {
  switch (disposition) {
    case 'delivered':
      return reached(message, 'delivered', {});
    case 'displayed':
      return reached(message, readReports ? 'read' : 'delivered', {});
    case 'failed':
      return reached(message, 'failed', { failure: 'peer-cannot-take-it' });
    case 'expired':
      return reached(message, 'failed', { failure: 'not-delivered-in-72-h' });
  }
}

/** Null for a message that the relay has accepted, and for one whose text has been blanked. */
function afterResend(message: OutgoingMessage, giveUpAtAgeMs: DeviceAgeMs): OutgoingMessage | null {
  if (message.blanked || !(isUnfinished(message) || message.status === 'failed')) return null;
  return { ...message, status: 'sending', failure: null, cause: null, tries: 0, giveUpAtAgeMs };
}
