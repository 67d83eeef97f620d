import { UNLOCK_KEYS } from '../navigator/lock.ts';
import type { LockState, UiState } from '../navigator/state.ts';
import { givingUpText } from './banner.ts';
import type { LockModel } from './models.ts';
import type { PresentContext } from './present-context.ts';

/** Printed on keys of both boards; Enter is the middle key where there are soft keys. */
const SIGNS: Readonly<Record<string, string>> = { left: '◀', right: '▶' };

/** What who finds the handset may see: that something came, not from whom and not what. */
export function presentLock(context: PresentContext, { warning }: UiState, lock: LockState): LockModel {
  const { handset, strings, times, now } = context;
  const { unread } = handset.state();
  return {
    kind: 'lock',
    clock: times.clock(now.wallMs),
    date: times.longDate(now.wallMs),
    news: unread === 0 ? '' : strings.count('newMessages', unread),
    warning: warning === null ? '' : givingUpText(context, warning.sequence),
    hint: hint(context, lock),
    underWay: lock.progress > 0,
  };
}

function hint({ strings, hasSoftKeys }: PresentContext, { progress, wrongKeys }: LockState): string {
  const enter = strings.text(hasSoftKeys ? 'key.ok' : 'key.enter');
  const keys = UNLOCK_KEYS.slice(Math.max(progress, 1))
    .map((key) => SIGNS[key] ?? enter)
    .join('\u00a0');
  if (wrongKeys > 0) return strings.text('lock.rest');
  return progress === 0 ? strings.text('lock.hint', { keys }) : strings.text('lock.next', { keys });
}
