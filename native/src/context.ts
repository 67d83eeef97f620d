import type { EventName } from './generated/events.ts';
import type { Native } from './native.ts';

/** What wrappers need from the open library. `Lvgl` implements it. */
export interface Context {
  readonly native: Native;
  /** The one wrapper of a handle, made when it is first needed. */
  wrap(handle: number): unknown;
  /** The Font or Image of a handle. */
  resource(handle: number): unknown;
  register(handle: number, resource: object): void;
  forget(handle: number): void;
  listeners(handle: number): Map<EventName, Set<Listener>>;
}

export type Listener = (event: LvglEvent) => void;

export interface LvglEvent {
  readonly name: EventName;
  /**
   * Handles of the object to which the event was sent, and of the one whose listener is called. They differ when a
   * child's event bubbles up.
   */
  readonly targetHandle: number;
  readonly currentHandle: number;
  /** For `key` the key's code point or `Key`; for `insert` the text. */
  readonly detail: unknown;
  /** Keeps the event from going to any parent. */
  stopBubbling(): void;
  /** Keeps the event from other listeners on this object, and from the widget itself. */
  stopProcessing(): void;
}
