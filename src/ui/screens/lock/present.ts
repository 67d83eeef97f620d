import type { IconName } from '../../phrases/state-model.ts';
import { givingUpText } from '../../present/giving-up.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { UNLOCK_KEYS } from './behaviour.ts';
import type { LockState } from './state.ts';
import { shownDate } from '../../present/shown-time.ts';

export interface LockModel {
  readonly kind: 'lock';
  readonly clock: string;
  readonly date: string;
  /** '' when nothing is new. */
  readonly news: string;
  /** "1 not sent"; '' when nothing failed. */
  readonly notSent: string;
  /** Another device signed in, or a message is about to be given up; '' for none. */
  readonly warning: string;
  readonly warningIcon: IconName;
  readonly hint: string;
  /** The first of the four keys was pressed. */
  readonly underWay: boolean;
}

/** Signs that are printed on the keys of both boards. Enter is the middle key where there are soft keys. */
const SIGNS: Readonly<Record<string, string>> = { left: '◀', right: '▶' };

/** Whoever finds the handset may see that something arrived, but not from whom or what. */
export function presentLock(parts: PresentParts, lock: LockState): LockModel {
  const { status, strings, times, now } = parts;
  const { unread, notSent } = status;
  return {
    kind: 'lock',
    clock: times.clock(now.wallMs),
    date: shownDate(parts),
    news: unread === 0 ? '' : strings.count('newMessages', unread),
    notSent: notSent === 0 ? '' : strings.count('notSent', notSent),
    ...warningOf(parts),
    hint: hint(parts, lock),
    underWay: lock.progress > 0,
  };
}

function warningOf(parts: PresentParts): Pick<LockModel, 'warning' | 'warningIcon'> {
  const { status, strings, givingUp } = parts;
  if (status.otherDeviceAtMs !== null) return { warning: strings.text('lock.signIn'), warningIcon: 'alert' };
  return { warning: givingUp === null ? '' : givingUpText(parts, givingUp), warningIcon: 'clock' };
}

function hint({ strings, hasSoftKeys }: PresentParts, { progress, wrongKeys }: LockState): string {
  const enter = strings.text(hasSoftKeys ? 'key.ok' : 'key.enter');
  const keys = UNLOCK_KEYS.slice(Math.max(progress, 1))
    .map((key) => SIGNS[key] ?? enter)
    .join('\u00a0');
  if (wrongKeys > 0) return strings.text('lock.rest');
  return progress === 0 ? strings.text('lock.hint', { keys }) : strings.text('lock.next', { keys });
}
