import type { Command, InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour, HandsetReads, News } from '../../behaviour/behaviour.ts';
import { goTo, refuse, stay, type Change } from '../../behaviour/change.ts';
import { filterAfter } from '../../behaviour/filter-keys.ts';
import { chosenForPeer, menuFor, peerSubject, placeIn } from '../../behaviour/peer-choices.ts';
import { focusedRow, moveFocus, openList, refreshList, reloadList, type LoadRows } from '../../behaviour/peer-list.ts';
import { menuOf, type Choice } from '../../behaviour/sheet.ts';
import type { RequestsState, Sender } from './state.ts';

const TOUCHING: ReadonlySet<News['kind']> = new Set([
  'threadsChanged',
  'eventChanged',
  'eventReceived',
  'contactsChanged',
]);

/** Senders who are no contacts, and, as a list of its own, those who are blocked. */
export const requestsBehaviour: Behaviour<'requests'> = {
  open: ({ handset }, { of }) => {
    const lost = of === 'strangers' ? handset.requests().lost : 0;
    return { ...listed(handset, of, ''), lost };
  },
  input: ({ handset }, view, input) => requestsInput(handset, view, input),
  reload: (handset, view, because) => {
    const again = because.length === 0 ? reloadList : refreshList;
    const list = again(view.list, load(handset, view.of, view.filter));
    return { ...view, senders: sendersIn(handset, view.of), list };
  },
  order: {
    waits: ({ list }) => list.outOfOrder,
    restored: (handset, view) => ({
      ...view,
      list: reloadList(view.list, load(handset, view.of, view.filter)),
    }),
  },
  touchedBy: (_view, { kind }) => TOUCHING.has(kind),
  softKeys: ({ list, filter }) => {
    const found = focusedRow(list) !== null;
    return [found ? 'options' : null, found ? 'open' : null, filter === '' ? 'back' : 'clear'];
  },
  field: ({ filter }) => ({ kind: 'search', textBeforeCursor: filter }),
  menu: ({ list, of }) => {
    const row = focusedRow(list);
    if (row === null) return null;
    return of === 'blocked' ? menuOf(peerSubject(row), ['unblock', 'contact']) : menuFor(row, []);
  },
  choose: (_parts, view, choice) => chosen(view, choice),
};

function listed(handset: HandsetReads, of: RequestsState['of'], filter: string): RequestsState {
  const list = openList(load(handset, of, filter));
  return { kind: 'requests', of, filter, list, senders: sendersIn(handset, of), lost: 0 };
}

function sendersIn(handset: HandsetReads, of: RequestsState['of']): number {
  return of === 'strangers' ? handset.requests().senders : handset.blocked().length;
}

function requestsInput(handset: HandsetReads, view: RequestsState, input: InputEvent): Change<RequestsState> {
  // The few who are blocked need no filter.
  const filtered = view.of === 'blocked' ? null : filterAfter(view.filter, input);
  if (filtered === 'refused') return refuse(view);
  if (filtered !== null) return stay({ ...view, ...listed(handset, view.of, filtered.filter), lost: view.lost });
  return input.kind === 'command' ? command(handset, view, input.command) : stay(view);
}

function command(handset: HandsetReads, view: RequestsState, key: Command): Change<RequestsState> {
  const row = focusedRow(view.list);
  switch (key) {
    case 'up':
    case 'down': {
      const list = moveFocus(view.list, key === 'up' ? -1 : 1, load(handset, view.of, view.filter));
      return stay(list === null ? view : { ...view, list });
    }
    case 'enter':
      return row === null ? refuse(view) : open(view, row);
    case 'back':
    case 'soft-right':
      return {
        ...goTo(view, { kind: 'back' }),
        commands: view.lost > 0 ? [{ kind: 'requestsSeen', lost: view.lost }] : [],
      };
    default:
      return stay(view);
  }
}

function open(view: RequestsState, { peer, thread }: Sender): Change<RequestsState> {
  return thread === null
    ? goTo(view, { kind: 'contact', peer })
    : goTo(view, { kind: 'thread', peer, ...placeIn(thread, view.filter) });
}

function chosen(view: RequestsState, choice: Choice): Change<RequestsState> {
  const row = focusedRow(view.list);
  return (row === null ? null : chosenForPeer(view, row, choice, null)) ?? refuse(view);
}

function load(handset: HandsetReads, of: RequestsState['of'], filter: string): LoadRows<Sender> {
  if (of === 'strangers') {
    return (offset, limit) =>
      handset
        .threads({ filter, offset, limit, standing: 'stranger' })
        .map((thread) => ({ peer: thread.peer, name: thread.name, thread }));
  }
  return (offset, limit) =>
    handset
      .blocked()
      .slice(offset, offset + limit)
      .map((peer) => ({ peer, name: handset.contact(peer)?.name ?? null, thread: null }));
}
