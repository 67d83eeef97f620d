import type { OutgoingMessage } from '../../domain/history/message.ts';
import { deadlineOnWall } from '../phrases/status-words.ts';
import type { PresentParts } from './present-parts.ts';

/** When a waiting message is given up, by the wall clock of now, like its row in the thread. */
export function givingUpText({ strings, times, now }: PresentParts, message: OutgoingMessage): string {
  return strings.text('banner.givingUp', {
    time: times.deadline(deadlineOnWall(message.giveUpAtAgeMs, now), now.wallMs),
  });
}
