import { linkWords, shorterLinkWords } from '../../phrases/status-words.ts';
import type { StatusBarModel } from './models.ts';
import type { PresentParts } from '../../present/present-parts.ts';

/** Leaves out the time and the unread count where the view itself shows them larger. */
export function presentStatusBar(
  { status, strings, times, now }: PresentParts,
  viewTellsTime: boolean,
): StatusBarModel {
  const { link, unread, batteryPercent } = status;
  return {
    link: linkWords(link, strings, times),
    linkShorter: shorterLinkWords(link, strings, times),
    unread: viewTellsTime ? 0 : unread,
    batteryPercent,
    clock: viewTellsTime ? '' : times.clock(now.wallMs),
  };
}
