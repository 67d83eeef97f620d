import type { Command, InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour, HistoryReads, News, PeopleReads } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { filterAfter } from '../../behaviour/filter-keys.ts';
import { focusedRow, moveFocus, openList, refreshList, reloadList } from '../../behaviour/peer-list.ts';
import { chosenForPeer, menuFor, placeIn } from '../../behaviour/peer-choices.ts';
import { menuOf, type Choice, type Sheet } from '../../behaviour/sheet.ts';
import { historyRows, isRequests, isThread, type HistoryRow } from './rows.ts';
import type { HistoryState } from './state.ts';

type Reads = HistoryReads & PeopleReads;

/** News that change how a row looks: its message, its sender's name, or its draft. */
const TOUCHING: ReadonlySet<News['kind']> = new Set([
  'eventReceived',
  'eventChanged',
  'contactsChanged',
  'threadsChanged',
  'signInsChanged',
  'draftSaved',
]);

export const historyBehaviour: Behaviour<'history'> = {
  open: ({ handset }) => listed(handset, ''),
  input: ({ handset }, view, input) => historyInput(handset, view, input),
  reload: (handset, view, because) => {
    const again = because.length === 0 ? reloadList : refreshList;
    return { ...view, list: again(view.list, historyRows(handset, view.filter)) };
  },
  order: {
    waits: ({ list }) => list.outOfOrder,
    restored: (handset, view) => ({ ...view, list: reloadList(view.list, historyRows(handset, view.filter)) }),
  },
  touchedBy: (_view, { kind }) => TOUCHING.has(kind),
  // Of what a search leaves out no row tells.
  tells: ({ filter }) => filter === '',
  softKeys: ({ list, filter }) => [
    'options',
    focusedRow(list) === null ? null : 'open',
    filter === '' ? 'back' : 'clear',
  ],
  field: ({ filter }) => ({ kind: 'search', textBeforeCursor: filter }),
  menu: ({ list }) => menuOfRow(focusedRow(list)),
  choose: (_parts, view, choice) => chosen(view, choice),
};

function listed(handset: Reads, filter: string): HistoryState {
  return { kind: 'history', filter, list: openList(historyRows(handset, filter)) };
}

function historyInput(handset: Reads, view: HistoryState, input: InputEvent): Change<HistoryState> {
  const filtered = filterAfter(view.filter, input);
  if (filtered === 'refused') return refuse(view);
  if (filtered !== null) return stay(listed(handset, filtered.filter));
  return input.kind === 'command' ? command(handset, view, input.command) : stay(view);
}

function command(handset: Reads, view: HistoryState, key: Command): Change<HistoryState> {
  const row = focusedRow(view.list);
  switch (key) {
    case 'up':
    case 'down': {
      const list = moveFocus(view.list, key === 'up' ? -1 : 1, historyRows(handset, view.filter));
      return stay(list === null ? view : { ...view, list });
    }
    case 'enter':
      return row === null ? refuse(view) : open(view, row);
    case 'right':
      if (row === null) return refuse(view);
      return isThread(row) ? goTo(view, { kind: 'contact', peer: row.peer }) : open(view, row);
    case 'back':
    case 'soft-right':
      return goTo(view, { kind: 'back' });
    default:
      return stay(view);
  }
}

function open(view: HistoryState, row: HistoryRow): Change<HistoryState> {
  if (isRequests(row)) return goTo(view, { kind: 'requests', of: 'strangers' });
  if (!isThread(row)) return goTo(view, { kind: 'signIns' });
  return goTo(view, { kind: 'thread', peer: row.peer, ...placeIn(row, view.filter) });
}

function menuOfRow(row: HistoryRow | null): Sheet | null {
  // Whoever is blocked can be let in again from an empty History too.
  if (row === null) return menuOf({ kind: 'list', list: 'history' }, ['blocked']);
  if (isThread(row)) return menuFor(row, ['write', 'contact', 'blocked']);
  return menuOf({ kind: 'list', list: isRequests(row) ? 'requests' : 'signIns' }, ['open', 'blocked']);
}

function chosen(view: HistoryState, choice: Choice): Change<HistoryState> {
  if (choice === 'blocked') return goTo(view, { kind: 'requests', of: 'blocked' });
  const row = focusedRow(view.list);
  if (row === null) return refuse(view);
  if (!isThread(row)) return open(view, row);
  return chosenForPeer(view, row, choice, null) ?? refuse(view);
}
