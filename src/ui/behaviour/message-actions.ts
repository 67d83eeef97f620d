import type { Message } from '../../domain/history/message.ts';

export function canResend(message: Message | null): boolean {
  return message?.direction === 'outgoing' && (message.status === 'failed' || message.status === 'waiting');
}

/** Only what failed: a waiting message would still go out as it is. */
export function canEdit(message: Message | null): boolean {
  return message?.direction === 'outgoing' && message.status === 'failed' && !message.blanked;
}
