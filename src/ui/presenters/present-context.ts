import type { HandsetQueries } from '../navigator/state.ts';
import type { Strings } from '../languages/strings.ts';
import type { Now } from '../phrases/status-words.ts';
import type { TimeWords } from '../phrases/time-words.ts';

/** What every presenter reads. They are pure: the same state, data and moment give the same model. */
export interface PresentContext {
  readonly handset: HandsetQueries;
  readonly strings: Strings;
  readonly times: TimeWords;
  readonly now: Now;
  /** The keys under the screen say what they do, so the texts need not. */
  readonly hasSoftKeys: boolean;
}
