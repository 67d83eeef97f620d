import { linkWords, shorterLinkWords } from '../words/status-words.ts';
import type { StatusBarModel } from './models.ts';
import type { PresentContext } from './present-context.ts';

export function presentStatusBar({ handset, strings, times, now }: PresentContext): StatusBarModel {
  const { link, unread, batteryPercent } = handset.state();
  return {
    link: linkWords(link, strings, times),
    linkShorter: shorterLinkWords(link, strings, times),
    unread,
    batteryPercent,
    clock: times.clock(now.wallMs),
  };
}
