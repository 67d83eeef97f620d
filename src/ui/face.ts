import type { Display, Lvgl } from '../../native/src/index.ts';
import type { SettingName } from '../domain/settings/settings.ts';
import type { Handset } from '../ports/handset.ts';
import type { TimeZones } from '../ports/system/time-zones.ts';
import type { CaretBeside, Overflow, Seen } from './behaviour/behaviour.ts';
import type { Choice } from './behaviour/sheet.ts';
import { EMOJI } from './emoji.ts';
import { ScreenView } from './frame/draw/screen-view.ts';
import type { ScreenModel } from './frame/present/models.ts';
import { createPresenter, type FrameInput } from './frame/present/present.ts';
import type { UiState } from './navigator/state.ts';
import type { TimeWords } from './phrases/time-words.ts';
import { createSkin } from './skin.ts';

/** Settings that a face is made of: another value of one of them needs another face. */
export const FACE_SETTINGS: ReadonlySet<SettingName> = new Set(['language', 'theme', 'textSize', 'timeZone']);

export interface FaceParts {
  readonly lvgl: Lvgl;
  readonly display: Display;
  readonly handset: Handset;
  readonly timeZones: TimeZones;
  readonly hasSoftKeys: boolean;
}

/** How a handset's screen looks and speaks as long as its settings stay as they are. It does not know what is shown. */
export interface Face {
  readonly times: TimeWords;
  /** Those that the font has a picture for. */
  readonly emoji: readonly string[];
  /** The letter that chooses in a menu. */
  keyOf(choice: Choice): string;
  present(input: FrameInput, state: UiState): ScreenModel;
  /** The pixels are there when it returns. */
  draw(model: ScreenModel): void;
  overflow(): Overflow;
  readonly caretBeside: CaretBeside;
  seen(): Seen | null;
  visibleText(): readonly string[];
  /** Empties the screen; the pixels follow with the next frame. */
  close(): void;
}

/** By the settings in force. */
export function createFace({ lvgl, display, handset, timeZones, hasSoftKeys }: FaceParts): Face {
  const skin = createSkin({ lvgl, display, settings: handset.settings, timeZones, hasSoftKeys });
  const { look, strings, times } = skin;
  const screen = new ScreenView(look, display.screen);
  return {
    times,
    emoji: EMOJI.filter((sign) => look.fonts.body.hasGlyph(sign)),
    keyOf: (choice) => strings.text(`letter.${choice}`),
    present: createPresenter({ handset, strings, times, hasSoftKeys }),
    draw: (model) => {
      screen.draw(model);
      display.refreshNow();
    },
    overflow: () => screen.overflow(),
    caretBeside: screen.caretBeside,
    seen: () => screen.seen(),
    visibleText: () => skin.visibleText(),
    close: () => {
      screen.close();
      skin.close();
    },
  };
}
