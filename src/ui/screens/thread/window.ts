import type { Sequence } from '../../../domain/history/message.ts';
import type { PeerAddress } from '../../../domain/peer-address.ts';
import { isOfPeer, type PeerEvent, type ThreadEvent } from '../../../domain/history/event.ts';
import type { HandsetHistory } from '../../../ports/handset.ts';

/** Events read from the store when a thread is opened or scrolled: several screenfuls. */
const PAGE_EVENTS = 24;
/** The most events held at once, however long the thread. */
const MAX_WINDOW_EVENTS = 72;
/** The most events read to find the way from old events back to the newest. */
const MAX_CATCH_UP_EVENTS = 1000;

/** A part of a thread without gaps, oldest first. */
export interface ThreadWindow {
  readonly events: readonly ThreadEvent[];
  /**
   * Where earlier windows on the way here ended. Only events before the last cut are shown; without cuts the newest
   * are. The port can only read backwards, so the way forward is remembered here.
   */
  readonly cuts: readonly Sequence[];
  readonly reachedOldest: boolean;
}

type Events = Pick<HandsetHistory, 'events'>;

export function openWindow(handset: Events, peer: PeerAddress): ThreadWindow {
  return read(handset, peer, [], PAGE_EVENTS);
}

/**
 * The window with that event, or the oldest one that can be reached in one step. It is reached from the newest, so that
 * the way forward is known.
 */
export function windowTowards(handset: Events, peer: PeerAddress, sequence: Sequence): ThreadWindow {
  let window = openWindow(handset, peer);
  for (let seen = 0; seen < MAX_CATCH_UP_EVENTS; seen += PAGE_EVENTS) {
    if (hasEvent(window, sequence) || window.reachedOldest) return window;
    window = growOlder(handset, peer, window);
  }
  return window;
}

function hasEvent(window: ThreadWindow, sequence: Sequence): boolean {
  return eventsOf(window).some((event) => event.sequence === sequence);
}

/**
 * The events of the peer, which are counted, cut, paged and can have the focus. The lines that belong to all threads
 * are read along with these.
 */
export function eventsOf(window: ThreadWindow): readonly PeerEvent[] {
  return window.events.filter(isOfPeer);
}

/** True while the newest event of the thread is in the window. */
export function showsNewest(window: ThreadWindow): boolean {
  return window.cuts.length === 0;
}

/** Adds one page of older events in front. What no longer fits is dropped at the end. */
export function growOlder(handset: Events, peer: PeerAddress, window: ThreadWindow): ThreadWindow {
  const held = eventsOf(window);
  const first = held[0];
  if (first === undefined || window.reachedOldest) return { ...window, reachedOldest: true };
  const older = handset.events(peer, { beforeSequence: first.sequence, limit: PAGE_EVENTS });
  const added = countOfPeer(older);
  const events = [...older, ...window.events];
  const reachedOldest = added < PAGE_EVENTS;
  const excess = held.length + added - MAX_WINDOW_EVENTS;
  if (excess <= 0) return { events, cuts: window.cuts, reachedOldest };
  const cut = held[held.length - excess]?.sequence ?? first.sequence;
  const end = events.findIndex((event) => isOfPeer(event) && event.sequence === cut);
  return { events: events.slice(0, end), cuts: [...window.cuts, cut], reachedOldest };
}

/** Moves on to the next newer events. The last one that was shown stays in the window. */
export function growNewer(handset: Events, peer: PeerAddress, window: ThreadWindow): ThreadWindow {
  if (showsNewest(window)) return window;
  const cuts = window.cuts.slice(0, -1);
  const last = eventsOf(window).at(-1)?.sequence;
  const next = read(handset, peer, cuts, MAX_WINDOW_EVENTS);
  const joins = (candidate: ThreadWindow): boolean =>
    last === undefined || eventsOf(candidate).some((event) => event.sequence <= last);
  // So many events came that the newest window does not reach back to this one.
  return joins(next) ? next : read(handset, peer, cuts, MAX_CATCH_UP_EVENTS);
}

/**
 * Reads the same part of the thread again. `keep` is an event that must stay in the window although newer ones
 * came.
 */
export function reloadWindow(
  handset: Events,
  peer: PeerAddress,
  window: ThreadWindow,
  keep: Sequence | null,
): ThreadWindow {
  const count = countOfPeer(window.events);
  const limit = Math.min(Math.max(count + 1, PAGE_EVENTS), MAX_WINDOW_EVENTS);
  const now = withoutOlder(read(handset, peer, window.cuts, limit), eventsOf(window)[0]?.sequence);
  if (keep === null || eventsOf(now).some((event) => event.sequence === keep)) return now;
  const newest = eventsOf(window).at(-1)?.sequence;
  if (newest === undefined) return now;
  // The window stays where the reader is. Newer events wait below.
  return read(handset, peer, [...window.cuts, newest + 1], Math.max(count, 1));
}

/**
 * One event more was read than was held, in case one had come. When none had, the extra one is older and is
 * dropped.
 */
function withoutOlder(window: ThreadWindow, first: Sequence | undefined): ThreadWindow {
  const start = window.events.findIndex((event) => isOfPeer(event) && event.sequence === first);
  return start <= 0 ? window : { ...window, events: window.events.slice(start), reachedOldest: false };
}

function read(handset: Events, peer: PeerAddress, cuts: readonly Sequence[], limit: number): ThreadWindow {
  const events = handset.events(peer, { beforeSequence: cuts.at(-1) ?? null, limit });
  return { events, cuts, reachedOldest: countOfPeer(events) < limit };
}

function countOfPeer(events: readonly ThreadEvent[]): number {
  return events.filter(isOfPeer).length;
}
