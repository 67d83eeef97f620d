import { topView } from '../navigator/navigator.ts';
import type { HandsetQueries, UiContext, UiState, ViewState } from '../navigator/state.ts';
import type { Strings } from '../languages/strings.ts';
import { linkWarning } from '../phrases/status-words.ts';
import type { TimeWords } from '../phrases/time-words.ts';
import { presentBanner } from './banner.ts';
import { presentContact } from './contact-details.ts';
import { presentContacts } from './contacts.ts';
import { presentHistory } from './history.ts';
import { presentHome } from './home.ts';
import { presentLock } from './lock.ts';
import { presentDetails } from './message-details.ts';
import type { PickerModel, ScreenModel, ViewModel } from './models.ts';
import type { PresentContext } from './present-context.ts';
import { presentSoftKeys } from './soft-keys.ts';
import { presentStatusBar } from './status-bar.ts';
import { presentThread } from './thread.ts';
import { emptyThreadRows, type ThreadRows } from './thread-rows.ts';

export interface PresenterParts {
  readonly handset: HandsetQueries;
  readonly strings: Strings;
  readonly times: TimeWords;
  readonly hasSoftKeys: boolean;
}

/** Makes of a state what a frame shows: words, icons and tones, no pixels. */
export function createPresenter(parts: PresenterParts): (context: UiContext, state: UiState) => ScreenModel {
  const { handset, strings, times } = parts;
  const threadRows = emptyThreadRows();
  return (pickers, state) => {
    const context: PresentContext = {
      handset,
      strings,
      times,
      hasSoftKeys: parts.hasSoftKeys,
      now: { wallMs: handset.wallMs(), ageMs: handset.ageMs() },
    };
    return {
      statusBar: presentStatusBar(context, state.lock !== null),
      notice: notice(context, state),
      view:
        state.lock !== null
          ? presentLock(context, state, state.lock)
          : presentView(context, state, topView(state), threadRows),
      banner: state.lock !== null ? null : presentBanner(context, state),
      picker: state.lock !== null ? null : presentPicker(strings, pickers, topView(state)),
      softKeys: parts.hasSoftKeys ? presentSoftKeys(handset, strings, state) : null,
    };
  };
}

/** A store that cannot write comes first: it concerns all that the owner does. */
function notice({ handset, strings }: PresentContext, state: UiState): string {
  const { link, storeFailure } = handset.state();
  if (storeFailure !== null) return strings.text(`store.${storeFailure}`);
  if (state.refusal !== null) return strings.text(`refused.${state.refusal}`);
  const warning = linkWarning(link, strings);
  if (warning !== '' || state.stuckKeys.length === 0) return warning;
  return strings.text('keys.stuck', { keys: state.stuckKeys.join(', ') });
}

function presentView(context: PresentContext, state: UiState, view: ViewState, threadRows: ThreadRows): ViewModel {
  switch (view.kind) {
    case 'home':
      return presentHome(context, view);
    case 'history':
      return presentHistory(context, view);
    case 'contacts':
      return presentContacts(context, view);
    case 'contact':
      return presentContact(context, view);
    case 'thread':
      return presentThread(context, state, view, threadRows);
    case 'details':
      return presentDetails(context, view);
  }
}

function presentPicker(
  strings: Strings,
  pickers: Pick<UiContext, 'emoji' | 'symbols'>,
  view: ViewState,
): PickerModel | null {
  if (view.kind !== 'thread' || view.picker === null) return null;
  const { kind, focus } = view.picker;
  return { title: strings.text(`picker.${kind}`), cells: pickers[kind], focus };
}
