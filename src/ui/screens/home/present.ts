import { lineOf } from '../../events/event-views.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import type { IconName, StateModel } from '../../phrases/state-model.ts';
import type { PersonRowModel } from '../../present/models.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { signInRow } from '../../present/sign-in-row.ts';
import { unsentWords } from '../../present/unsent-words.ts';
import { HOME_WAYS, type HomeItem, type HomeState } from './state.ts';
import { shownDate } from '../../present/shown-time.ts';

export interface WayModel {
  readonly key: HomeItem;
  readonly icon: IconName;
  readonly text: string;
}

export interface HomeModel {
  readonly kind: 'home';
  readonly clock: string;
  readonly date: string;
  readonly own: string;
  /** That another device signed in, or the newest unread thread; null when all was seen. */
  readonly news: PersonRowModel | null;
  /** What was not sent and what waits, in this order; empty when nothing is. */
  readonly unsent: readonly StateModel[];
  readonly ways: readonly WayModel[];
  readonly focus: Exclude<HomeItem, 'signIn'>;
}

const ICONS = { write: 'pencil', history: 'envelope', contacts: 'person' } as const satisfies Record<string, IconName>;

export function presentHome(parts: PresentParts, view: HomeState): HomeModel {
  const { status, strings, times, now } = parts;
  return {
    kind: 'home',
    clock: times.clock(now.wallMs),
    date: shownDate(parts),
    own: plainAddress(status.own),
    news: view.signIn === null ? presentNews(parts, view.news) : signInRow(parts, view.signIn),
    unsent: unsentWords(strings, view),
    ways: HOME_WAYS.map((key) => ({ key, icon: ICONS[key], text: strings.text(`home.${key}`) })),
    focus: view.focus === 'signIn' ? 'news' : view.focus,
  };
}

function presentNews(parts: PresentParts, news: HomeState['news']): PersonRowModel | null {
  if (news === null) return null;
  const { times, now } = parts;
  return {
    key: news.peer,
    initials: initials(news.name),
    name: news.name ?? plainAddress(news.peer),
    preview: lineOf(parts, news.last),
    time: times.short(news.last.atMs, now.wallMs),
    unread: news.unread,
    starred: false,
  };
}
