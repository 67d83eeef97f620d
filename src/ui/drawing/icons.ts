import { iconCharacter, type IconName as Glyph } from '../../../native/src/icons.ts';
import type { IconName } from '../phrases/state-model.ts';

/** The drawing for each meaning. */
const GLYPHS: Readonly<Record<IconName, Glyph>> = {
  link: 'link',
  connecting: 'connecting',
  sending: 'sending',
  tick: 'tick',
  'double-tick': 'doubleTick',
  clock: 'clock',
  alert: 'alert',
  envelope: 'envelopeOpen',
  unread: 'envelope',
  pencil: 'pencil',
  star: 'star',
  lock: 'lock',
  down: 'smallDown',
  up: 'smallUp',
  backspace: 'backspace',
  person: 'person',
};

/** The character that the fonts draw as this icon. */
export function glyphOf(icon: IconName): string {
  return iconCharacter(GLYPHS[icon]);
}
