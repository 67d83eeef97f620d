import type { SignInEvent } from '../../domain/history/event.ts';
import type { PersonRowModel } from './models.ts';
import type { PresentParts } from './present-parts.ts';

/** That another device signed in to the account, as a row of a list. */
export function signInRow({ strings, times, now }: PresentParts, event: SignInEvent): PersonRowModel {
  return {
    key: `signIn:${event.sequence}`,
    icon: 'alert',
    initials: '',
    name: strings.text('signIns.device'),
    preview: { icon: null, tone: event.unread ? 'error' : 'quiet', text: strings.text('signIns.signedIn') },
    time: times.short(event.atMs, now.wallMs),
    unread: 0,
    starred: false,
  };
}
