import { linkWords, shorterLinkWords } from '../../phrases/status-words.ts';
import type { StatusBarModel } from './models.ts';
import type { PresentParts } from '../../present/present-parts.ts';

export function presentStatusBar({ status, strings, times, now }: PresentParts): StatusBarModel {
  const { link, unread, notSent, battery } = status;
  return {
    link: linkWords(link, strings, times),
    linkShorter: shorterLinkWords(link, strings, times),
    unread,
    notSent,
    battery,
    clock: times.clock(now.wallMs),
  };
}
