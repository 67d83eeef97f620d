import type { OutgoingMessage } from '../../domain/history/message.ts';
import type { InputMode } from '../../domain/input/input-event.ts';
import type { HandsetState } from '../../ports/handset.ts';
import type { Strings } from '../languages/strings.ts';
import type { Now } from '../phrases/status-words.ts';
import type { TimeWords } from '../phrases/time-words.ts';

/** What every presenter reads beside its view. They are pure, and none of them asks the store: what is shown was read with the view. */
export interface PresentParts {
  /** How the handset stands at this moment. */
  readonly status: HandsetState;
  readonly strings: Strings;
  readonly times: TimeWords;
  readonly now: Now;
  /** The keys under the screen say what they do, so the texts need not. */
  readonly hasSoftKeys: boolean;
  /** What the letter keys give in the field that has the focus. */
  readonly mode: InputMode;
  /** The message that is about to be given up; null for none. */
  readonly givingUp: OutgoingMessage | null;
}
