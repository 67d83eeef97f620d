import type { ThreadSummary } from '../../domain/history/thread.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import { goTo, lay, stay, type Change } from './change.ts';
import { menuOf, questionOf, type Choice, type Sheet, type Subject } from './sheet.ts';
import type { Destination, OpeningOf, ViewState } from './view-kinds.ts';

interface Peer {
  readonly peer: PeerAddress;
  /** Null when the peer is no contact. */
  readonly name: string | null;
}

/** What can be done with any peer, for the end of a menu: somebody who is no contact can be saved first. */
function peerChoices(name: string | null): readonly Choice[] {
  return name === null ? ['save', 'deleteThread', 'block'] : ['deleteThread', 'block'];
}

export function peerSubject({ peer, name }: Peer): Subject {
  return { kind: 'peer', peer, name };
}

export function menuFor(peer: Peer, first: readonly Choice[]): Sheet | null {
  const [head, ...tail] = [...first, ...peerChoices(peer.name)];
  return head === undefined ? null : menuOf(peerSubject(peer), [head, ...tail]);
}

/**
 * Carries out what any view offers about a peer; null for a choice that is the view's own. `after`: where to go when
 * what the view shows is gone.
 */
export function chosenForPeer<View extends ViewState>(
  view: View,
  peer: Peer,
  choice: Choice,
  after: Destination | null,
): Change<View> | null {
  const { peer: address } = peer;
  if (choice === 'contact') return goTo(view, { kind: 'contact', peer: address });
  switch (choice) {
    case 'write':
      return goTo(view, { kind: 'thread', peer: address, focus: 'field' });
    case 'save':
      return stay(view, { kind: 'saveSender', peer: address });
    case 'unblock':
      return stay(view, { kind: 'unblock', peer: address });
    case 'block':
      return lay(view, questionOf('block', peerSubject(peer), ['keep', 'blockNow']));
    case 'deleteThread':
      return lay(view, questionOf('deleteThread', peerSubject(peer), ['keep', 'deleteThreadNow']));
    case 'blockNow':
      return { ...stay(view, { kind: 'block', peer: address }), go: after };
    case 'deleteThreadNow':
      return stay(view, { kind: 'deleteThread', peer: address });
    default:
      return null;
  }
}

/** A text that a search found is opened at its place, from where the keys go to what else it found in that thread. */
export function placeIn(
  { match }: Pick<ThreadSummary, 'match'>,
  filter: string,
): Pick<OpeningOf<'thread'>, 'focus' | 'found'> {
  return match === null ? { focus: 'field' } : { focus: match.sequence, found: filter };
}
