import type { OutgoingMessage } from '../../domain/history/message.ts';
import type { InputMode } from '../../domain/input/input-event.ts';
import type { HandsetState } from '../../ports/handset.ts';
import type { Strings } from '../languages/strings.ts';
import type { Now } from '../phrases/status-words.ts';
import type { TimeWords } from '../phrases/time-words.ts';

/**
 * What every presenter reads besides its view. Presenters are pure, and none of them asks the store: everything shown
 * was read together with the view.
 */
export interface PresentParts {
  /** The handset's state at this moment. */
  readonly status: HandsetState;
  readonly strings: Strings;
  readonly times: TimeWords;
  readonly now: Now;
  /** The labels of the soft keys say what the keys do, so the texts need not. */
  readonly hasSoftKeys: boolean;
  /** What the letter keys type in the field that has the focus. */
  readonly mode: InputMode;
  /** The message that is about to be given up; null for none. */
  readonly givingUp: OutgoingMessage | null;
}
