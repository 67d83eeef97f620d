import type { PeerAddress } from '../../domain/peer-address.ts';
import { success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { HandsetEvent, HandsetPeople } from '../../ports/handset.ts';
import type { ContactStore } from '../../ports/store/contact-store.ts';
import type { MessageStore, StoreFailure } from '../../ports/store/message-store.ts';
import type { StandingStore } from '../../ports/store/standing-store.ts';
import type { AlertSignals } from '../alert/alert-signals.ts';
import type { StrangerPace } from '../requests/stranger-pace.ts';
import type { Eraser } from '../upkeep/eraser.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';
import { favouriteContact } from './favourite-contact.ts';

interface PeopleDoorParts {
  readonly clock: Clock;
  readonly messages: MessageStore;
  readonly contacts: ContactStore;
  readonly standings: StandingStore;
  readonly health: StoreHealth;
  readonly alerts: AlertSignals;
  readonly eraser: Eraser;
  readonly pace: StrangerPace;
  readonly emit: (event: HandsetEvent) => void;
}

const NO_REQUESTS = { senders: 0, unread: 0, lastAtMs: null, lost: 0 };

/** The part of the screen's door for who may reach the owner, and for what the owner takes out of History. */
export function createPeopleDoor(parts: PeopleDoorParts): HandsetPeople {
  const { clock, messages, contacts, standings, health, alerts, eraser, pace, emit } = parts;
  /** Counts, LED and lists follow from whatever has changed. */
  const told = <Value>(result: Result<Value, StoreFailure>): Result<Value, StoreFailure> => {
    if (!result.ok) return result;
    alerts.setUnread(health.read(() => messages.unreadCount('known'), alerts.unread));
    alerts.setRequests(health.read(() => messages.unreadCount('stranger'), 0));
    emit({ kind: 'threadsChanged' });
    emit({ kind: 'stateChanged' });
    return result;
  };
  const deleted = <Value>(result: Result<Value, StoreFailure>): Result<Value, StoreFailure> => {
    if (result.ok) eraser.start();
    return told(health.check(result));
  };
  return {
    requests: () => {
      const kept = health.read(() => messages.requests(), NO_REQUESTS);
      return { ...kept, lost: kept.lost + pace.refused };
    },
    requestsSeen: (lost) => {
      const ofStore = pace.forgetRefused(lost);
      // Refused: the number is shown once more, and the owner is told that the store refuses.
      void health.check(messages.forgetLostRequests(ofStore));
    },
    standing: (peer) => health.read(() => standings.standing(peer), 'stranger'),
    blocked: () => health.read(() => standings.blocked(), []),
    block: (peer) => told(health.check(standings.block(peer, clock.wallMs()))),
    unblock: (peer) => told(health.check(standings.unblock(peer))),
    saveSender: (peer: PeerAddress) => {
      const known = health.ask(() => contacts.contact(peer));
      if (!known.ok) return known;
      if (known.value !== null) return success(undefined);
      const saved = told(health.check(contacts.saveContact(favouriteContact(null, peer, false))));
      if (saved.ok) emit({ kind: 'contactsChanged' });
      return saved;
    },
    deleteEvent: (sequence) => deleted(messages.deleteEvent(sequence)),
    deleteThread: (peer) => deleted(messages.deleteThread(peer)),
  };
}
