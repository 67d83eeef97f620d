import type { Sequence } from '../../domain/history/message.ts';
import type { InputMode } from '../../domain/input/input-event.ts';
import type { HandsetQueries } from '../behaviour/behaviour.ts';
import type { Strings } from '../languages/strings.ts';
import type { Now } from '../phrases/status-words.ts';
import type { TimeWords } from '../phrases/time-words.ts';

/** What every presenter reads. They are pure: the same state, data and moment give the same model. */
export interface PresentParts {
  readonly handset: HandsetQueries;
  readonly strings: Strings;
  readonly times: TimeWords;
  readonly now: Now;
  /** The keys under the screen say what they do, so the texts need not. */
  readonly hasSoftKeys: boolean;
  /** What the letter keys give in the field that has the focus. */
  readonly mode: InputMode;
  /** The message that is about to be given up; null for none. */
  readonly givingUp: Sequence | null;
}
