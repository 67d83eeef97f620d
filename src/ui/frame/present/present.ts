import type { BehaviourParts } from '../../behaviour/behaviour.ts';
import type { ViewKind, ViewState } from '../../behaviour/view-kinds.ts';
import type { Presenter } from '../../drawing/view.ts';
import type { InputMode } from '../../../domain/input/input-event.ts';
import type { Strings } from '../../languages/strings.ts';
import type { UiState } from '../../navigator/state.ts';
import { topView } from '../../navigator/views.ts';
import { linkWarning } from '../../phrases/status-words.ts';
import type { HandsetStatus } from '../../../ports/handset.ts';
import type { TimeWords } from '../../phrases/time-words.ts';
import type { PresentParts } from '../../present/present-parts.ts';
import { behaviourOf } from '../../screens/behaviours.ts';
import { viewOf, type ViewModel } from '../../screens/views.ts';
import { presentBanner } from './banner.ts';
import type { PickerModel, ScreenModel } from './models.ts';
import { presentSheet } from './sheet.ts';
import { presentSoftKeys } from './soft-keys.ts';
import { updateNotice } from './update-notice.ts';
import { presentStatusBar } from './status-bar.ts';

interface PresenterParts {
  readonly handset: Pick<HandsetStatus, 'state' | 'wallMs' | 'ageMs'>;
  readonly strings: Strings;
  readonly times: TimeWords;
  readonly hasSoftKeys: boolean;
}

type Pickers = Pick<BehaviourParts, 'emoji' | 'symbols'>;

/** What a frame shows besides the state. */
export interface FrameInput extends Pickers {
  readonly mode: InputMode;
}

/** Makes a function that turns a state into what a frame shows: words, icons and tones, no pixels. */
export function createPresenter(parts: PresenterParts): (input: FrameInput, state: UiState) => ScreenModel {
  const { handset, strings, times, hasSoftKeys } = parts;
  const presentView = viewPresenter();
  return (input, state) => {
    const top = topView(state);
    const now: PresentParts = {
      strings,
      times,
      hasSoftKeys,
      status: handset.state(),
      now: { wallMs: handset.wallMs(), ageMs: handset.ageMs() },
      mode: input.mode,
      givingUp: state.warning?.message ?? null,
    };
    return {
      statusBar: presentStatusBar(now),
      ...noticed(now, state),
      view: presentView(now, top),
      banner: presentBanner(now, state),
      picker: presentPicker(strings, input, top),
      sheet: presentSheet(now, state.sheet),
      softKeys: hasSoftKeys ? presentSoftKeys(now, state) : null,
    };
  };
}

/** Finds each view's own presenter, which is made when the view is first shown. */
function viewPresenter(): (parts: PresentParts, view: ViewState) => ViewModel {
  const presenters = new Map<ViewKind, Presenter<ViewState, ViewModel>>();
  return (parts, view) => {
    const presenter = presenters.get(view.kind) ?? viewOf(view).presenter();
    presenters.set(view.kind, presenter);
    return presenter.present(parts, view);
  };
}

/** What stands under the status bar as long as it lasts. What can wait is told when nothing worse is. */
function noticed(parts: PresentParts, state: UiState): Pick<ScreenModel, 'notice' | 'noticeTone'> {
  const { status, strings } = parts;
  const fault = notice(parts, state);
  if (fault !== '') return { notice: fault, noticeTone: 'error' };
  if (status.storageLow) return { notice: strings.text('store.almostFull'), noticeTone: 'warn' };
  if (status.battery?.level === 'low') return { notice: strings.text('battery.low'), noticeTone: 'warn' };
  return { notice: updateNotice(status.update, strings), noticeTone: 'warn' };
}

/** What ends everything comes first, then what affects all that the owner does. */
function notice({ status, strings }: PresentParts, state: UiState): string {
  const { link, storeFailure, battery } = status;
  if (battery?.level === 'empty') return strings.text('battery.empty');
  if (storeFailure !== null) return strings.text(`store.${storeFailure}`);
  if (state.refusal !== null) return strings.text(`refused.${state.refusal}`);
  if (battery?.level === 'critical') return strings.text('battery.critical');
  const warning = linkWarning(link, strings);
  if (warning !== '' || state.stuckKeys.length === 0) return warning;
  return strings.text('keys.stuck', { keys: state.stuckKeys.join(', ') });
}

function presentPicker(strings: Strings, pickers: Pickers, view: ViewState): PickerModel | null {
  const picker = behaviourOf(view).picker?.(view) ?? null;
  if (picker === null) return null;
  return { title: strings.text(`picker.${picker.kind}`), cells: pickers[picker.kind], focus: picker.focus };
}
