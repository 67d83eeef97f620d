import type { Behaviour } from '../behaviour/behaviour.ts';
import type { ViewKind, ViewState } from '../behaviour/view-kinds.ts';
import { contactBehaviour } from './contact/behaviour.ts';
import { contactsBehaviour } from './contacts/behaviour.ts';
import { detailsBehaviour } from './details/behaviour.ts';
import { historyBehaviour } from './history/behaviour.ts';
import { homeBehaviour } from './home/behaviour.ts';
import { lockBehaviour } from './lock/behaviour.ts';
import { requestsBehaviour } from './requests/behaviour.ts';
import { signInsBehaviour } from './sign-ins/behaviour.ts';
import { threadBehaviour } from './thread/behaviour.ts';
import { unsentBehaviour } from './unsent/behaviour.ts';

/** How each view behaves. */
export const BEHAVIOURS: { readonly [Kind in ViewKind]: Behaviour<Kind> } = {
  home: homeBehaviour,
  history: historyBehaviour,
  contacts: contactsBehaviour,
  contact: contactBehaviour,
  thread: threadBehaviour,
  details: detailsBehaviour,
  unsent: unsentBehaviour,
  lock: lockBehaviour,
  requests: requestsBehaviour,
  signIns: signInsBehaviour,
};

/** The behaviour of a view of any kind. Call it only with that view. */
export function behaviourOf(view: ViewState): Behaviour {
  return BEHAVIOURS[view.kind];
}
