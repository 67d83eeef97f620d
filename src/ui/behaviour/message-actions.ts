import type { Message } from '../../domain/history/message.ts';

export function canResend(message: Message | null): boolean {
  return message?.direction === 'outgoing' && (message.status === 'failed' || message.status === 'waiting');
}

/** A message that is not at the relay yet need not go there. */
export function canCancel(message: Message | null): boolean {
  return message?.direction === 'outgoing' && (message.status === 'sending' || message.status === 'waiting');
}

/** Only a failed message can be edited: a waiting one could still go out as it is. */
export function canEdit(message: Message | null): boolean {
  return message?.direction === 'outgoing' && message.status === 'failed' && !message.blanked;
}
