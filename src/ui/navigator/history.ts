import type { Command, InputEvent } from '../../domain/input/input-event.ts';
import type { ThreadSummary } from '../../domain/history/thread.ts';
import { goTo, refuse, stay, type Change, type ThreadFocus } from './change.ts';
import { filterAfter } from './filter-keys.ts';
import { focusedRow, moveFocus, openList, reloadList, type LoadRows } from './peer-list.ts';
import type { HandsetQueries, HistoryState } from './state.ts';

type Threads = Pick<HandsetQueries, 'threads'>;

export function openHistory(handset: Threads, filter = ''): HistoryState {
  return { kind: 'history', filter, list: openList(load(handset, filter)) };
}

export function reloadHistory(handset: Threads, view: HistoryState): HistoryState {
  return { ...view, list: reloadList(view.list, load(handset, view.filter)) };
}

export function historyInput(handset: Threads, view: HistoryState, input: InputEvent): Change<HistoryState> {
  const filtered = filterAfter(view.filter, input);
  if (filtered === 'refused') return refuse(view);
  if (filtered !== null) return stay(openHistory(handset, filtered.filter));
  return input.kind === 'command' ? command(handset, view, input.command) : stay(view);
}

function command(handset: Threads, view: HistoryState, key: Command): Change<HistoryState> {
  const row = focusedRow(view.list);
  switch (key) {
    case 'up':
    case 'down': {
      const list = moveFocus(view.list, key === 'up' ? -1 : 1, load(handset, view.filter));
      return stay(list === null ? view : { ...view, list });
    }
    case 'enter':
      return row === null ? refuse(view) : goTo(view, { kind: 'thread', peer: row.peer, focus: focusIn(row) });
    case 'right':
    case 'menu':
      return row === null ? refuse(view) : goTo(view, { kind: 'contact', peer: row.peer });
    case 'soft-left':
      return goTo(view, { kind: 'contacts', filter: '' });
    case 'back':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}

/** What a search found is opened where it stands; the last message is in sight beside the field. */
function focusIn({ last, match }: ThreadSummary): ThreadFocus {
  return match === null || match.sequence === last.sequence ? 'field' : match.sequence;
}

function load(handset: Threads, filter: string): LoadRows<ThreadSummary> {
  return (offset, limit) => handset.threads({ filter, offset, limit });
}
