import { plainAddress } from '../../phrases/peer-words.ts';
import type { MenuItemModel } from '../../present/models.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { HOME_ITEMS } from './behaviour.ts';
import type { HomeState } from './state.ts';

export interface HomeModel {
  readonly kind: 'home';
  readonly clock: string;
  readonly date: string;
  readonly own: string;
  readonly items: readonly MenuItemModel[];
  readonly focus: number;
}

export function presentHome({ status, strings, times, now }: PresentParts, view: HomeState): HomeModel {
  const { own, unread } = status;
  return {
    kind: 'home',
    clock: times.clock(now.wallMs),
    date: times.longDate(now.wallMs),
    own: plainAddress(own),
    items: HOME_ITEMS.map((item) => {
      const counts = item === 'history' && unread > 0;
      return {
        key: item,
        text: strings.text(`home.${item}`),
        value: counts ? strings.count('newMessages', unread) : '',
        valueShort: counts ? String(unread) : '',
        isNews: counts,
      };
    }),
    focus: view.focus,
  };
}
