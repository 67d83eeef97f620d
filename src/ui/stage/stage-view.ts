import type { InputEvent } from '../../domain/input/input-event.ts';
import type { InputField } from '../../domain/input/input-field.ts';
import type { View } from '../drawing/view.ts';
import type { Look } from '../drawing/look.ts';
import type { Box } from '../drawing/box.ts';
import type { PresentParts } from '../present/present-parts.ts';

/** What a presenter reads where no handset runs yet. */
export type StagePresentParts = Pick<PresentParts, 'strings' | 'times' | 'hasSoftKeys'>;

/**
 * A view that is shown before there is a handset. It has the whole screen and all keys. `Port` is what it may ask of
 * the stage that shows it.
 */
export interface StageView<State, Port, Model> {
  /** What a key does: the view asks its port, and returns what it shows then. */
  input(port: Port, state: State, input: InputEvent): State;
  /** The field that has the focus, for the input method; missing in a view without one. */
  field?(state: State): InputField;
  present(parts: StagePresentParts, state: State): Model;
  make(look: Look, parent: Box): View<Model>;
  /** The item that has the focus, in words; '' for none. */
  focused(model: Model): string;
}
