import type { Tone } from '../theme.ts';

/** Signs of the screen by meaning; the view knows their glyphs. */
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
  | 'up';

/** A state as icon and word: never colour alone. */
export interface StateModel {
  readonly icon: IconName | null;
  readonly tone: Tone;
  readonly text: string;
}
