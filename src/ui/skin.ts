import { Font, type Display, type Lvgl, type VisibleText } from '../../native/src/index.ts';
import { UTC_RULES } from '../domain/time-zone/zone-rules.ts';
import type { LiveSettings } from '../ports/live-settings.ts';
import type { TimeZones } from '../ports/system/time-zones.ts';
import { closeLook, createLook, type Look } from './drawing/look.ts';
import { readable } from './drawing/readable.ts';
import { LANGUAGES } from './languages/languages.ts';
import { createStrings, type Strings } from './languages/strings.ts';
import { createTimeWords, type TimeWords } from './phrases/time-words.ts';
import { metricsFor } from './style/metrics.ts';
import { ownTheme } from './style/theme.ts';

/** Middles that differ by less may be of one line. */
const SAME_LINE_PX = 4;

export interface SkinParts {
  readonly lvgl: Lvgl;
  /** Its size is the screen's. */
  readonly display: Display;
  readonly settings: Pick<LiveSettings, 'value'>;
  readonly timeZones: TimeZones;
  /** Three keys right under the screen, which the screen labels. */
  readonly hasSoftKeys: boolean;
}

/** Words, colours and lengths by the settings in force when it was made. It knows nothing of what is shown. */
export interface Skin {
  readonly strings: Strings;
  readonly times: TimeWords;
  readonly look: Look;
  /** Every text on the screen from top to bottom, icons left out. */
  visibleText(): readonly string[];
  close(): void;
}

export function createSkin({ lvgl, display, settings, timeZones, hasSoftKeys }: SkinParts): Skin {
  const strings = createStrings(LANGUAGES[settings.value('language')]);
  const { width, height } = display.size;
  const textSize = settings.value('textSize');
  const metrics = metricsFor({ widthPx: width, heightPx: height, textSize, hasSoftKeys });
  const look = createLook(lvgl, ownTheme(settings.value('theme')), metrics);
  return {
    strings,
    // A setting in force is a zone that is known; its file may be gone meanwhile.
    times: createTimeWords(strings, timeZones.rulesOf(settings.value('timeZone')) ?? UTC_RULES),
    look,
    visibleText: () =>
      [...display.visibleText]
        .sort(byPlace)
        .map(({ object, text }) => readable(look.readAs.get(object) ?? text))
        .filter((text) => text !== ''),
    close: () => {
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
