import type { InputEvent } from '../../../domain/input/input-event.ts';
import type { Behaviour, HistoryReads, News } from '../../behaviour/behaviour.ts';
import { goTo, stay, type Change } from '../../behaviour/change.ts';
import { menuOf } from '../../behaviour/sheet.ts';
import { HOME_WAYS, type HomeItem, type HomeMeaning, type HomeState } from './state.ts';

const TOUCHING: ReadonlySet<News['kind']> = new Set([
  'eventReceived',
  'eventChanged',
  'contactsChanged',
  'signInsChanged',
]);

type Read = Pick<HomeState, 'signIn' | 'news' | 'failed' | 'waiting'>;

export const homeBehaviour: Behaviour<'home'> = {
  open: ({ handset }) => {
    const now = read(handset);
    return { kind: 'home', ...now, focus: homeItems(now)[0], moved: false, grace: null };
  },
  input: (_parts, view, input) => homeInput(view, input),
  reload: (handset, view, because) => reloadHome(handset, view, because.length === 0),
  touchedBy: (_view, { kind }) => TOUCHING.has(kind),
  tells: () => true,
  grace: { pending: ({ grace }) => grace !== null, over: (view) => ({ ...view, grace: null }) },
  // Typing on Home searches for a person.
  field: () => ({ kind: 'search', textBeforeCursor: '' }),
  softKeys: () => ['write', 'open', null],
  menu: () => menuOf({ kind: 'handset' }, ['write', 'lock']),
  choose: (_parts, view) => goTo(view, { kind: 'contacts', filter: '' }),
};

/** What has the focus in turn. A row is there only when it has something to say. */
function homeItems(now: Read): readonly [HomeItem, ...HomeItem[]] {
  const unsent: readonly HomeItem[] = now.failed + now.waiting === 0 ? [] : ['unsent'];
  const news = newsIn(now);
  if (news !== null) return [news, ...unsent, ...HOME_WAYS];
  return unsent.length === 0 ? HOME_WAYS : ['unsent', ...HOME_WAYS];
}

/** What stands in the place of the news; null for nothing. */
function newsIn({ signIn, news }: Read): HomeItem | null {
  if (signIn !== null) return 'signIn';
  return news === null ? null : 'news';
}

function read(handset: HistoryReads): Read {
  const unsent = handset.unsent();
  const failed = unsent.filter(({ status }) => status === 'failed').length;
  const signIn = handset.signIns().find(({ unread }) => unread) ?? null;
  return { signIn, news: handset.newestUnread(), failed, waiting: unsent.length - failed };
}

function reloadHome(handset: HistoryReads, view: HomeState, shownAgain: boolean): HomeState {
  const now = read(handset);
  const items = homeItems(now);
  if (shownAgain) {
    const focus = newsIn(now) === null && items.includes(view.focus) ? view.focus : items[0];
    return { ...view, ...now, focus, moved: false, grace: null };
  }
  const stays = items.includes(view.focus) && (view.moved || newsIn(now) === null);
  const after = { ...view, ...now, focus: stays ? view.focus : items[0] };
  const before = view.grace ?? meaningOf(view);
  // The thumb may be on its way: for a moment Enter does what it did.
  return sameMeaning(before, meaningOf(after)) ? after : { ...after, grace: before };
}

function meaningOf({ focus, news }: HomeState): HomeMeaning {
  return { item: focus, peer: focus === 'news' ? (news?.peer ?? null) : null };
}

function sameMeaning(one: HomeMeaning, other: HomeMeaning): boolean {
  return one.item === other.item && one.peer === other.peer;
}

function homeInput(view: HomeState, input: InputEvent): Change<HomeState> {
  if (input.kind === 'text')
    return input.text.trim() === '' ? stay(view) : goTo(view, { kind: 'contacts', filter: input.text });
  if (input.kind !== 'command') return stay(view);
  switch (input.command) {
    case 'up':
    case 'down':
    case 'left':
    case 'right':
      return stay({ ...view, focus: moved(view, input.command), moved: true, grace: null });
    case 'enter':
      return open(view, view.grace ?? meaningOf(view));
    case 'soft-left':
      return goTo(view, { kind: 'contacts', filter: '' });
    default:
      return stay(view);
  }
}

/** Up and Down go through the rows and the two columns of the ways in; Left and Right only from column to column. */
function moved(view: HomeState, key: 'up' | 'down' | 'left' | 'right'): HomeItem {
  const items = homeItems(view);
  const ways = items.length - HOME_WAYS.length;
  const index = items.indexOf(view.focus);
  const column = index < ways ? 0 : (index - ways) % 2;
  const sideways = { left: column === 1 ? -1 : 0, right: index >= ways && column === 0 ? 1 : 0 };
  const up = index < ways || index - 2 < ways ? (index >= ways ? ways - 1 : index - 1) : index - 2;
  const down = index < ways ? index + 1 : index + 2;
  const to = { up, down, left: index + sideways.left, right: index + sideways.right }[key];
  return items[to] ?? view.focus;
}

function open(view: HomeState, { item, peer }: HomeMeaning): Change<HomeState> {
  switch (item) {
    case 'news':
      return peer === null ? stay(view) : goTo(view, { kind: 'thread', peer, focus: 'field' });
    case 'signIn':
      return goTo(view, { kind: 'signIns' });
    case 'unsent':
      return goTo(view, { kind: 'unsent' });
    case 'history':
      return goTo(view, { kind: 'history' });
    case 'write':
    case 'contacts':
      return goTo(view, { kind: 'contacts', filter: '' });
  }
}
