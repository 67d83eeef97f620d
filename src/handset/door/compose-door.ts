import type { DraftStore } from '../../ports/store/draft-store.ts';
import type { HandsetCompose } from '../../ports/handset.ts';
import type { MessageLink } from '../../ports/network/message-link.ts';
import type { SendMessage } from '../messages/send-message.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

interface ComposeDoorParts {
  readonly drafts: DraftStore;
  readonly health: StoreHealth;
  readonly sending: SendMessage;
  readonly link: MessageLink;
}

/** The part of the screen's door for writing and sending. */
export function createComposeDoor({ drafts, health, sending, link }: ComposeDoorParts): HandsetCompose {
  return {
    draft: (peer) => health.read(() => drafts.draft(peer), null),
    saveDraft: (peer, draft) => health.check(drafts.saveDraft(peer, draft)),
    send: (peer, body) => {
      const sent = sending.send(peer, body);
      if (sent.ok) askForFlow(link);
      return sent;
    },
    resend: (id) => {
      const resent = sending.resend(id);
      if (resent.ok) askForFlow(link);
      return resent;
    },
    cancel: (id) => sending.cancel(id),
  };
}

/**
 * Connects at once when the owner sends something: the owner may have walked back into the network, and should not wait
 * for the end of a back-off (up to half an hour). Not when a server answered and refused us, because then it sets the
 * pace.
 */
function askForFlow(link: MessageLink): void {
  if (link.state.kind === 'unreachable' && link.state.reason === 'no-network') link.reconnectNow();
}
