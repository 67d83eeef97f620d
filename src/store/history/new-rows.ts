import type { IncomingMessage, MessageStep, OutgoingMessage, Sequence } from '../../domain/history/message.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { NewIncoming, NewOutgoing, OutgoingChange } from '../../ports/message-store.ts';

/** The row as every adapter begins it. */
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
    receivedAtMs: message.receivedAtMs,
    sentAtMs: message.sentAtMs,
    read: false,
    conflict: false,
    blanked: false,
  };
}

const plainStep = (kind: MessageStep['kind'], atMs: EpochMs): MessageStep => ({
  atMs,
  kind,
  tryNumber: null,
  sipStatus: null,
  reason: null,
});

export const composedStep = (atMs: EpochMs): MessageStep => plainStep('composed', atMs);
export const receivedStep = (atMs: EpochMs): MessageStep => plainStep('received', atMs);
export const readStep = (atMs: EpochMs): MessageStep => plainStep('read', atMs);

/** Throws unless the failure is there exactly when the status is 'failed'. */
export function assertFailureFits(change: OutgoingChange): void {
  if ((change.status === 'failed') !== (change.failure !== null)) {
    throw new Error(`status ${change.status} does not go with failure ${String(change.failure)}`);
  }
}
