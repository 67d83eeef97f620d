import type { EpochMs } from '../../../domain/time.ts';
import { bannerKey, notification, type Notification } from '../../navigator/banner.ts';
import type { UiState } from '../../navigator/state.ts';
import { topView } from '../../navigator/views.ts';
import { initials, plainAddress } from '../../phrases/peer-words.ts';
import type { BannerModel } from './models.ts';
import { givingUpText } from '../../present/giving-up.ts';
import { newsOf } from '../../events/event-views.ts';
import type { PresentParts } from '../../present/present-parts.ts';

type PeerNotification = Exclude<Notification, { kind: 'changesLost' }>;

export function presentBanner(parts: PresentParts, state: UiState): BannerModel | null {
  const { status, strings } = parts;
  const shown = notification(status, state);
  const key = bannerKey(topView(state));
  if (shown === null || key === null) return null;
  if (shown.kind === 'changesLost') return changesLost(parts, shown.atMs, key);
  const { name } = shown;
  const warns = shown.kind === 'givingUp';
  const hint = warns
    ? strings.text(key === 'enter' ? 'banner.enterResends' : 'banner.menuResends')
    : strings.text(key === 'enter' ? 'banner.enterOpens' : 'banner.menuOpens');
  return {
    initials: initials(name),
    title: name ?? plainAddress(shown.peer),
    text: bannerText(parts, shown),
    hint: parts.hasSoftKeys ? '' : hint,
    tone: warns ? 'warn' : 'text',
  };
}

function changesLost(
  { strings, times, now, hasSoftKeys }: PresentParts,
  atMs: EpochMs,
  key: 'enter' | 'menu',
): BannerModel {
  const clock = times.clock(atMs);
  const short = times.short(atMs, now.wallMs);
  return {
    initials: '!',
    title: strings.text('banner.damage'),
    text: strings.text('banner.changesLost', { time: short === clock ? clock : `${short} ${clock}` }),
    hint: hasSoftKeys ? '' : strings.text(key === 'enter' ? 'banner.enterOk' : 'banner.menuOk'),
    tone: 'warn',
  };
}

function bannerText(parts: PresentParts, shown: PeerNotification): string {
  if (shown.kind === 'givingUp') return givingUpText(parts, shown.message);
  return shown.event === null ? parts.strings.text('thread.blankedIn') : newsOf(parts, shown.event);
}
