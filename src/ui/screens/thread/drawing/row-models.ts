import type { EventRowModel } from '../../../events/event-row.ts';

/** Where what was unread begins. */
export interface MarkRowModel {
  readonly kind: 'mark';
  readonly key: 'news';
  readonly text: string;
}

export type ThreadRowModel = EventRowModel | MarkRowModel;
