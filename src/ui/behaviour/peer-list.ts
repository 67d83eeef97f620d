import type { PeerAddress } from '../../domain/peer-address.ts';

/** Rows held at once: more than any screen shows, and few enough to be read again at every event. */
const LIST_WINDOW_ROWS = 48;
/** Rows held on each side of the focus, where there are any: more than fit on the screen. */
const MARGIN_ROWS = 16;

/** A window into a list of peers of any length, with the focus on one of them. */
export interface PeerList<Row extends { readonly peer: PeerAddress }> {
  readonly rows: readonly Row[];
  /** Position of `rows[0]` in the whole list. */
  readonly start: number;
  /** Index of the focused row in the whole list; 0 in an empty list. */
  readonly focus: number;
  readonly moreBelow: boolean;
  /** Rows stand as the owner saw them last, and not where they belong by now (see `refreshList`). */
  readonly outOfOrder: boolean;
}

export type LoadRows<Row> = (offset: number, limit: number) => readonly Row[];

type Listed = { readonly peer: PeerAddress };

export function openList<Row extends Listed>(load: LoadRows<Row>): PeerList<Row> {
  return loadAround(load, 0, 0);
}

export function focusedRow<Row extends Listed>(list: PeerList<Row>): Row | null {
  return list.rows[list.focus - list.start] ?? null;
}

/** Null when there is no row in that direction. */
export function moveFocus<Row extends Listed>(
  list: PeerList<Row>,
  by: 1 | -1,
  load: LoadRows<Row>,
): PeerList<Row> | null {
  const focus = list.focus + by;
  const index = focus - list.start;
  if (focus < 0 || (index >= list.rows.length && !list.moreBelow)) return null;
  const end = list.start + list.rows.length;
  const nearEdge = (index < MARGIN_ROWS && list.start > 0) || (focus + MARGIN_ROWS >= end && list.moreBelow);
  if (!nearEdge) return { ...list, focus };
  if (list.outOfOrder) return moveFocus(reloadList(list, load), by, load);
  const moved = loadAround(load, focus, list.focus);
  return moved.focus === focus ? moved : null;
}

/** So many rows may rise from further down before one at the end of the window is missed. */
const RISING_ROWS = 16;

/**
 * Reads the rows again and leaves each where it is: a row that rises must not push another one under the thumb. Those
 * that are new wait until the list is put in order.
 */
export function refreshList<Row extends Listed>(list: PeerList<Row>, load: LoadRows<Row>): PeerList<Row> {
  const there = list.rows.length + RISING_ROWS;
  const read = [...load(list.start, there), ...(list.start > 0 ? load(0, RISING_ROWS) : [])];
  const now = new Map(read.map((row) => [row.peer, row]));
  const kept = list.rows.flatMap((row) => now.get(row.peer) ?? []);
  const ordered = reloadList(list, load);
  const sameOrder = ordered.start === list.start && isPrefix(kept, ordered.rows);
  // A row that is gone takes its place with it, and the one with the focus may be that.
  const sameFocus = focusedRow(list)?.peer === kept[list.focus - list.start]?.peer;
  return sameOrder || !sameFocus ? ordered : { ...list, rows: kept, outOfOrder: true };
}

function isPrefix(first: readonly Listed[], whole: readonly Listed[]): boolean {
  return first.length <= whole.length && first.every(({ peer }, index) => whole[index]?.peer === peer);
}

/**
 * Reads the rows again. The focus stays with its peer, wherever that peer is now; when the peer is gone, it stays at
 * the same place.
 */
export function reloadList<Row extends Listed>(list: PeerList<Row>, load: LoadRows<Row>): PeerList<Row> {
  const peer = focusedRow(list)?.peer;
  const here = loadAround(load, list.focus, list.focus);
  if (peer === undefined) return here;
  const found = focusOn(here, peer);
  if (found !== null) return found;
  // A new event moves its peer to the top, so look there.
  return focusOn(loadAround(load, 0, 0), peer) ?? here;
}

function focusOn<Row extends Listed>(list: PeerList<Row>, peer: PeerAddress): PeerList<Row> | null {
  const index = list.rows.findIndex((row) => row.peer === peer);
  return index === -1 ? null : { ...list, focus: list.start + index };
}

function loadAround<Row extends Listed>(load: LoadRows<Row>, focus: number, otherwise: number): PeerList<Row> {
  const start = Math.max(0, focus - Math.floor(LIST_WINDOW_ROWS / 2));
  const loaded = load(start, LIST_WINDOW_ROWS + 1);
  // The list has become shorter than our position in it.
  if (loaded.length === 0 && start > 0) return loadAround(load, 0, 0);
  const rows = loaded.slice(0, LIST_WINDOW_ROWS);
  const last = start + rows.length - 1;
  const kept = focus <= last ? focus : Math.min(otherwise, Math.max(last, 0));
  return { rows, start, focus: kept, moreBelow: loaded.length > LIST_WINDOW_ROWS, outOfOrder: false };
}
