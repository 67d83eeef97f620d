import type { FailureReason } from '../history/failure-reason.ts';
import type { MessageStep, OutgoingMessage, OutgoingStatus } from '../history/message.ts';
import type { DeviceAgeMs } from '../time.ts';

/** What a peer's, or its relay's, notification says about a message (RFC 5438 §7.2). */
export type Disposition = 'delivered' | 'displayed' | 'failed' | 'expired';

/** What may happen to a message that was sent. `tries`: those begun since Enter, or since the last resend. */
export type OutgoingEvent =
  /** A try ended without a final answer; the next one may follow. */
  | { readonly kind: 'unanswered'; readonly cause: FailureReason; readonly tries: number }
  /** The minute of tries is over. */
  | { readonly kind: 'waits'; readonly cause: FailureReason | null; readonly tries: number }
  | { readonly kind: 'accepted'; readonly tries: number }
  | { readonly kind: 'refused'; readonly reason: FailureReason; readonly tries: number }
  /** Its 12 h are over. */
  | { readonly kind: 'gaveUp'; readonly cause: FailureReason | null; readonly tries: number }
  /** `readReports`: the owner has opted in; without, "displayed" proves no more than that it was delivered. */
  | { readonly kind: 'reported'; readonly disposition: Disposition; readonly readReports: boolean }
  /** The owner sends it again. */
  | { readonly kind: 'resent'; readonly giveUpAtAgeMs: DeviceAgeMs }
  | { readonly kind: 'blanked' }
  /** Nothing but steps to be told by Details: what a message has come to is known already. */
  | { readonly kind: 'noted' };

/**
 * An event as it is written down, with the steps that tell of it. Blanking is not written so: the text must go from the
 * search index too.
 */
export interface OutgoingMove {
  readonly event: Exclude<OutgoingEvent, { kind: 'blanked' }>;
  readonly steps: readonly MessageStep[];
}

type Reached = Extract<OutgoingStatus, 'enqueued' | 'delivered' | 'read' | 'failed'>;

const UNFINISHED: readonly OutgoingStatus[] = ['sending', 'waiting'];

/**
 * From where a status may be reached. Forward only: what is known to have arrived cannot fail any more. An acceptance
 * never lifts 'failed': the owner was told, and only the peer's own device can say otherwise.
 */
const REACHED_FROM: Readonly<Record<Reached, readonly OutgoingStatus[]>> = {
  enqueued: UNFINISHED,
  failed: [...UNFINISHED, 'enqueued'],
  delivered: [...UNFINISHED, 'enqueued', 'failed'],
  read: [...UNFINISHED, 'enqueued', 'failed', 'delivered'],
};

/**
 * The one door for a message's status: the message as the event leaves it, or null when the event can no longer change
 * anything and so must not. The store lets every event through here, inside the transaction that writes it.
 */
export function transition(message: OutgoingMessage, event: OutgoingEvent): OutgoingMessage | null {
  switch (event.kind) {
    case 'reported':
      return afterReport(message, event.disposition, event.readReports);
    case 'resent':
      return afterResend(message, event.giveUpAtAgeMs);
    case 'blanked':
      // What is still to be sent needs its text.
      return isUnfinished(message) || message.blanked ? null : { ...message, body: '', blanked: true };
    case 'noted':
      return message;
    default:
      return isUnfinished(message) ? afterTry(message, event) : null;
  }
}

/** The same for one who knows that the event is allowed: throws when it is not. */
export function advanced(message: OutgoingMessage, event: OutgoingEvent): OutgoingMessage {
  const next = transition(message, event);
  if (next === null) throw new Error(`${event.kind} cannot happen to a message that is ${message.status}`);
  return next;
}

/**
 * What several events leave, and the steps to be kept: of an event that is not allowed only what the relay did all the
 * same, which are the tries and that it accepted one.
 */
export function afterMoves(
  message: OutgoingMessage,
  moves: readonly OutgoingMove[],
): { readonly message: OutgoingMessage; readonly steps: readonly MessageStep[] } {
  const kept: MessageStep[] = [];
  let current = message;
  for (const { event, steps } of moves) {
    const next = transition(current, event);
    kept.push(...(next === null ? steps.filter(isOfRelay) : steps));
    current = next ?? current;
  }
  return { message: current, steps: kept };
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

/** Of a message that is unfinished: what its own tries, or their end, make of it. */
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
    case 'gaveUp':
      return reached(message, 'failed', { failure: 'not-sent-in-12-h', cause: event.cause, tries });
  }
}

/** The caller has matched it: same id, and from the peer that the message went to. */
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

/** Not one that the relay has, nor one whose text is gone. */
function afterResend(message: OutgoingMessage, giveUpAtAgeMs: DeviceAgeMs): OutgoingMessage | null {
  if (message.blanked || !(isUnfinished(message) || message.status === 'failed')) return null;
  return { ...message, status: 'sending', failure: null, cause: null, tries: 0, giveUpAtAgeMs };
}
