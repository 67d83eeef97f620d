import { linkWords, shorterLinkWords } from '../../phrases/status-words.ts';
import type { StatusBarModel } from './models.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { shownClock } from '../../present/shown-time.ts';

export function presentStatusBar(parts: PresentParts): StatusBarModel {
  const { status, strings, times } = parts;
  const { link, unread, notSent, battery } = status;
  return {
    link: linkWords(link, strings, times),
    linkShorter: shorterLinkWords(link, strings, times),
    unread,
    notSent,
    battery,
    clock: shownClock(parts),
  };
}
