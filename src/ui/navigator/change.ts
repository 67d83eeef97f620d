import type { Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { UiCommand, ViewState } from './state.ts';

/** What a key or an event does to the view on the screen; the navigator carries it out. */
export interface Change<View extends ViewState = ViewState> {
  readonly view: View;
  readonly commands: readonly UiCommand[];
  readonly go: Destination | null;
}

/** Where a thread opens: to write, at its newest message, or at the message that a search found. */
export type ThreadFocus = 'field' | 'lastMessage' | Sequence;

export type Destination =
  | { readonly kind: 'back' }
  | { readonly kind: 'history' }
  | { readonly kind: 'contacts'; readonly filter: string }
  | { readonly kind: 'contact'; readonly peer: PeerAddress }
  | { readonly kind: 'thread'; readonly peer: PeerAddress; readonly focus: ThreadFocus }
  | { readonly kind: 'details'; readonly sequence: Sequence }
  /** From the details of a failed message to its thread, where its text is a new one. */
  | { readonly kind: 'edit'; readonly sequence: Sequence };

export function stay<View extends ViewState>(view: View, ...commands: readonly UiCommand[]): Change<View> {
  return { view, commands, go: null };
}

export function goTo<View extends ViewState>(view: View, go: Destination): Change<View> {
  return { view, commands: [], go };
}

/** The key means nothing here: the short buzz says so. */
export function refuse<View extends ViewState>(view: View): Change<View> {
  return stay(view, { kind: 'refuseKey' });
}
