import type { EventName } from './generated/events.ts';
import type { Native } from './native.ts';

/** What wrappers need of the open library; Lvgl is the one that is. */
export interface Context {
  readonly native: Native;
  /** The one wrapper of a handle, made when it is first asked for. */
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
  /** The handle of the object that the event was sent to, and of the one whose listener is called: a child's event may bubble up. */
  readonly targetHandle: number;
  readonly currentHandle: number;
  /** `key`: the key's code point or `Key`; `insert`: the text. */
  readonly detail: unknown;
  /** The event goes to no parent. */
  stopBubbling(): void;
  /** No other listener on this object, nor the widget itself, sees the event. */
  stopProcessing(): void;
}
