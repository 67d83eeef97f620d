import type { IncomingMessage, MessageStep, OutgoingMessage, Sequence } from '../../../domain/history/message.ts';
import { plainStep } from '../../../domain/history/message-step.ts';
import { isBlank } from '../../../domain/text/text-limits.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { NewIncoming, NewOutgoing } from '../../../ports/store/message-store.ts';

/** A new outgoing message, the same in every adapter. */
export function newOutgoing(sequence: Sequence, message: NewOutgoing): OutgoingMessage {
  return {
    direction: 'outgoing',
    sequence,
    id: message.id,
    peer: message.peer,
    body: message.body,
    composedAtMs: message.composedAtMs,
    status: 'sending',
    failure: null,
    cause: null,
    tries: 0,
    giveUpAtAgeMs: message.giveUpAtAgeMs,
    blanked: false,
  };
}

export function newIncoming(sequence: Sequence, message: NewIncoming): IncomingMessage {
  return {
    direction: 'incoming',
    sequence,
    id: message.id,
    peer: message.peer,
    body: message.body,
    cutBytes: message.cutBytes ?? 0,
    receivedAtMs: message.receivedAtMs,
    sentAtMs: message.sentAtMs,
    // A text that says nothing is kept and shown, but nobody has to be told of it.
    read: isBlank(message.body),
    conflict: false,
    blanked: false,
  };
}

export const composedStep = (atMs: EpochMs): MessageStep => plainStep('composed', atMs);
export const receivedStep = (atMs: EpochMs): MessageStep => plainStep('received', atMs);
export const readStep = (atMs: EpochMs): MessageStep => plainStep('read', atMs);
