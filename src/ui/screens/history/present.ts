import type { ThreadSummary } from '../../../domain/history/thread.ts';
import { lineOf } from '../../events/event-views.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import { messageOf } from '../../../domain/history/event.ts';
import type { OutgoingStatus } from '../../../domain/history/message.ts';
import { shortStatusOf } from '../../phrases/status-words.ts';
import { unsentWords } from '../../present/unsent-words.ts';
import type { StateModel } from '../../phrases/state-model.ts';
import type { PersonListModel, PersonRowModel } from '../../present/models.ts';
import { oneLine } from '../../present/one-line.ts';
import { signInRow } from '../../present/sign-in-row.ts';
import { presentList } from '../../present/person-list.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { isRequests, isThread, type HistoryRow, type RequestsRow } from './rows.ts';
import type { HistoryState } from './state.ts';

export interface HistoryModel {
  readonly kind: 'history';
  readonly title: string;
  readonly filter: string;
  readonly hint: string;
  readonly list: PersonListModel;
}

export function presentHistory(parts: PresentParts, view: HistoryState): HistoryModel {
  const { strings } = parts;
  const empty =
    view.filter === '' ? strings.text('history.empty') : strings.text('history.nothingFound', { filter: view.filter });
  return {
    kind: 'history',
    title: strings.text('history.title'),
    filter: view.filter,
    hint: strings.text('list.typeToSearch'),
    list: presentList(view.list, (row) => presentRow(parts, row, view.filter), empty),
  };
}

function presentRow(parts: PresentParts, row: HistoryRow, filter: string): PersonRowModel {
  if (isThread(row)) return presentThreadRow(parts, row, filter);
  return isRequests(row) ? presentRequestsRow(parts, row) : { ...signInRow(parts, row.signIn), key: row.peer };
}

function presentRequestsRow({ strings, times, now }: PresentParts, { peer, requests }: RequestsRow): PersonRowModel {
  const { senders, unread, lastAtMs } = requests;
  return {
    key: peer,
    icon: 'person',
    initials: '',
    name: strings.text('requests.title'),
    preview: { icon: null, tone: 'quiet', text: strings.count('requestSenders', senders) },
    time: lastAtMs === null ? '' : times.short(lastAtMs, now.wallMs),
    unread: 0,
    note: unread === 0 ? '' : strings.text('requests.new', { count: String(unread) }),
    starred: false,
  };
}

function presentThreadRow(parts: PresentParts, thread: ThreadSummary, filter: string): PersonRowModel {
  const { times, now } = parts;
  return {
    key: thread.peer,
    initials: initials(thread.name),
    name: thread.name ?? plainAddress(thread.peer),
    preview: thread.match === null ? preview(parts, thread) : lineOf(parts, thread.match, filter),
    time: times.short((thread.match ?? thread.last).atMs, now.wallMs),
    unread: thread.unread,
    starred: false,
  };
}

/**
 * What the owner has not seen comes first: a text of the peer, and that something was not sent. Then a draft; but it
 * hides neither that the last message failed nor that it waits.
 */
function preview(parts: PresentParts, { last, draft, unread, notSent }: ThreadSummary): StateModel {
  const { strings, status } = parts;
  const message = messageOf(last);
  const unsent = message?.direction === 'outgoing' && UNSENT.has(message.status) ? message : null;
  const begun = draft.trim() === '' ? '' : strings.text('history.draft', { text: oneLine(draft) });
  if (unsent !== null) {
    const state = shortStatusOf(unsent, { ...parts, link: status.link });
    const short = strings.text(unsent.status === 'failed' ? 'status.failedShort' : 'status.waitingShort');
    return begun === '' ? state : { ...state, text: strings.text('history.both', { first: short, second: begun }) };
  }
  const line =
    unread === 0 && begun !== '' ? ({ icon: 'pencil', tone: 'accent', text: begun } as const) : lineOf(parts, last);
  const [failed] = unsentWords(strings, { failed: notSent, waiting: 0 });
  if (failed === undefined) return line;
  return { ...failed, text: strings.text('history.both', { first: failed.text, second: line.text }) };
}

const UNSENT: ReadonlySet<OutgoingStatus> = new Set(['failed', 'waiting']);
