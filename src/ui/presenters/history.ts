import type { ThreadSummary } from '../../domain/thread.ts';
import type { HistoryState } from '../navigator/state.ts';
import { initials, plainAddress } from '../words/peer-words.ts';
import { STATUS_ICONS } from '../words/status-words.ts';
import type { HistoryModel, PersonRowModel, StateModel } from './models.ts';
import { momentOf } from '../words/message-words.ts';
import { oneLine } from './one-line.ts';
import { presentList } from './person-list.ts';
import type { PresentContext } from './present-context.ts';

export function presentHistory(context: PresentContext, view: HistoryState): HistoryModel {
  const { strings } = context;
  const empty =
    view.filter === '' ? strings.text('history.empty') : strings.text('history.nothingFound', { filter: view.filter });
  return {
    kind: 'history',
    title: strings.text('history.title'),
    filter: view.filter,
    hint: strings.text('list.typeToSearch'),
    list: presentList(view.list, (thread) => presentThreadRow(context, thread), empty),
  };
}

function presentThreadRow(context: PresentContext, thread: ThreadSummary): PersonRowModel {
  const { times, now } = context;
  return {
    key: thread.peer,
    initials: initials(thread.name),
    name: thread.name ?? plainAddress(thread.peer),
    preview: preview(context, thread),
    time: times.short(momentOf(thread.last), now.wallMs),
    unread: thread.unread,
    starred: false,
  };
}

/** An unread text comes before a draft: it is what the owner has not seen. */
function preview({ strings }: PresentContext, { last, draft, unread }: ThreadSummary): StateModel {
  if (draft.trim() !== '' && unread === 0) {
    return { icon: 'pencil', tone: 'accent', text: strings.text('history.draft', { text: oneLine(draft) }) };
  }
  if (last.direction === 'incoming') {
    return { icon: null, tone: 'quiet', text: last.blanked ? strings.text('thread.blankedIn') : oneLine(last.body) };
  }
  const text = last.blanked
    ? strings.text('thread.blankedOut')
    : strings.text('history.own', { text: oneLine(last.body) });
  return { ...STATUS_ICONS[last.status], text };
}
