import type { ThreadSummary } from '../../../domain/history/thread.ts';
import { lineOf } from '../../events/event-views.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import type { StateModel } from '../../phrases/state-model.ts';
import type { PersonListModel, PersonRowModel } from '../../present/models.ts';
import { oneLine } from '../../present/one-line.ts';
import { presentList } from '../../present/person-list.ts';
import type { PresentParts } from '../../present/present-parts.ts';
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
    list: presentList(view.list, (thread) => presentThreadRow(parts, thread, view.filter), empty),
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

/** An unread text is shown before a draft, because the owner has not seen it yet. */
function preview(parts: PresentParts, { last, draft, unread }: ThreadSummary): StateModel {
  if (draft.trim() !== '' && unread === 0) {
    return { icon: 'pencil', tone: 'accent', text: parts.strings.text('history.draft', { text: oneLine(draft) }) };
  }
  return lineOf(parts, last);
}
