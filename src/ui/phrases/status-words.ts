import type { LinkState } from '../../domain/link-state.ts';
import { failedUnasked, type OutgoingMessage, type OutgoingStatus } from '../../domain/history/message.ts';
import type { FailureReason } from '../../domain/history/failure-reason.ts';
import { epochMs, type DeviceAgeMs, type EpochMs } from '../../domain/time.ts';
import type { IconName, StateModel } from './state-model.ts';
import type { Strings } from '../languages/strings.ts';
import type { Tone } from '../style/theme.ts';
import type { TimeWords } from './time-words.ts';

/** The present time on both clocks: deadlines are kept in device age and shown by the wall clock. */
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

/** What the words depend on besides the message. */
interface StatusParts {
  readonly now: Now;
  readonly link: LinkState;
  readonly strings: Strings;
  readonly times: TimeWords;
}

/**
 * Status of a message that was sent, as icon and whole phrase: "Waiting: no network, sends until 02:14", "Failed:
 * unknown number".
 */
export function statusOf(message: OutgoingMessage, parts: StatusParts): StateModel {
  const { icon, tone } = STATUS_ICONS[message.status];
  const isTold = message.status !== 'failed' || failedUnasked(message);
  return { icon, tone: isTold ? tone : 'quiet', text: statusText(message, parts) };
}

/** The same where there is little room: without the time until which a waiting message is tried. */
export function shortStatusOf(message: OutgoingMessage, parts: StatusParts): StateModel {
  if (message.status !== 'waiting') return statusOf(message, parts);
  const { strings, link } = parts;
  const cause = waitingCause(message, link);
  const text =
    cause === null
      ? strings.text('status.waitingShort')
      : strings.text('status.waitingShortWhy', { reason: strings.text(`reason.${cause}`) });
  return { ...STATUS_ICONS[message.status], text };
}

function statusText(message: OutgoingMessage, { now, link, strings, times }: StatusParts): string {
  switch (message.status) {
    case 'sending':
      return strings.text('status.sending');
    case 'waiting': {
      const time = times.deadline(deadlineOnWall(message.giveUpAtAgeMs, now), now.wallMs);
      const cause = waitingCause(message, link);
      return cause === null
        ? strings.text('status.waiting', { time })
        : strings.text('status.waitingWhy', { time, reason: strings.text(`reason.${cause}`) });
    }
    case 'enqueued':
      return strings.text('status.enqueued');
    case 'delivered':
      return strings.text('status.delivered');
    case 'read':
      return strings.text('status.read');
    case 'failed':
      return failedText(message, strings);
  }
}

/** "Failed: unknown number". When a message was given up after 12 h, this also says what had kept it here. */
export function failedText({ failure, cause }: OutgoingMessage, strings: Strings): string {
  if (failure === null) return strings.text('status.failedShort');
  if (failure === 'cancelled') return strings.text('status.cancelled');
  const reason = strings.text(`reason.${failure}`);
  return cause === null
    ? strings.text('status.failed', { reason })
    : strings.text('status.failedWhy', { reason, cause: strings.text(`reason.${cause}`) });
}

/** Why a message waits: what now keeps the handset from the relay, otherwise the result of the last try. */
export function waitingCause(message: OutgoingMessage, link: LinkState): FailureReason | null {
  return link.kind === 'unreachable' ? link.reason : message.cause;
}

/**
 * What the wall clock will show at a device age. Right as long as nobody sets the clock, and computed again for each
 * drawing.
 */
export function deadlineOnWall(deadlineMs: DeviceAgeMs, now: Now): EpochMs {
  return epochMs(now.wallMs + (deadlineMs - now.ageMs));
}

/**
 * This failure passes by itself, so the status bar says enough. The others need somebody to act, and are also shown
 * below it.
 */
const HEALS_BY_ITSELF: FailureReason = 'no-network';

/** The state of the flow to the relay, for the status bar. */
export function linkWords(link: LinkState, strings: Strings, times: TimeWords): StateModel {
  switch (link.kind) {
    case 'stopped':
      return { icon: 'alert', tone: 'quiet', text: strings.text('link.stopped') };
    case 'connecting':
      return { icon: 'connecting', tone: 'quiet', text: strings.text('link.connecting') };
    case 'registered':
      return { icon: 'link', tone: 'accent', text: strings.text('link.registered') };
    case 'unreachable':
      return { icon: 'alert', tone: 'warn', text: unreachableWords(link, strings, times)[0] };
  }
}

/** As `linkWords`, in shorter and shorter forms. */
export function shorterLinkWords(link: LinkState, strings: Strings, times: TimeWords): readonly string[] {
  // Beside counts in large letters there may be room for nothing but the icon, which differs for each state.
  return link.kind === 'unreachable' ? unreachableWords(link, strings, times).slice(1) : [''];
}

type Unreachable = Extract<LinkState, { kind: 'unreachable' }>;

function unreachableWords({ sinceMs, reason }: Unreachable, strings: Strings, times: TimeWords): [string, ...string[]] {
  const time = times.clock(sinceMs);
  const whole = strings.text('link.unreachable', { time });
  const shorter = [strings.text('link.unreachableShort', { time }), strings.text('link.unreachableShortest')];
  if (reason !== HEALS_BY_ITSELF) return [whole, ...shorter];
  return [strings.text('link.unreachableWhy', { time, reason: strings.text(`reason.${reason}`) }), whole, ...shorter];
}

/**
 * Why the relay cannot be reached, as a lasting warning. '' when it can be reached, or when the failure is likely to
 * pass by itself.
 */
export function linkWarning(link: LinkState, strings: Strings): string {
  if (link.kind !== 'unreachable' || link.reason === HEALS_BY_ITSELF) return '';
  return strings.text('link.refused', { reason: strings.text(`reason.${link.reason}`) });
}
