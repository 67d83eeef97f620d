import type { Handset } from '../ports/handset.ts';
import type { UiCommand, UiOutcome } from './behaviour/command.ts';

/** Does what the screen asks of the handset. Null when the command has no result that the screen has to know. */
export function carryOut(handset: Handset, command: UiCommand): UiOutcome | null {
  switch (command.kind) {
    case 'send': {
      const { peer, body } = command;
      return { kind: 'sent', peer, result: felt(handset, handset.send(peer, body)) };
    }
    case 'resend':
      return { kind: 'resent', result: felt(handset, handset.resend(command.id)) };
    case 'cancel':
      return { kind: 'cancelled', result: felt(handset, handset.cancel(command.id)) };
    case 'saveDraft': {
      const { peer, draft } = command;
      return { kind: 'draftSaved', peer, draft, result: handset.saveDraft(peer, draft) };
    }
    case 'setFavourite':
      return {
        kind: 'favouriteSet',
        result: felt(handset, handset.setFavourite(command.peer, command.favourite)),
      };
    case 'markRead':
      // When the store refuses, the status bar shows it, and the message stays unread.
      void handset.markRead(command.peer, command.through, command.from);
      return null;
    case 'signInsSeen':
      // When the store refuses, the status bar shows it, and the LED goes on telling.
      void handset.signInsSeen(command.through);
      return null;
    case 'acknowledgeLostChanges':
      handset.acknowledgeLostChanges();
      return null;
    case 'refuseKey':
      handset.refuseKey();
      return null;
    default:
      return carryOutForPeople(handset, command);
  }
}

type PeopleCommand = Extract<
  UiCommand,
  { readonly kind: 'saveSender' | 'block' | 'unblock' | 'deleteThread' | 'deleteEvent' | 'requestsSeen' }
>;

function carryOutForPeople(handset: Handset, command: PeopleCommand): UiOutcome | null {
  switch (command.kind) {
    case 'saveSender':
    case 'block':
    case 'unblock':
      return { kind: 'peopleChanged', result: felt(handset, handset[command.kind](command.peer)) };
    case 'deleteThread':
      return { kind: 'deleted', result: felt(handset, handset.deleteThread(command.peer)) };
    case 'deleteEvent':
      return { kind: 'deleted', result: felt(handset, handset.deleteEvent(command.sequence)) };
    case 'requestsSeen':
      handset.requestsSeen(command.lost);
      return null;
  }
}

/** A refusal also makes a short buzz, so that it is noticed without reading. */
function felt<Outcome extends { readonly ok: boolean }>(handset: Handset, result: Outcome): Outcome {
  if (!result.ok) handset.refuseKey();
  return result;
}
