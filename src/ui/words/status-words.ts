import type { LinkState } from '../../domain/link-state.ts';
import type { OutgoingMessage, OutgoingStatus } from '../../domain/message.ts';
import { epochMs, type DeviceAgeMs, type EpochMs } from '../../domain/time.ts';
import type { IconName, StateModel } from '../presenters/models.ts';
import type { Strings } from '../strings/strings.ts';
import type { Tone } from '../theme.ts';
import type { TimeWords } from './time-words.ts';

/** The two clocks of now: deadlines are told in device age and shown on the wall clock. */
export interface Now {
  readonly wallMs: EpochMs;
  readonly ageMs: DeviceAgeMs;
}

export const STATUS_ICONS: Readonly<Record<OutgoingStatus, { readonly icon: IconName; readonly tone: Tone }>> = {
  sending: { icon: 'sending', tone: 'quiet' },
  waiting: { icon: 'clock', tone: 'warn' },
  enqueued: { icon: 'tick', tone: 'quiet' },
  delivered: { icon: 'double-tick', tone: 'accent' },
  read: { icon: 'envelope', tone: 'accent' },
  failed: { icon: 'alert', tone: 'error' },
};

/** Status of a message that was sent, as icon and whole phrase: "Waiting, sends until 02:14", "Failed: unknown number". */
export function statusOf(message: OutgoingMessage, now: Now, strings: Strings, times: TimeWords): StateModel {
  return { ...STATUS_ICONS[message.status], text: statusText(message, now, strings, times) };
}

function statusText(message: OutgoingMessage, now: Now, strings: Strings, times: TimeWords): string {
  switch (message.status) {
    case 'sending':
      return strings.text('status.sending');
    case 'waiting':
      return strings.text('status.waiting', { time: times.clock(deadlineOnWall(message.giveUpAtAgeMs, now)) });
    case 'enqueued':
      return strings.text('status.enqueued');
    case 'delivered':
      return strings.text('status.delivered');
    case 'read':
      return strings.text('status.read');
    case 'failed':
      return message.failure === null
        ? strings.text('status.failedShort')
        : strings.text('status.failed', { reason: strings.text(`reason.${message.failure}`) });
  }
}

/** When the wall clock will show at a device age: right as long as nobody sets the clock, and told anew at each drawing. */
export function deadlineOnWall(deadlineMs: DeviceAgeMs, now: Now): EpochMs {
  return epochMs(now.wallMs + (deadlineMs - now.ageMs));
}

/** The flow to the relay, for the status bar. */
export function linkWords(link: LinkState, strings: Strings, times: TimeWords): StateModel {
  switch (link.kind) {
    case 'stopped':
      return { icon: 'alert', tone: 'quiet', text: strings.text('link.stopped') };
    case 'connecting':
      return { icon: 'connecting', tone: 'quiet', text: strings.text('link.connecting') };
    case 'registered':
      return { icon: 'link', tone: 'accent', text: strings.text('link.registered') };
    case 'unreachable':
      return {
        icon: 'alert',
        tone: 'warn',
        text: strings.text('link.unreachable', { time: times.clock(link.sinceMs) }),
      };
  }
}

/** As `linkWords`, in fewer and fewer words. */
export function shorterLinkWords(link: LinkState, strings: Strings, times: TimeWords): readonly string[] {
  if (link.kind !== 'unreachable') return [];
  const time = times.clock(link.sinceMs);
  return [strings.text('link.unreachableShort', { time }), strings.text('link.unreachableShortest')];
}
