import type { Sequence } from '../../domain/history/message.ts';
import type { StateModel } from '../phrases/state-model.ts';

/** Something that one of both sides did. It can have the focus. */
export interface BubbleRowModel {
  readonly kind: 'bubble';
  readonly key: string;
  readonly side: 'incoming' | 'outgoing';
  readonly text: string;
  /** The text is not the peer's but one of ours that stands for it, because the message was blanked. */
  readonly replaced: boolean;
  readonly time: string;
  readonly state: StateModel | null;
}

/** A line in the middle, between what both sides did. It never has the focus. */
export interface LineRowModel {
  readonly kind: 'line';
  readonly key: string;
  readonly text: string;
}

export type EventRowModel = BubbleRowModel | LineRowModel;

const EVENT_KEY = 'event:';

/** The key of a peer's event among the rows of a thread. */
export function rowKey(sequence: Sequence): string {
  return `${EVENT_KEY}${sequence}`;
}

/** The event that a row's key names; null for a line. */
export function sequenceOf(key: string): Sequence | null {
  return isEventKey(key) ? Number(key.slice(EVENT_KEY.length)) : null;
}

export function isEventKey(key: string): boolean {
  return key.startsWith(EVENT_KEY);
}
