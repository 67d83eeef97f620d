import { HOME_ITEMS } from '../navigator/home.ts';
import type { HomeState } from '../navigator/state.ts';
import { plainAddress } from '../phrases/peer-words.ts';
import type { HomeModel } from './models.ts';
import type { PresentContext } from './present-context.ts';

export function presentHome({ handset, strings, times, now }: PresentContext, view: HomeState): HomeModel {
  const { own, unread } = handset.state();
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
