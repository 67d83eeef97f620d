import type { Sequence } from '../../domain/history/message.ts';
import type { EpochMs } from '../../domain/time.ts';
import { bannerKey, notification, type Notification } from '../navigator/banner.ts';
import { topView } from '../navigator/navigator.ts';
import type { UiState } from '../navigator/state.ts';
import { initials, plainAddress } from '../phrases/peer-words.ts';
import { deadlineOnWall } from '../phrases/status-words.ts';
import type { BannerModel } from './models.ts';
import { oneLine } from './one-line.ts';
import type { PresentContext } from './present-context.ts';

type PeerNotification = Exclude<Notification, { kind: 'changesLost' }>;

export function presentBanner(context: PresentContext, state: UiState): BannerModel | null {
  const { handset, strings } = context;
  const shown = notification(handset, state);
  if (shown === null) return null;
  const key = bannerKey(topView(state));
  if (shown.kind === 'changesLost') return changesLost(context, shown.atMs, key);
  const name = handset.contact(shown.peer)?.name ?? null;
  const warns = shown.kind === 'givingUp';
  const hint = warns
    ? strings.text(key === 'enter' ? 'banner.enterResends' : 'banner.menuResends')
    : strings.text(key === 'enter' ? 'banner.enterOpens' : 'banner.menuOpens');
  return {
    initials: initials(name),
    title: name ?? plainAddress(shown.peer),
    text: bannerText(context, shown),
    hint: context.hasSoftKeys ? '' : hint,
    tone: warns ? 'warn' : 'text',
  };
}

function changesLost(
  { strings, times, now, hasSoftKeys }: PresentContext,
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

/** When a waiting message is given up, by the wall clock of now, like its row in the thread. */
export function givingUpText({ handset, strings, times, now }: PresentContext, sequence: Sequence): string {
  const message = handset.message(sequence);
  if (message?.direction !== 'outgoing') return '';
  return strings.text('banner.givingUp', {
    time: times.deadline(deadlineOnWall(message.giveUpAtAgeMs, now), now.wallMs),
  });
}

function bannerText(context: PresentContext, shown: PeerNotification): string {
  const { handset, strings } = context;
  if (shown.kind === 'givingUp') return givingUpText(context, shown.sequence);
  const message = handset.message(shown.sequence);
  if (message === null || message.blanked) return strings.text('thread.blankedIn');
  return oneLine(message.body);
}
