import { Font, type Display, type Lvgl, type VisibleText } from '../../native/src/index.ts';
import type { InputMethod } from '../domain/input/input-method.ts';
import type { KeyEvent } from '../domain/keys/key-events.ts';
import type { KeyName } from '../domain/keys/key-map.ts';
import type { Clock } from '../ports/clock.ts';
import type { Handset } from '../ports/handset.ts';
import { EMOJI } from './emoji.ts';
import { focusedItem } from './focused-item.ts';
import { metricsFor, type TextSize } from './metrics.ts';
import { createPresenter } from './frame/present/present.ts';
import { UiSession } from './session.ts';
import type { Strings } from './languages/strings.ts';
import type { Theme } from './theme.ts';
import { createLook } from './drawing/look.ts';
import { ScreenView } from './frame/draw/screen-view.ts';
import { readable } from './drawing/readable.ts';
import { createTimeWords } from './phrases/time-words.ts';

/** Middles that differ by less may be of one line. */
const SAME_LINE_PX = 4;

export interface UiParts {
  readonly lvgl: Lvgl;
  /** Its size is the screen's; the screen that it shows is taken over. */
  readonly display: Display;
  readonly handset: Handset;
  readonly clock: Clock;
  readonly strings: Strings;
  /** IANA name: `Europe/Rome`. */
  readonly timeZone: string;
  readonly theme: Theme;
  readonly textSize: TextSize;
  /** How the board's keys write. */
  readonly inputMethod: InputMethod;
  readonly board: {
    /** Three keys right under the screen, which the screen labels. */
    readonly hasSoftKeys: boolean;
    /** What the symbols key offers, in order; none for a board without one. */
    readonly symbols: readonly string[];
  };
  /** The keypad locks after so long without a key; null never by itself. */
  readonly lockAfterMs: number | null;
}

/** The screen of one handset. After `close` every call but `close` throws. */
export interface Ui {
  /** What a key did. Its pixels are drawn when this returns. */
  handle(event: KeyEvent): void;
  /** Keys that do not come up again, by name; told until the list is empty. */
  stuckKeysChanged(keys: readonly KeyName[]): void;
  /** Every text on the screen from top to bottom, icons left out. */
  visibleText(): readonly string[];
  /** What has the focus, in words; the text for a message's field. */
  focusedItem(): string;
  /** Keeps the draft, stops the timers, empties the screen. Idempotent. */
  close(): void;
}

/** Draws Home at once. */
export function createUi(parts: UiParts): Ui {
  const { lvgl, display, handset, clock, strings } = parts;
  const { hasSoftKeys, symbols } = parts.board;
  const { width, height } = display.size;
  const metrics = metricsFor({ widthPx: width, heightPx: height, textSize: parts.textSize, hasSoftKeys });
  const look = createLook(lvgl, parts.theme, metrics);
  const screen = new ScreenView(look, display.screen);
  const times = createTimeWords(strings, parts.timeZone);
  const session = new UiSession({
    handset,
    clock,
    times,
    present: createPresenter({ handset, strings, times, hasSoftKeys }),
    draw: (model) => {
      screen.draw(model);
      display.refreshNow();
    },
    overflow: () => screen.overflow(),
    emoji: EMOJI.filter((sign) => look.fonts.body.hasGlyph(sign)),
    symbols,
    lockAfterMs: parts.lockAfterMs,
    inputMethod: parts.inputMethod,
  });
  let closed = false;
  return {
    handle: (event) => {
      session.handle(event);
    },
    stuckKeysChanged: (keys) => {
      session.stuckKeysChanged(keys);
    },
    visibleText: () => {
      session.flush();
      return [...display.visibleText]
        .sort(byPlace)
        .map(({ object, text }) => readable(look.readAs.get(object) ?? text))
        .filter((text) => text !== '');
    },
    focusedItem: () => {
      session.flush();
      return focusedItem(session.model);
    },
    close: () => {
      if (closed) return;
      closed = true;
      session.close();
      screen.close();
      display.refreshNow();
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
