import type { Command, InputEvent } from '../../../domain/input/input-event.ts';
import type { Sequence } from '../../../domain/history/message.ts';
import type { ThreadSummary } from '../../../domain/history/thread.ts';
import type { Behaviour, HistoryReads, News } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { filterAfter } from '../../behaviour/filter-keys.ts';
import { focusedRow, moveFocus, openList, reloadList, type LoadRows } from '../../behaviour/peer-list.ts';
import { menuOf, type Choice } from '../../behaviour/sheet.ts';
import type { HistoryState } from './state.ts';

/** News that change how a row looks: its message, its sender's name, or its draft. */
const TOUCHING: ReadonlySet<News['kind']> = new Set(['eventReceived', 'eventChanged', 'contactsChanged', 'draftSaved']);

export const historyBehaviour: Behaviour<'history'> = {
  open: ({ handset }) => listed(handset, ''),
  input: ({ handset }, view, input) => historyInput(handset, view, input),
  reload: (handset, view) => ({ ...view, list: reloadList(view.list, load(handset, view.filter)) }),
  touchedBy: (_view, { kind }) => TOUCHING.has(kind),
  softKeys: ({ list, filter }) => [
    focusedRow(list) === null ? null : 'options',
    focusedRow(list) === null ? null : 'open',
    filter === '' ? 'back' : 'clear',
  ],
  field: ({ filter }) => ({ kind: 'search', textBeforeCursor: filter }),
  menu: ({ list }) => {
    const row = focusedRow(list);
    return row === null ? null : menuOf({ kind: 'peer', peer: row.peer, name: row.name }, ['write', 'contact']);
  },
  choose: (_parts, view, choice) => chosen(view, choice),
};

function listed(handset: HistoryReads, filter: string): HistoryState {
  return { kind: 'history', filter, list: openList(load(handset, filter)) };
}

function historyInput(handset: HistoryReads, view: HistoryState, input: InputEvent): Change<HistoryState> {
  const filtered = filterAfter(view.filter, input);
  if (filtered === 'refused') return refuse(view);
  if (filtered !== null) return stay(listed(handset, filtered.filter));
  return input.kind === 'command' ? command(handset, view, input.command) : stay(view);
}

function command(handset: HistoryReads, view: HistoryState, key: Command): Change<HistoryState> {
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
      return row === null ? refuse(view) : goTo(view, { kind: 'contact', peer: row.peer });
    case 'back':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}

function chosen(view: HistoryState, choice: Choice): Change<HistoryState> {
  const row = focusedRow(view.list);
  if (row === null) return refuse(view);
  const { peer } = row;
  return choice === 'contact'
    ? goTo(view, { kind: 'contact', peer })
    : goTo(view, { kind: 'thread', peer, focus: 'field' });
}

/**
 * What a search found is opened at its place. The last event needs no focus, because it is in sight above
 * the field.
 */
function focusIn({ last, match }: ThreadSummary): 'field' | Sequence {
  return match === null || match.sequence === last.sequence ? 'field' : match.sequence;
}

function load(handset: HistoryReads, filter: string): LoadRows<ThreadSummary> {
  return (offset, limit) => handset.threads({ filter, offset, limit });
}
