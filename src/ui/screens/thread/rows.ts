import type { ThreadEvent } from '../../../domain/history/event.ts';
import { rowOf } from '../../events/event-views.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { dayRowKey, type ThreadRowModel } from './drawing/row-models.ts';
import type { ThreadState } from './state.ts';

/**
 * The rows made last, and what they were made from, so that typing one character does not make a screenful of words
 * again. It holds nothing that does not follow from the arguments, so the presenter stays pure.
 */
export interface ThreadRows {
  events: readonly ThreadEvent[] | null;
  minute: string;
  /** Why the relay cannot be reached; '' when it can. */
  outage: string;
  news: ThreadState['news'];
  rows: readonly ThreadRowModel[];
}

export function emptyThreadRows(): ThreadRows {
  return { events: null, minute: '', outage: '', news: null, rows: [] };
}

export function presentRows(parts: PresentParts, view: ThreadState, memory: ThreadRows): readonly ThreadRowModel[] {
  const { status, times, now } = parts;
  const { link } = status;
  const outage = link.kind === 'unreachable' ? link.reason : '';
  const minute = `${times.dayKey(now.wallMs)} ${times.clock(now.wallMs)}`;
  const same =
    memory.events === view.window.events &&
    memory.minute === minute &&
    memory.outage === outage &&
    memory.news === view.news;
  if (same) return memory.rows;
  const rows = makeRows(parts, view);
  const { news } = view;
  Object.assign(memory, { events: view.window.events, minute, outage, news, rows } satisfies ThreadRows);
  return rows;
}

function makeRows(parts: PresentParts, view: ThreadState): readonly ThreadRowModel[] {
  const { strings, times, now } = parts;
  const rows: ThreadRowModel[] = [];
  // Times are shown without a date. The day of the first row stands over them; every other one begins with a line.
  let day: string | null = null;
  for (const event of view.window.events) {
    const { atMs } = event;
    const eventDay = times.dayKey(atMs);
    if (day !== null && eventDay !== day) {
      rows.push({ kind: 'line', key: dayRowKey(eventDay), text: times.dayLine(atMs, now.wallMs) });
    }
    day = eventDay;
    if (view.news?.before === event.sequence) {
      rows.push({ kind: 'mark', key: 'news', text: strings.count('newHere', view.news.count) });
    }
    rows.push(rowOf(parts, event));
  }
  return rows;
}
