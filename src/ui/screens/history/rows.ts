import type { PeerAddress } from '../../../domain/peer-address.ts';
import type { ThreadSummary } from '../../../domain/history/thread.ts';
import type { HistoryReads, PeopleReads } from '../../behaviour/behaviour.ts';
import type { LoadRows } from '../../behaviour/peer-list.ts';
import type { RequestsSummary } from '../../../ports/store/message-store.ts';

/** All senders who are no contacts, in one row. */
export interface RequestsRow {
  /** No peer's address. */
  readonly peer: PeerAddress;
  readonly requests: RequestsSummary;
}

export type HistoryRow = ThreadSummary | RequestsRow;

const REQUESTS = 'requests' as PeerAddress;
/** The row stands behind so many threads: in sight without scrolling, and never first. It does not move. */
const THREADS_BEFORE = 3;

export function isRequests(row: HistoryRow): row is RequestsRow {
  return 'requests' in row;
}

/**
 * A search looks for strangers too; without one they stand in one row. Nothing is read before rows are loaded: most keys
 * only move the focus among those that are.
 */
export function historyRows(handset: HistoryReads & PeopleReads, filter: string): LoadRows<HistoryRow> {
  if (filter !== '') return (offset, limit) => handset.threads({ filter, offset, limit });
  let rows: LoadRows<HistoryRow> | null = null;
  return (offset, limit) => (rows ??= withRequests(handset))(offset, limit);
}

function withRequests(handset: HistoryReads & PeopleReads): LoadRows<HistoryRow> {
  const known: LoadRows<ThreadSummary> = (offset, limit) =>
    limit < 1 ? [] : handset.threads({ filter: '', offset, limit, standing: 'known' });
  const requests = handset.requests();
  if (requests.senders === 0 && requests.lost === 0) return known;
  const place = known(0, THREADS_BEFORE).length;
  return (offset, limit) => {
    if (offset > place) return known(offset - 1, limit);
    const before = known(offset, Math.min(limit, place - offset));
    const rest = limit - (place - offset) - 1;
    return rest < 0 ? before : [...before, { peer: REQUESTS, requests }, ...known(place, rest)];
  };
}
