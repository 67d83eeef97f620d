import type { EpochMs } from '../../../domain/time.ts';
import { newsOf } from '../../events/event-views.ts';
import { notification, type Notification } from '../../navigator/banner.ts';
import type { UiState } from '../../navigator/state.ts';
import { topView } from '../../navigator/views.ts';
import { plainAddress } from '../../phrases/peer-words.ts';
import { givingUpText } from '../../present/giving-up.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { behaviourOf } from '../../screens/behaviours.ts';
import type { BannerModel } from './models.ts';

/** Null over a locked keypad, and news also where the view tells of them itself. */
export function presentBanner(parts: PresentParts, state: UiState): BannerModel | null {
  const top = topView(state);
  if (behaviourOf(top).ownsKeys === true) return null;
  const shown = notification(parts.status, state);
  switch (shown?.kind) {
    case undefined:
      return null;
    case 'signIn':
      return behaviourOf(top).tells?.(top, 'signIn') === true ? null : signIn(parts);
    case 'changesLost':
      return changesLost(parts, shown.atMs);
    case 'givingUp':
      return givingUp(parts, shown);
    case 'news':
      return behaviourOf(top).tells?.(top, 'news') === true ? null : news(parts, shown);
  }
}

function news(parts: PresentParts, shown: Extract<Notification, { kind: 'news' }>): BannerModel {
  const { strings } = parts;
  const text = shown.event === null ? strings.text('thread.blankedIn') : newsOf(parts, shown.event);
  const title = shown.name ?? plainAddress(shown.peer);
  return { icon: 'unread', title, text, hint: strings.text('line.reads', { enter: enterKey(parts) }), tone: 'text' };
}

function signIn(parts: PresentParts): BannerModel {
  const { strings } = parts;
  const hint = strings.text('line.reads', { enter: enterKey(parts) });
  return {
    icon: 'alert',
    title: strings.text('signIns.device'),
    text: strings.text('signIns.signedIn'),
    hint,
    tone: 'warn',
  };
}

function givingUp(parts: PresentParts, shown: Extract<Notification, { kind: 'givingUp' }>): BannerModel {
  const title = shown.name ?? plainAddress(shown.peer);
  const hint = parts.strings.text('line.sends', { enter: enterKey(parts) });
  return { icon: 'clock', title, text: givingUpText(parts, shown.message), hint, tone: 'warn' };
}

function changesLost(parts: PresentParts, atMs: EpochMs): BannerModel {
  const { strings, times, now } = parts;
  const clock = times.clock(atMs);
  const short = times.short(atMs, now.wallMs);
  return {
    icon: 'alert',
    title: strings.text('banner.damage'),
    text: strings.text('banner.changesLost', { time: short === clock ? clock : `${short} ${clock}` }),
    hint: strings.text('line.understood', { enter: enterKey(parts) }),
    tone: 'warn',
  };
}

function enterKey({ strings, hasSoftKeys }: PresentParts): string {
  return strings.text(hasSoftKeys ? 'key.ok' : 'key.enter');
}
