import type { Message } from '../../../domain/history/message.ts';
import type { ThreadSummary } from '../../../domain/history/thread.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import { STATUS_ICONS } from '../../phrases/status-words.ts';
import type { StateModel } from '../../phrases/state-model.ts';
import { momentOf } from '../../phrases/message-words.ts';
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

/** About this much of a text is shown before the part that was found. */
const WORDS_BEFORE_UNITS = 8;

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
    preview: thread.match === null ? preview(parts, thread) : line(parts, thread.match, filter),
    time: times.short(thread.match === null ? thread.last.atMs : momentOf(thread.match), now.wallMs),
    unread: thread.unread,
    starred: false,
  };
}

/** An unread text is shown before a draft, because the owner has not seen it yet. */
function preview(parts: PresentParts, { last, draft, unread }: ThreadSummary): StateModel {
  if (draft.trim() !== '' && unread === 0) {
    return { icon: 'pencil', tone: 'accent', text: parts.strings.text('history.draft', { text: oneLine(draft) }) };
  }
  return line(parts, last.message, '');
}

/** A message in one line, beginning a little before the part that the filter found. */
function line({ strings }: PresentParts, message: Message, filter: string): StateModel {
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
  // Cut at a space, so that no word and no emoji is torn.
  const space = body.lastIndexOf(' ', at - WORDS_BEFORE_UNITS / 2);
  return space < 0 ? body : `… ${body.slice(space + 1)}`;
}
