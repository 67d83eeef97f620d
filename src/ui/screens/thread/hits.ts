import type { InputEvent } from '../../../domain/input/input-event.ts';
import { messageOf, type PeerEvent } from '../../../domain/history/event.ts';
import { searchFold } from '../../../domain/text/search-fold.ts';
import type { BehaviourParts, HistoryReads } from '../../behaviour/behaviour.ts';
import { refuse, stay, type Change } from '../../behaviour/change.ts';
import type { ThreadState } from './state.ts';
import { eventsOf, growNewer, growOlder, showsNewest, type ThreadWindow } from './window.ts';

/** The most windows that one key looks through; it then stops where it is, and the next key goes on from there. */
const MOST_WINDOWS = 40;

/**
 * Keys in a thread that a search opened: Up and Down go to what else it found, Enter ends the search there. Null for a
 * key that means here what it does in any thread.
 */
export function hitInput(
  { handset, overflow }: BehaviourParts,
  view: ThreadState,
  { command }: InputEvent & { kind: 'command' },
): Change<ThreadState> | null {
  if (view.found === null) return null;
  switch (command) {
    case 'up':
      return overflow.abovePx > 0 ? null : moved(view, hitFrom(handset, view, view.found, 'older'));
    case 'down':
      return overflow.belowPx > 0 ? null : moved(view, hitFrom(handset, view, view.found, 'newer'));
    case 'enter':
      return stay({ ...view, found: null });
    default:
      return null;
  }
}

function moved(view: ThreadState, to: ThreadState | null): Change<ThreadState> {
  return to === null ? refuse(view) : stay(to);
}

/** The next hit in that direction; null when there is none. */
function hitFrom(
  handset: HistoryReads,
  view: ThreadState,
  found: string,
  towards: 'older' | 'newer',
): ThreadState | null {
  const filter = searchFold(found);
  let { window } = view;
  let from = view.focus ?? 0;
  for (let count = 0; count < MOST_WINDOWS; count += 1) {
    const ahead = eventsOf(window).filter(({ sequence }) => (towards === 'older' ? sequence < from : sequence > from));
    const hit =
      towards === 'older'
        ? ahead.findLast((event) => isHit(event, filter))
        : ahead.find((event) => isHit(event, filter));
    if (hit !== undefined) return at(view, window, hit, towards);
    from = (towards === 'older' ? ahead[0] : ahead.at(-1))?.sequence ?? from;
    if (towards === 'older' ? window.reachedOldest : showsNewest(window)) return null;
    window = towards === 'older' ? growOlder(handset, view.peer, window) : growNewer(handset, view.peer, window);
  }
  const last = eventsOf(window).find(({ sequence }) => sequence === from);
  return last === undefined ? null : at(view, window, last, towards);
}

function at(view: ThreadState, window: ThreadWindow, { sequence }: PeerEvent, towards: 'older' | 'newer'): ThreadState {
  return { ...view, window, focus: sequence, anchor: towards === 'older' ? 'bottom' : 'top', scrollPx: 0 };
}

/** As the store finds it. */
function isHit(event: PeerEvent, filter: string): boolean {
  const message = messageOf(event);
  return message !== null && !message.blanked && searchFold(message.body).includes(filter);
}
