import type { SoftKeyRow } from '../../behaviour/behaviour.ts';
import type { Sheet } from '../../behaviour/sheet.ts';
import { bannerKey, notification, type Notification } from '../../navigator/banner.ts';
import type { UiState } from '../../navigator/state.ts';
import { topView } from '../../navigator/views.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { behaviourOf } from '../../screens/behaviours.ts';
import type { SoftKeysModel } from './models.ts';

const NO_KEYS: SoftKeyRow = [null, null, null];
const BANNER_KEYS = { news: 'open', changesLost: 'ok', givingUp: 'resend' } as const;

/** What the three keys under the screen do now, for the view or for a notification. */
export function presentSoftKeys({ status, strings }: PresentParts, state: UiState): SoftKeysModel {
  const top = topView(state);
  const keys =
    state.sheet !== null
      ? overSheet(state.sheet)
      : withBanner(notification(status, state), bannerKey(top), behaviourOf(top).softKeys?.(top) ?? NO_KEYS);
  const [left, middle, right] = keys.map((key) => (key === null ? '' : strings.text(`soft.${key}`))) as [
    string,
    string,
    string,
  ];
  return { left, middle, right };
}

function overSheet({ question }: Sheet): SoftKeyRow {
  return [null, 'choose', question === null ? 'close' : 'back'];
}

function withBanner(
  shown: Notification | null,
  key: ReturnType<typeof bannerKey>,
  [left, middle, right]: SoftKeyRow,
): SoftKeyRow {
  if (shown === null || key === null) return [left, middle, right];
  const does = BANNER_KEYS[shown.kind];
  return key === 'enter' ? [left, does, right] : [does, middle, right];
}
