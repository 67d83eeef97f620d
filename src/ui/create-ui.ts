import type { Display, Lvgl } from '../../native/src/index.ts';
import type { KeyEvent } from '../domain/keys/key-events.ts';
import type { KeyName } from '../domain/keys/key-map.ts';
import type { SettingValues } from '../domain/settings/settings.ts';
import type { ScreenLight } from '../ports/device/screen-light.ts';
import type { Clock } from '../ports/system/clock.ts';
import type { Handset } from '../ports/handset.ts';
import type { TimeZones } from '../ports/system/time-zones.ts';
import { Appearance, type WritingKeys } from './appearance.ts';
import type { WrittenField } from './drawing/view.ts';
import { focusedItem, writtenField } from './focused-item.ts';
import { UiSession } from './session.ts';

export interface UiParts {
  readonly lvgl: Lvgl;
  /** Its size is the screen's; the screen that it shows is taken over. */
  readonly display: Display;
  readonly handset: Handset;
  readonly clock: Clock;
  readonly light: ScreenLight;
  readonly timeZones: TimeZones;
  readonly board: {
    /** Three keys right under the screen, which the screen labels. */
    readonly hasSoftKeys: boolean;
    readonly keysIn: (language: SettingValues['language']) => WritingKeys;
  };
}

/** The screen of one handset. After `close` every call but `close` throws. */
export interface Ui {
  /** A key went down or came up. What follows from it is on the screen when this returns. */
  handle(event: KeyEvent): void;
  /** The names of the keys that are stuck down. The screen warns of them until it is given an empty list. */
  stuckKeysChanged(keys: readonly KeyName[]): void;
  /** Every text on the screen from top to bottom, icons left out. */
  visibleText(): readonly string[];
  /** What has the focus, in words; the text for a message's field. */
  focusedItem(): string;
  /** The field of a message while it has the focus and nothing lies over it; null when nothing is being written. */
  writing(): WrittenField | null;
  /** Saves the draft, stops the timers and empties the screen. Idempotent. */
  close(): void;
}

/**
 * Draws Home at once. When a setting changes, the screen is built again with the new value and shows the same view.
 */
export function createUi(parts: UiParts): Ui {
  const { display } = parts;
  const { hasSoftKeys, keysIn } = parts.board;
  const appearance = new Appearance({ ...parts, hasSoftKeys, keysIn });
  const session = createSession(parts, appearance);
  const unsubscribe = appearance.onChange(() => {
    session.settingsChanged();
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
      return appearance.face.visibleText();
    },
    focusedItem: () => {
      session.flush();
      return focusedItem(session.model);
    },
    writing: () => {
      session.flush();
      return writtenField(session.model);
    },
    close: () => {
      if (closed) return;
      closed = true;
      unsubscribe();
      session.close();
      appearance.face.close();
      display.refreshNow();
    },
  };
}

function createSession({ handset, clock, light }: UiParts, appearance: Appearance): UiSession {
  return new UiSession({
    handset,
    clock,
    light,
    get times() {
      return appearance.face.times;
    },
    get emoji() {
      return appearance.face.emoji;
    },
    get symbols() {
      return appearance.keys.symbols;
    },
    get inputMethod() {
      return appearance.keys.inputMethod;
    },
    get lockAfterMs() {
      return appearance.lockAfterMs;
    },
    keyOf: (choice) => appearance.face.keyOf(choice),
    present: (input, state) => appearance.face.present(input, state),
    draw: (model) => {
      appearance.face.draw(model);
    },
    overflow: () => appearance.face.overflow(),
    caretBeside: (line, columnPx) => appearance.face.caretBeside(line, columnPx),
    seen: () => appearance.face.seen(),
  });
}
