import { bannerKey, notification, type Notification } from '../navigator/banner.ts';
import { topView } from '../navigator/navigator.ts';
import type { UiState } from '../navigator/state.ts';
import { initials, plainAddress } from '../words/peer-words.ts';
import type { BannerModel } from './models.ts';
import { oneLine } from './one-line.ts';
import type { PresentContext } from './present-context.ts';

export function presentBanner(context: PresentContext, state: UiState): BannerModel | null {
  const shown = notification(state);
  if (shown === null) return null;
  const { handset, strings } = context;
  const name = handset.contact(shown.peer)?.name ?? null;
  const key = bannerKey(topView(state));
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

function bannerText({ handset, strings, times }: PresentContext, shown: Notification): string {
  if (shown.kind === 'givingUp') return strings.text('banner.givingUp', { time: times.clock(shown.atMs) });
  const message = handset.message(shown.sequence);
  if (message === null || message.blanked) return strings.text('thread.blankedIn');
  return oneLine(message.body);
}
