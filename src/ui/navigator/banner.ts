import type { Command } from '../../domain/input/input-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { HandsetEvent } from '../../ports/handset.ts';
import type { HandsetQueries, UiState, ViewState } from './state.ts';
import { showsNewest } from './thread-window.ts';

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
 * for a text. There it is Menu.
 */
export function bannerKey(view: ViewState): 'enter' | 'menu' {
  if (view.kind === 'thread') return 'menu';
  return (view.kind === 'history' || view.kind === 'contacts') && view.filter !== '' ? 'menu' : 'enter';
}

export function isBannerKey(view: ViewState, command: Command): boolean {
  return bannerKey(view) === 'enter' ? command === 'enter' : command === 'menu' || command === 'soft-left';
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
      const read = state.lock === null && isRead(state.views.at(-1) ?? state.views[0], event.peer);
      const banner = read ? state.banner : { peer, sequence };
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

/** The peer's thread is open at its end: the message is on the screen without a banner. */
function isRead(view: ViewState, peer: string): boolean {
  return view.kind === 'thread' && view.peer === peer && view.focus === null && showsNewest(view.window);
}
