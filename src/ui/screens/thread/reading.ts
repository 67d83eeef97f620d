import { isNews, type PeerEvent } from '../../../domain/history/event.ts';
import type { Sequence } from '../../../domain/history/message.ts';
import type { BehaviourParts, HistoryReads, Seen } from '../../behaviour/behaviour.ts';
import { stay, type Change } from '../../behaviour/change.ts';
import type { ThreadState } from './state.ts';
import { eventsOf, growNewer, openWindow, reloadWindow, showsNewest, windowTowards } from './window.ts';

/** How far one key scrolls an event that is taller than the screen, in px: three lines. */
export const SCROLL_STEP_PX = 60;

/**
 * What is read, and where the reader is. An event is read when it was drawn, and not before: the thread opens at the
 * first one that was not, and stays there until the owner goes on.
 */
export type Reading = Pick<ThreadState, 'window' | 'hold' | 'news' | 'sight' | 'asked'>;

/** A thread that is opened at its first unread event; at its end when all were read. */
export function openReading(handset: HistoryReads, peer: ThreadState['peer']): Reading {
  const { count, first } = handset.unread(peer, 0);
  const opened = { hold: null, news: null, sight: null, asked: new Set<number>() };
  if (first === null) return { ...opened, window: openWindow(handset, peer) };
  const window = windowTowards(handset, peer, first);
  const held = eventsOf(window).find(isNews);
  if (held === undefined) return { ...opened, window };
  return { ...opened, window, hold: { sequence: held.sequence, scrollPx: 0 }, news: { before: held.sequence, count } };
}

/** The same part of the thread, read again. What is new below is followed only as far as it can be read. */
export function reloadReading(handset: HistoryReads, view: ThreadState): Reading {
  const newest = eventsOf(view.window).at(-1)?.sequence ?? null;
  if (newest === null) return { ...openReading(handset, view.peer), news: null };
  const keep = view.focus ?? view.hold?.sequence ?? newest;
  const window = reloadWindow(handset, view.peer, view.window, keep);
  const { news, sight } = view;
  const asked = stillUnread(window, view.asked);
  if (view.hold !== null || view.focus !== null) return { window, hold: view.hold, news, sight, asked };
  // What is in sight but not read yet must not be pushed out by what comes after it. The owner's own message may: he
  // wants to see it.
  const hasCome = eventsOf(window).some((event) => isNews(event) && event.sequence > newest);
  const from = hasCome && sight?.through === newest ? sight.from : newest + 1;
  const first = eventsOf(window).find((event) => isNews(event) && !asked.has(event.sequence) && event.sequence >= from);
  return { window, hold: first === undefined ? null : { sequence: first.sequence, scrollPx: 0 }, news, sight, asked };
}

/** The focused event is gone: the field has the focus, and what stands around it stays where it is. */
export function placeWithout(view: ThreadState): ThreadState {
  const from = view.sight?.from ?? 0;
  const first = eventsOf(view.window).find(({ sequence }) => sequence >= from && sequence !== view.focus);
  return { ...view, focus: null, hold: first === undefined ? null : { sequence: first.sequence, scrollPx: 0 } };
}

/** What the store refused to mark as read. Everything else may become unread again, and is asked for anew then. */
function stillUnread(window: ThreadState['window'], asked: ThreadState['asked']): ThreadState['asked'] {
  const unread = eventsOf(window).filter((event) => event.unread && asked.has(event.sequence));
  return new Set(unread.map(({ sequence }) => sequence));
}

/** These events were drawn: those that were unread are read now, unless they came only a moment ago. */
export function noteSeen(
  handset: HistoryReads,
  view: ThreadState,
  seen: Seen,
  tooShort: ReadonlySet<Sequence>,
): Change<ThreadState> {
  const { window, sight, asked, peer } = view;
  const fresh = eventsOf(window).filter((event) => isFresh(event, seen, asked) && !tooShort.has(event.sequence));
  const same = sight?.of === window.events && sight.from === seen.from && sight.through === seen.through;
  if (same && fresh.length === 0) return stay(view);
  const atEnd = showsNewest(window) && eventsOf(window).at(-1)?.sequence === seen.through;
  const after: ThreadState = {
    ...view,
    hold: atEnd ? null : view.hold,
    asked: new Set([...asked, ...fresh.map(({ sequence }) => sequence)]),
    sight: { ...seen, of: window.events, unreadBelow: atEnd ? 0 : handset.unread(peer, seen.through).count },
  };
  const [first, last] = [fresh[0], fresh.at(-1)];
  if (first === undefined || last === undefined) return stay(after);
  return stay(after, { kind: 'markRead', peer, from: first.sequence, through: last.sequence });
}

function isFresh({ unread, sequence }: PeerEvent, { from, through }: Seen, asked: ThreadState['asked']): boolean {
  return unread && sequence >= from && sequence <= through && !asked.has(sequence);
}

/** Down, while the field has the focus: on to what was not in sight yet. */
export function readOn({ handset, overflow }: BehaviourParts, view: ThreadState): ThreadState {
  if (overflow.belowPx === 0 && showsNewest(view.window)) return view;
  const last = view.sight?.through ?? 0;
  const window = overflow.belowPx === 0 ? growNewer(handset, view.peer, view.window) : view.window;
  const next = eventsOf(window).find(({ sequence }) => sequence > last);
  if (next === undefined) return { ...view, window, hold: null };
  const scrollPx = view.hold?.sequence === next.sequence ? view.hold.scrollPx + SCROLL_STEP_PX : 0;
  return { ...view, window, hold: { sequence: next.sequence, scrollPx } };
}

/** The end of the thread, with the field. What was passed over on the way stays unread. */
export function toNewest(handset: HistoryReads, view: ThreadState): ThreadState {
  const window = showsNewest(view.window) ? view.window : openWindow(handset, view.peer);
  return { ...view, focus: null, anchor: 'bottom', scrollPx: 0, hold: null, found: null, window };
}
