import type { Command } from '../../domain/input/input-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { HandsetEvent } from '../../ports/handset.ts';
import type { HandsetQueries } from '../behaviour/behaviour.ts';
import type { ViewState } from '../behaviour/view-kinds.ts';
import { behaviourOf } from '../screens/behaviours.ts';
import type { UiState } from './state.ts';
import { topView } from './views.ts';

/** What is notified of at this moment: a new message before the standing warnings. */
export type Notification =
  | ({ readonly kind: 'message' } & NonNullable<UiState['banner']>)
  | { readonly kind: 'changesLost'; readonly atMs: EpochMs }
  | ({ readonly kind: 'givingUp' } & NonNullable<UiState['warning']>);

export function notification(handset: Pick<HandsetQueries, 'state'>, state: UiState): Notification | null {
  if (state.banner !== null) return { kind: 'message', ...state.banner };
  const { changesLostAtMs } = handset.state();
  if (changesLostAtMs !== null) return { kind: 'changesLost', atMs: changesLostAtMs };
  return state.warning === null ? null : { kind: 'givingUp', ...state.warning };
}

/**
 * Enter is the banner's key, except where the owner is writing or searching: a notification must never catch the Enter that was meant
 * for a text. There it is Menu. Null where no notification is shown.
 */
export function bannerKey(view: ViewState): 'enter' | 'menu' | null {
  const behaviour = behaviourOf(view);
  return behaviour.bannerKey === undefined ? 'enter' : behaviour.bannerKey(view);
}

export function isBannerKey(view: ViewState, command: Command): boolean {
  const key = bannerKey(view);
  return key === 'menu' ? command === 'menu' || command === 'soft-left' : key === command;
}

/** The banners after an event of the handset. */
export function bannersAfter(
  handset: HandsetQueries,
  state: UiState,
  event: HandsetEvent,
): Pick<UiState, 'banner' | 'warning'> {
  switch (event.kind) {
    case 'messageReceived': {
      const { peer, sequence } = event;
      const banner = isRead(topView(state), peer) ? state.banner : { peer, sequence };
      return { banner, warning: state.warning };
    }
    case 'givingUpSoon': {
      const { peer, sequence } = event;
      return { banner: state.banner, warning: { peer, sequence } };
    }
    case 'messageChanged': {
      // Of several messages to a peer that change within one frame only the last is told.
      const { warning } = state;
      const over = warning?.peer === event.peer && waitingId(handset, warning.sequence) === null;
      return { banner: state.banner, warning: over ? null : warning };
    }
    case 'stateChanged':
    case 'contactsChanged':
      return { banner: state.banner, warning: state.warning };
  }
}

/** The id of a message that can be tried again because it still waits. */
export function waitingId(handset: HandsetQueries, sequence: number): MessageId | null {
  const message = handset.message(sequence);
  return message?.direction === 'outgoing' && message.status === 'waiting' ? message.id : null;
}

/** A view of that peer was opened: it needs no notification any more. */
export function withoutOpenedBanner(state: UiState): UiState {
  const top = topView(state);
  return state.banner !== null && behaviourOf(top).peer?.(top) === state.banner.peer
    ? { ...state, banner: null }
    : state;
}

/** A view is shown again on which the message can be seen. */
export function withoutReadBanner(state: UiState): UiState {
  return state.banner !== null && isRead(topView(state), state.banner.peer) ? { ...state, banner: null } : state;
}

/** The peer's thread is open at its end: the message is on the screen without a banner. */
function isRead(view: ViewState, peer: PeerAddress): boolean {
  const behaviour = behaviourOf(view);
  return behaviour.peer?.(view) === peer && behaviour.readsNewest?.(view) === true;
}
