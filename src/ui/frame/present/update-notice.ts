import type { UpdateFailure, UpdateState } from '../../../domain/update.ts';
import type { StringKey, Strings } from '../../languages/strings.ts';

type UpdateKey = Extract<StringKey, `update.${string}`>;

const FAILURES = {
  'no-signature': 'update.untrusted',
  'other-authority': 'update.untrusted',
  expired: 'update.untrusted',
  'not-yet-valid': 'update.untrusted',
  'plain-format': 'update.untrusted',
  'other-board': 'update.unfit',
  incomplete: 'update.unfit',
  'store-too-new': 'update.unfit',
  older: 'update.older',
  damaged: 'update.damaged',
  'no-way-back': 'update.noWayBack',
  'fell-back': 'update.fellBack',
  'no-screen': 'update.fellBack',
  'no-keys': 'update.fellBack',
  'no-store': 'update.fellBack',
  'no-registration': 'update.fellBack',
  'did-not-start': 'update.fellBack',
  'no-room': 'update.notFetched',
  'too-large': 'update.notFetched',
  'server-not-trusted': 'update.notFetched',
  'server-refuses': 'update.notFetched',
  'server-unreachable': 'update.notFetched',
  'notice-malformed': 'update.notFetched',
  'on-trial': 'update.failed',
  failed: 'update.failed',
} as const satisfies Readonly<Record<UpdateFailure, UpdateKey>>;

/** A line for the owner; empty while there is nothing that concerns him. Fetching costs him nothing. */
export function updateNotice(update: UpdateState, strings: Strings): string {
  switch (update.kind) {
    case 'installing': {
      const { version, percent, oneWay } = update;
      return strings.text(oneWay ? 'update.oneWay' : 'update.installing', { version, percent: String(percent) });
    }
    case 'ready':
      return strings.text('update.ready', { version: update.version });
    case 'failed':
      return strings.text(FAILURES[update.reason]);
    case 'none':
    case 'available':
    case 'fetching':
      return '';
  }
}
