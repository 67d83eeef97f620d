import type { Seen } from '../../../src/ui/behaviour/behaviour.ts';
import { sequenceOf } from '../../../src/ui/events/event-row.ts';
import type { ScreenModel } from '../../../src/ui/frame/present/models.ts';

/** As many events as a small screen shows. */
const ROWS_IN_SIGHT = 5;

/** Which events a screen on which all rows are equally high would show, by the same rules as the real one. */
export function rowsInSight({ view }: ScreenModel): Seen | null {
  if (view.kind === 'signIns') return view.shown;
  if (view.kind !== 'thread') return null;
  const keys = view.rows.map(({ key }) => key).filter((key) => sequenceOf(key) !== null);
  const focus = keys.indexOf(view.focusKey ?? '');
  const held = keys.indexOf(view.holdKey ?? '');
  const end = Math.max(0, keys.length - ROWS_IN_SIGHT);
  const top = focus !== -1 ? Math.max(0, focus - ROWS_IN_SIGHT + 1) : held === -1 ? end : Math.min(held, end);
  const shown = keys.slice(top, top + ROWS_IN_SIGHT);
  const [from, through] = [sequenceOf(shown[0] ?? ''), sequenceOf(shown.at(-1) ?? '')];
  return from === null || through === null ? null : { from, through };
}
