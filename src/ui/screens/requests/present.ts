import { lineOf } from '../../events/event-views.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import type { PersonListModel, PersonRowModel } from '../../present/models.ts';
import { presentList } from '../../present/person-list.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import type { RequestsState, Sender } from './state.ts';

export interface RequestsModel {
  readonly kind: 'requests';
  readonly title: string;
  readonly filter: string;
  readonly aside: string;
  readonly list: PersonListModel;
  /** What the senders learn, and what the keys do. */
  readonly hint: readonly [string, string];
}

export function presentRequests(parts: PresentParts, view: RequestsState): RequestsModel {
  const { strings } = parts;
  const blocked = view.of === 'blocked';
  return {
    kind: 'requests',
    title: strings.text(blocked ? 'blocked.title' : 'requests.title'),
    filter: view.filter,
    aside: view.senders === 0 ? '' : String(view.senders),
    list: presentList(view.list, (sender) => presentSender(parts, sender, view.filter), empty(parts, view)),
    hint: blocked ? [strings.text('blocked.notTold'), keysHint(parts, 'blocked')] : requestsHint(parts, view),
  };
}

function empty({ strings }: PresentParts, { of, filter }: RequestsState): string {
  if (filter !== '') return strings.text('history.nothingFound', { filter });
  return strings.text(of === 'blocked' ? 'blocked.empty' : 'requests.empty');
}

function requestsHint(parts: PresentParts, { lost }: RequestsState): RequestsModel['hint'] {
  const { strings } = parts;
  const first =
    lost > 0
      ? strings.count('requestsLost', lost)
      : strings.text(parts.hasSoftKeys ? 'requests.notToldShort' : 'requests.notTold');
  return [first, keysHint(parts, 'requests')];
}

function keysHint({ strings, hasSoftKeys }: PresentParts, of: 'requests' | 'blocked'): string {
  return strings.text(hasSoftKeys ? `${of}.keysSoft` : `${of}.keys`);
}

function presentSender(parts: PresentParts, { peer, name, thread }: Sender, filter: string): PersonRowModel {
  const { times, now } = parts;
  const address = plainAddress(peer);
  return {
    key: peer,
    initials: initials(name),
    name: name ?? address,
    preview:
      thread === null
        ? { icon: null, tone: 'quiet', text: name === null ? '' : address }
        : lineOf(parts, thread.match ?? thread.last, thread.match === null ? '' : filter),
    time: thread === null ? '' : times.short((thread.match ?? thread.last).atMs, now.wallMs),
    unread: thread?.unread ?? 0,
    starred: false,
  };
}
