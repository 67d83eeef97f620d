import type { EventRowModel } from '../../../events/event-row.ts';

/** Where what was unread begins. */
export interface MarkRowModel {
  readonly kind: 'mark';
  readonly key: 'news';
  readonly text: string;
}

const DAY_KEY = 'day:';

/** The key of the line that names a day. */
export function dayRowKey(day: string): string {
  return DAY_KEY + day;
}

export function isDayKey(key: string): boolean {
  return key.startsWith(DAY_KEY);
}

export type ThreadRowModel = EventRowModel | MarkRowModel;
