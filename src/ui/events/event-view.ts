import type { PeerEvent, ThreadEvent } from '../../domain/history/event.ts';
import type { StateModel } from '../phrases/state-model.ts';
import type { PresentParts } from '../present/present-parts.ts';
import type { EventRowModel } from './event-row.ts';

/** How one kind of event is shown. */
export interface EventView<Event extends ThreadEvent> {
  /** Its row in the thread. `focused`: the row also says what the keys do with it. */
  row(parts: PresentParts, event: Event, focused: boolean): EventRowModel;
}

/** A kind of event that has one peer is shown in History and notifications too. */
export interface PeerEventView<Event extends PeerEvent> extends EventView<Event> {
  /** One line, as in History. `filter` is what the owner searches there, '' for nothing. */
  line(parts: PresentParts, event: Event, filter: string): StateModel;
  /** One line of a notification, under the name of the peer. */
  news(parts: PresentParts, event: Event): string;
}
