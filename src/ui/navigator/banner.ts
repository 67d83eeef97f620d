import { messageOf } from '../../domain/history/event.ts';
import type { Sequence } from '../../domain/history/message.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { HandsetEvent, HandsetState } from '../../ports/handset.ts';
import type { ContactReads, HistoryReads } from '../behaviour/behaviour.ts';
import type { SheetNews } from '../behaviour/sheet.ts';
import type { ViewState } from '../behaviour/view-kinds.ts';
import { behaviourOf } from '../screens/behaviours.ts';
import type { BannerState, UiState, WarningState } from './state.ts';
import { topView } from './views.ts';

type BannerReads = Pick<HistoryReads, 'event'> & Pick<ContactReads, 'contact'>;
type Banners = Pick<UiState, 'banner' | 'warning'>;

/** What the owner is notified of now. A new event comes before a lasting warning. */
export type Notification =
  | ({ readonly kind: 'news' } & BannerState)
  | { readonly kind: 'signIn' }
  | { readonly kind: 'changesLost'; readonly atMs: EpochMs }
  | ({ readonly kind: 'givingUp' } & WarningState);

export function notification(status: HandsetState, { banner, warning }: Banners): Notification | null {
  const { changesLostAtMs, otherDeviceAtMs } = status;
  if (banner !== null && !banner.isLeaving) return { kind: 'news', ...banner };
  if (otherDeviceAtMs !== null) return { kind: 'signIn' };
  if (changesLostAtMs !== null) return { kind: 'changesLost', atMs: changesLostAtMs };
  return warning === null ? null : { kind: 'givingUp', ...warning };
}

/** The notification as the first row of a menu; null when there is none. */
export function newsForMenu(status: HandsetState, banners: Banners): SheetNews | null {
  const { banner } = banners;
  const shown = banner === null ? notification(status, banners) : { kind: 'news' as const, ...banner };
  switch (shown?.kind) {
    case undefined:
      return null;
    case 'news':
      return { choice: 'read', peer: shown.peer, name: shown.name, waiting: null };
    case 'givingUp':
      return { choice: 'sendNow', peer: shown.peer, name: shown.name, waiting: shown.message.id };
    case 'signIn':
      return { choice: 'signIns', peer: null, name: null, waiting: null };
    case 'changesLost':
      return { choice: 'understood', peer: null, name: null, waiting: null };
  }
}

/** The banners after an event of the handset. */
export function bannersAfter(handset: BannerReads, state: UiState, event: HandsetEvent): Banners {
  const { banner, warning } = state;
  switch (event.kind) {
    case 'eventReceived':
      if (isOpen(topView(state), event.peer)) return { banner, warning };
      return { banner: bannerOf(handset, event.peer, event.sequence), warning };
    case 'givingUpSoon':
      return { banner, warning: warningOf(handset, event.peer, event.sequence) ?? warning };
    case 'eventChanged':
      // When several messages to a peer change within one frame, only the last one is told.
      if (warning?.peer !== event.peer) return { banner, warning };
      return { banner, warning: warningOf(handset, warning.peer, warning.message.sequence) };
    case 'contactsChanged':
      return { banner: named(handset, banner), warning: named(handset, warning) };
    case 'stateChanged':
    case 'threadsChanged':
    case 'unreachableRecorded':
    case 'signInsChanged':
      return { banner, warning };
  }
}

function bannerOf(handset: BannerReads, peer: PeerAddress, sequence: Sequence): BannerState {
  return { peer, name: nameOf(handset, peer), event: handset.event(sequence), isLeaving: false };
}

/** First it is not shown any more, then it is forgotten. */
export function bannerExpired(banner: BannerState | null): BannerState | null {
  return banner === null || banner.isLeaving ? null : { ...banner, isLeaving: true };
}

/** Null unless the message is waiting: no other message can be tried again or given up. */
function warningOf(handset: BannerReads, peer: PeerAddress, sequence: Sequence): WarningState | null {
  const message = messageOf(handset.event(sequence));
  const waits = message?.direction === 'outgoing' && message.status === 'waiting';
  return waits ? { peer, name: nameOf(handset, peer), message } : null;
}

function nameOf(handset: BannerReads, peer: PeerAddress): string | null {
  return handset.contact(peer)?.name ?? null;
}

function named<State extends BannerState | WarningState>(handset: BannerReads, banner: State | null): State | null {
  return banner === null ? null : { ...banner, name: nameOf(handset, banner.peer) };
}

/** The peer's thread is on the screen, so the notification is no longer needed. */
export function withoutOpenedBanner(state: UiState): UiState {
  return state.banner !== null && isOpen(topView(state), state.banner.peer) ? { ...state, banner: null } : state;
}

/** The peer's thread is open: it shows the event, or says that there is one further down. */
export function isOpen(view: ViewState, peer: PeerAddress): boolean {
  return behaviourOf(view).peer?.(view) === peer;
}
