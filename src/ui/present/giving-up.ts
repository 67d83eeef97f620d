import type { OutgoingMessage } from '../../domain/history/message.ts';
import { deadlineOnWall } from '../phrases/status-words.ts';
import type { PresentParts } from './present-parts.ts';

/** When a waiting message will be given up, in the same wall-clock time as in its row of the thread. */
export function givingUpText({ strings, times, now }: PresentParts, message: OutgoingMessage): string {
  return strings.text('banner.givingUp', {
    time: times.deadline(deadlineOnWall(message.giveUpAtAgeMs, now), now.wallMs),
  });
}
