import type { Message } from '../../domain/history/message.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { HistoryState } from '../navigator/state.ts';
import { initials, plainAddress } from '../phrases/peer-words.ts';
import { STATUS_ICONS } from '../phrases/status-words.ts';
import type { HistoryModel, PersonRowModel } from './models.ts';
import type { StateModel } from '../phrases/state-model.ts';
import { momentOf } from '../phrases/message-words.ts';
import { oneLine } from './one-line.ts';
import { presentList } from './person-list.ts';
import type { PresentContext } from './present-context.ts';

/** Of a text before what was found in it, so much is still shown. */
const WORDS_BEFORE_UNITS = 8;

export function presentHistory(context: PresentContext, view: HistoryState): HistoryModel {
  const { strings } = context;
  const empty =
    view.filter === '' ? strings.text('history.empty') : strings.text('history.nothingFound', { filter: view.filter });
  return {
    kind: 'history',
    title: strings.text('history.title'),
    filter: view.filter,
    hint: strings.text('list.typeToSearch'),
    list: presentList(view.list, (thread) => presentThreadRow(context, thread, view.filter), empty),
  };
}

function presentThreadRow(context: PresentContext, thread: ThreadSummary, filter: string): PersonRowModel {
  const { times, now } = context;
  return {
    key: thread.peer,
    initials: initials(thread.name),
    name: thread.name ?? plainAddress(thread.peer),
    preview: thread.match === null ? preview(context, thread) : line(context, thread.match, filter),
    time: times.short(thread.match === null ? thread.last.atMs : momentOf(thread.match), now.wallMs),
    unread: thread.unread,
    starred: false,
  };
}

/** An unread text comes before a draft: it is what the owner has not seen. */
function preview(context: PresentContext, { last, draft, unread }: ThreadSummary): StateModel {
  if (draft.trim() !== '' && unread === 0) {
    return { icon: 'pencil', tone: 'accent', text: context.strings.text('history.draft', { text: oneLine(draft) }) };
  }
  return line(context, last.message, '');
}

/** A message in one line, from a little before what the filter found in it. */
function line({ strings }: PresentContext, message: Message, filter: string): StateModel {
  const text = message.blanked ? '' : oneLine(fromMatch(message.body, filter));
  if (message.direction === 'incoming') {
    return { icon: null, tone: 'quiet', text: message.blanked ? strings.text('thread.blankedIn') : text };
  }
  const own = message.blanked ? strings.text('thread.blankedOut') : strings.text('history.own', { text });
  return { ...STATUS_ICONS[message.status], text: own };
}

function fromMatch(body: string, filter: string): string {
  const at = body.toLowerCase().indexOf(filter.toLowerCase());
  if (at <= WORDS_BEFORE_UNITS) return body;
  // At a space, so that no word and no emoji is torn.
  const space = body.lastIndexOf(' ', at - WORDS_BEFORE_UNITS / 2);
  return space < 0 ? body : `… ${body.slice(space + 1)}`;
}
