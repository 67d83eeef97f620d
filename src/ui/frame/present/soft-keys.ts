import type { SoftKeyRow } from '../../behaviour/behaviour.ts';
import type { Sheet } from '../../behaviour/sheet.ts';
import type { UiState } from '../../navigator/state.ts';
import { topView } from '../../navigator/views.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { behaviourOf } from '../../screens/behaviours.ts';
import type { SoftKeysModel } from './models.ts';

const NO_KEYS: SoftKeyRow = [null, null, null];

/** What the three keys under the screen do now, for the view or for what lies over it. */
export function presentSoftKeys({ strings }: PresentParts, state: UiState): SoftKeysModel {
  const top = topView(state);
  const keys = state.sheet === null ? (behaviourOf(top).softKeys?.(top) ?? NO_KEYS) : overSheet(state.sheet);
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
