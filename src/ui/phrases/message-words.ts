import type { Message } from '../../domain/history/message.ts';
import type { EpochMs } from '../../domain/time.ts';

/** The moment that a message is shown under: when it was written here, or when it came here. */
export function momentOf(message: Message): EpochMs {
  return message.direction === 'outgoing' ? message.composedAtMs : message.receivedAtMs;
}
