import type { Tone } from '../style/theme.ts';

/** The screen's icons by meaning. The view knows their glyphs. */
export type IconName =
  | 'link'
  | 'connecting'
  | 'sending'
  | 'tick'
  | 'double-tick'
  | 'clock'
  | 'alert'
  | 'envelope'
  | 'unread'
  | 'pencil'
  | 'star'
  | 'lock'
  | 'down'
  | 'up'
  | 'backspace'
  | 'person';

/** A state as icon and word, so that it is never shown by colour alone. */
export interface StateModel {
  readonly icon: IconName | null;
  readonly tone: Tone;
  readonly text: string;
}
