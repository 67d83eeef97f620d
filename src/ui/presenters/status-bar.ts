import { linkWords, shorterLinkWords } from '../phrases/status-words.ts';
import type { StatusBarModel } from './models.ts';
import type { PresentContext } from './present-context.ts';

/** A locked screen says time and news itself, larger. */
export function presentStatusBar({ handset, strings, times, now }: PresentContext, locked: boolean): StatusBarModel {
  const { link, unread, batteryPercent } = handset.state();
  return {
    link: linkWords(link, strings, times),
    linkShorter: shorterLinkWords(link, strings, times),
    unread: locked ? 0 : unread,
    batteryPercent,
    clock: locked ? '' : times.clock(now.wallMs),
  };
}
