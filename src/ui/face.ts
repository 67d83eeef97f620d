import { Font, type Display, type Lvgl, type VisibleText } from '../../native/src/index.ts';
import type { SettingName } from '../domain/settings/settings.ts';
import type { Handset } from '../ports/handset.ts';
import { EMOJI } from './emoji.ts';
import { LANGUAGES } from './languages/languages.ts';
import { createStrings } from './languages/strings.ts';
import { metricsFor } from './style/metrics.ts';
import type { Overflow } from './behaviour/behaviour.ts';
import type { Choice } from './behaviour/sheet.ts';
import { closeLook, createLook } from './drawing/look.ts';
import { readable } from './drawing/readable.ts';
import { ScreenView } from './frame/draw/screen-view.ts';
import type { ScreenModel } from './frame/present/models.ts';
import { createPresenter, type FrameInput } from './frame/present/present.ts';
import type { UiState } from './navigator/state.ts';
import { createTimeWords, type TimeWords } from './phrases/time-words.ts';
import { ownTheme } from './style/theme.ts';

/** Settings that a face is made of: another value of one of them needs another face. */
export const FACE_SETTINGS: ReadonlySet<SettingName> = new Set(['language', 'theme', 'textSize', 'timeZone']);

/** Middles that differ by less may be of one line. */
const SAME_LINE_PX = 4;

export interface FaceParts {
  readonly lvgl: Lvgl;
  readonly display: Display;
  readonly handset: Handset;
  readonly hasSoftKeys: boolean;
}

/** How the screen looks and speaks as long as its settings stay as they are. What is shown is none of its business. */
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
  visibleText(): readonly string[];
  /** Empties the screen; the pixels follow with the next frame. */
  close(): void;
}

/** By the settings in force. */
export function createFace({ lvgl, display, handset, hasSoftKeys }: FaceParts): Face {
  const { settings } = handset;
  const strings = createStrings(LANGUAGES[settings.value('language')]);
  const times = createTimeWords(strings, settings.value('timeZone'));
  const { width, height } = display.size;
  const textSize = settings.value('textSize');
  const metrics = metricsFor({ widthPx: width, heightPx: height, textSize, hasSoftKeys });
  const look = createLook(lvgl, ownTheme(settings.value('theme')), metrics);
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
    visibleText: () =>
      [...display.visibleText]
        .sort(byPlace)
        .map(({ object, text }) => readable(look.readAs.get(object) ?? text))
        .filter((text) => text !== ''),
    close: () => {
      screen.close();
      closeLook(look);
    },
  };
}

/** A row is read from left to right though its texts differ in size: by the middles of their first lines. */
function byPlace(one: VisibleText, other: VisibleText): number {
  return middleOf(one) - middleOf(other) || one.x - other.x;
}

function middleOf({ object, y, height }: VisibleText): number {
  const font = object.getStyle('textFont');
  const lineHeight = font instanceof Font ? font.metrics.lineHeight : height;
  return Math.round((y + lineHeight / 2) / SAME_LINE_PX);
}
