import { composerText } from '../../domain/text/composer.ts';
import type { Message } from '../../domain/history/message.ts';
import { bannerKey, notification } from '../navigator/banner.ts';
import { contactItems } from '../navigator/contact-details.ts';
import { topView } from '../navigator/navigator.ts';
import { focusedRow } from '../navigator/peer-list.ts';
import type { HandsetQueries, ThreadState, UiState, ViewState } from '../navigator/state.ts';
import { canEdit, canResend, selectedMessage } from '../navigator/thread-selection.ts';
import type { Strings } from '../languages/strings.ts';
import type { SoftKeysModel } from './models.ts';

type SoftKey =
  'open' | 'back' | 'clear' | 'send' | 'write' | 'contact' | 'details' | 'resend' | 'edit' | 'change' | 'insert' | 'ok';
type Keys = readonly [left: SoftKey | null, middle: SoftKey | null, right: SoftKey | null];

/** What the three keys under the screen do at this moment; the same decisions as the navigator takes on the keys themselves. */
export function presentSoftKeys(handset: HandsetQueries, strings: Strings, state: UiState): SoftKeysModel {
  const keys: Keys =
    state.lock !== null ? [null, null, null] : withBanner(handset, state, keysOf(handset, topView(state)));
  const [left, middle, right] = keys.map((key) => (key === null ? '' : strings.text(`soft.${key}`))) as [
    string,
    string,
    string,
  ];
  return { left, middle, right };
}

const BANNER_KEYS = { message: 'open', changesLost: 'ok', givingUp: 'resend' } as const;

function withBanner(handset: HandsetQueries, state: UiState, [left, middle, right]: Keys): Keys {
  const shown = notification(handset, state);
  if (shown === null) return [left, middle, right];
  const does = BANNER_KEYS[shown.kind];
  return bannerKey(topView(state)) === 'enter' ? [left, does, right] : [does, middle, right];
}

function keysOf(handset: HandsetQueries, view: ViewState): Keys {
  switch (view.kind) {
    case 'home':
      return ['write', 'open', null];
    case 'history':
      return ['write', focusedRow(view.list) === null ? null : 'open', view.filter === '' ? 'back' : 'clear'];
    case 'contacts': {
      const found = focusedRow(view.list) !== null;
      return [found ? 'write' : null, found ? 'open' : null, view.filter === '' ? 'back' : 'clear'];
    }
    case 'contact':
      return [null, contactItems(handset, view.peer)[view.focus] === 'favourite' ? 'change' : 'open', 'back'];
    case 'details':
      return detailsKeys(handset.message(view.sequence));
    case 'thread':
      return threadKeys(view);
  }
}

function detailsKeys(message: Message | null): Keys {
  return [canEdit(message) ? 'edit' : null, canResend(message) ? 'resend' : null, 'back'];
}

function threadKeys(view: ThreadState): Keys {
  if (view.picker !== null) return [null, 'insert', 'back'];
  const empty = composerText(view.field) === '';
  if (view.focus === null) return ['contact', empty ? null : 'send', empty ? 'back' : 'clear'];
  const message = selectedMessage(view);
  return [canEdit(message) ? 'edit' : 'details', canResend(message) ? 'resend' : null, 'back'];
}
