import type { PeerAddress } from '../../domain/peer-address.ts';
import type { PeerList } from '../behaviour/peer-list.ts';
import type { PersonListModel, PersonRowModel } from './models.ts';

/** Rows presented on each side of the focus: as many as the tallest screen could show there. */
const SHOWN_ROWS = 12;

/** Presents the rows near the focus. The rest of the list is not turned into words. */
export function presentList<Row extends { readonly peer: PeerAddress }>(
  list: PeerList<Row>,
  present: (row: Row) => PersonRowModel,
  empty: string,
): PersonListModel {
  const index = list.focus - list.start;
  const from = Math.max(0, index - SHOWN_ROWS);
  const to = Math.min(list.rows.length, index + SHOWN_ROWS + 1);
  return {
    rows: list.rows.slice(from, to).map(present),
    focus: list.rows.length === 0 ? -1 : index - from,
    moreAbove: list.start + from > 0,
    moreBelow: list.moreBelow || to < list.rows.length,
    empty,
  };
}
