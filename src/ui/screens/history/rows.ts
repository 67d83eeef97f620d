import type { SignInEvent } from '../../../domain/history/event.ts';
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

/** That other devices signed in to the account, in one row. */
interface SignInsRow {
  /** No peer's address. */
  readonly peer: PeerAddress;
  /** The newest of them. */
  readonly signIn: SignInEvent;
}

export type HistoryRow = ThreadSummary | RequestsRow | SignInsRow;

const REQUESTS = 'requests' as PeerAddress;
const SIGN_INS = 'signIns' as PeerAddress;
/** The row stands behind so many threads: in sight without scrolling, and never first. It does not move. */
const THREADS_BEFORE = 3;

export function isThread(row: HistoryRow): row is ThreadSummary {
  return 'last' in row;
}

export function isRequests(row: HistoryRow): row is RequestsRow {
  return 'requests' in row;
}

/**
 * A search looks for strangers too; without one they stand in one row. Nothing is read before rows are loaded: most
 * keys only move the focus among those that are.
 */
export function historyRows(handset: HistoryReads & PeopleReads, filter: string): LoadRows<HistoryRow> {
  if (filter !== '') return (offset, limit) => handset.threads({ filter, offset, limit });
  let rows: LoadRows<HistoryRow> | null = null;
  return (offset, limit) => (rows ??= withSignIns(handset, withRequests(handset)))(offset, limit);
}

/** First until the owner has seen it, then behind the requests. */
function withSignIns(handset: HistoryReads, others: LoadRows<HistoryRow>): LoadRows<HistoryRow> {
  const [signIn] = handset.signIns();
  if (signIn === undefined) return others;
  const place = signIn.unread ? 0 : others(0, THREADS_BEFORE + 1).length;
  return withRowAt(place, { peer: SIGN_INS, signIn }, others);
}

function withRequests(handset: HistoryReads & PeopleReads): LoadRows<HistoryRow> {
  const known: LoadRows<HistoryRow> = (offset, limit) =>
    limit < 1 ? [] : handset.threads({ filter: '', offset, limit, standing: 'known' });
  const requests = handset.requests();
  if (requests.senders === 0 && requests.lost === 0) return known;
  return withRowAt(known(0, THREADS_BEFORE).length, { peer: REQUESTS, requests }, known);
}

/** The rows with one more among them, behind `place` of the others. */
function withRowAt(place: number, row: HistoryRow, others: LoadRows<HistoryRow>): LoadRows<HistoryRow> {
  return (offset, limit) => {
    if (limit < 1) return [];
    if (offset > place) return others(offset - 1, limit);
    const before = others(offset, Math.min(limit, place - offset));
    const rest = limit - (place - offset) - 1;
    return rest < 0 ? before : [...before, row, ...others(place, rest)];
  };
}
