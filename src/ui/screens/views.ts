import type { StateOf, ViewKind, ViewState } from '../behaviour/view-kinds.ts';
import type { ViewEntry } from '../drawing/view.ts';
import { contactView } from './contact/view.ts';
import { contactsView } from './contacts/view.ts';
import { detailsView } from './details/view.ts';
import { historyView } from './history/view.ts';
import { homeView } from './home/view.ts';
import { lockView } from './lock/view.ts';
import { requestsView } from './requests/view.ts';
import { signInsView } from './sign-ins/view.ts';
import { threadView } from './thread/view.ts';
import { unsentView } from './unsent/view.ts';

/** How each view looks. */
const VIEWS = {
  home: homeView,
  history: historyView,
  contacts: contactsView,
  contact: contactView,
  thread: threadView,
  details: detailsView,
  unsent: unsentView,
  lock: lockView,
  requests: requestsView,
  signIns: signInsView,
} satisfies { readonly [Kind in ViewKind]: ViewEntry<StateOf<Kind>, { readonly kind: Kind }> };

export type ViewModel = ReturnType<ReturnType<(typeof VIEWS)[ViewKind]['presenter']>['present']>;

/** How a view of any kind looks. Call it only with states and models of that kind. */
export function viewOf({ kind }: { readonly kind: ViewKind }): ViewEntry<ViewState, ViewModel> {
  return VIEWS[kind];
}
