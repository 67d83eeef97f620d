import type { Message } from '../../domain/history/message.ts';
import type { EpochMs } from '../../domain/time.ts';

/** The time shown with a message: when it was written here, or when it arrived here. */
export function momentOf(message: Message): EpochMs {
  return message.direction === 'outgoing' ? message.composedAtMs : message.receivedAtMs;
}
