import type { InputEvent } from '../../domain/input/input-event.ts';
import type { InputField } from '../../domain/input/input-field.ts';
import type { KeyEvent } from '../../domain/keys/key-events.ts';
import type { WritingKeys } from '../appearance.ts';
import { takeOver } from '../drawing/ground.ts';
import { createSkin, type SkinParts } from '../skin.ts';
import type { StageView } from './stage-view.ts';

export interface StageScreenParts extends SkinParts {
  readonly keys: Pick<WritingKeys, 'inputMethod'>;
}

/** One view on the screen of a handset that does not run yet. */
export interface StageScreen {
  /** What a key did. Its pixels are drawn when this returns. */
  handle(event: KeyEvent): void;
  /** Every text on the screen from top to bottom, icons left out. */
  visibleText(): readonly string[];
  /** What has the focus, in words. */
  focusedItem(): string;
  /** Empties the screen. */
  close(): void;
}

/** Draws the view at once, in the state that it begins with, and gives it the keys. */
export function showStageView<State, Port, Model>(
  parts: StageScreenParts,
  view: StageView<State, Port, Model>,
  begin: State,
  port: Port,
): StageScreen {
  const { display, hasSoftKeys, keys } = parts;
  const skin = createSkin(parts);
  const { look, strings, times } = skin;
  const root = takeOver(look, display.screen);
  const drawn = view.make(look, root);
  let state = begin;
  const present = (): Model => view.present({ strings, times, hasSoftKeys }, state);
  const draw = (): void => {
    const { widthPx, heightPx } = look.metrics;
    drawn.update(present(), { x: 0, y: 0, width: widthPx, height: heightPx });
    display.refreshNow();
  };
  const field = (): InputField | null => view.field?.(state) ?? null;
  const input = (meant: InputEvent | null): void => {
    if (meant === null) return;
    state = view.input(port, state, meant);
    draw();
  };
  draw();
  return {
    handle: (event) => {
      input(keys.inputMethod.decide(event, field()));
      input(keys.inputMethod.key(event, field()));
    },
    visibleText: () => skin.visibleText(),
    focusedItem: () => view.focused(present()),
    close: () => {
      root.delete();
      skin.close();
    },
  };
}
