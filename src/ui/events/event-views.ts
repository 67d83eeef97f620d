import type { PeerEvent, ThreadEvent } from '../../domain/history/event.ts';
import type { StateModel } from '../phrases/state-model.ts';
import type { PresentParts } from '../present/present-parts.ts';
import type { EventRowModel } from './event-row.ts';
import type { EventHint, EventView, PeerEventView } from './event-view.ts';
import { messageView } from './message.ts';
import { signInView } from './sign-in.ts';
import { unreachableView } from './unreachable.ts';

type OfKind<Event extends ThreadEvent, Kind> = Extract<Event, { readonly kind: Kind }>;

const PEER_EVENTS: { readonly [Kind in PeerEvent['kind']]: PeerEventView<OfKind<PeerEvent, Kind>> } = {
  message: messageView,
};

const EVENTS: { readonly [Kind in ThreadEvent['kind']]: EventView<OfKind<ThreadEvent, Kind>> } = {
  ...PEER_EVENTS,
  unreachable: unreachableView,
  signIn: signInView,
};

/** The row of any event in the thread. */
export function rowOf(parts: PresentParts, event: ThreadEvent): EventRowModel {
  const view: EventView<ThreadEvent> = EVENTS[event.kind];
  return view.row(parts, event);
}

/** Any peer's event in one line of History. */
export function lineOf(parts: PresentParts, event: PeerEvent, filter = ''): StateModel {
  return viewOf(event).line(parts, event, filter);
}

/** What is said of any peer's event while it has the focus. */
export function hintOf(parts: PresentParts, event: PeerEvent): EventHint {
  return viewOf(event).hint(parts, event);
}

/** Any peer's event in one line of a notification. */
export function newsOf(parts: PresentParts, event: PeerEvent): string {
  return viewOf(event).news(parts, event);
}

/** Call it only with that event. */
function viewOf(event: PeerEvent): PeerEventView<PeerEvent> {
  return PEER_EVENTS[event.kind];
}
