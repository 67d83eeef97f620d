import type { PeerEvent, ThreadEvent } from '../../domain/history/event.ts';
import type { StateModel } from '../phrases/state-model.ts';
import type { PresentParts } from '../present/present-parts.ts';
import type { EventRowModel } from './event-row.ts';

/** How one kind of event is shown. */
export interface EventView<Event extends ThreadEvent> {
  /** Its row in the thread, which is the same whether it has the focus or not. */
  row(parts: PresentParts, event: Event): EventRowModel;
}

/** What is said of the focused event in the place of the field. */
export interface EventHint {
  readonly state: StateModel;
  /** What the keys do with it. */
  readonly keys: string;
}

/** A kind of event that has one peer is shown in History and notifications too. */
export interface PeerEventView<Event extends PeerEvent> extends EventView<Event> {
  /** One line, as in History. `filter` is what the owner searches there, '' for nothing. */
  line(parts: PresentParts, event: Event, filter: string): StateModel;
  hint(parts: PresentParts, event: Event): EventHint;
  /** One line of a notification, under the name of the peer. */
  news(parts: PresentParts, event: Event): string;
}
