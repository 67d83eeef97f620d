import type { Display, Lvgl } from '../../native/src/index.ts';
import { metricsFor, type TextSize } from './style/metrics.ts';
import type { StringKey, Strings } from './languages/strings.ts';
import type { Theme } from './style/theme.ts';
import { Box, type Place } from './drawing/box.ts';
import { glyphOf } from './drawing/icons.ts';
import { closeLook, createLook } from './drawing/look.ts';
import { readable } from './drawing/readable.ts';
import { heightOf, Text } from './drawing/text.ts';

/** Why the storage cannot be used, as far as it makes a difference to the owner. */
export type StorageFault = 'unwritable' | 'disk-full' | 'damaged' | 'key' | 'newer' | 'other';

const REASONS = {
  unwritable: 'fault.unwritable',
  'disk-full': 'fault.disk-full',
  damaged: 'fault.damaged',
  key: 'fault.key',
  newer: 'fault.newer',
  other: 'fault.other',
} as const satisfies Readonly<Record<StorageFault, StringKey>>;

export interface StorageFaultParts {
  readonly lvgl: Lvgl;
  /** The screen that it shows is taken over. */
  readonly display: Display;
  readonly strings: Strings;
  readonly theme: Theme;
  readonly textSize: TextSize;
}

export interface StorageFaultScreen {
  /** Every text on the screen from top to bottom, icons left out. */
  visibleText(): readonly string[];
  /** Empties the screen. */
  close(): void;
}

/**
 * Drawn at once, in place of all views: a handset that cannot read its messages says so, instead of staying dark. `code` is for the
 * technician.
 */
export function showStorageFault(parts: StorageFaultParts, fault: StorageFault, code: string): StorageFaultScreen {
  const { lvgl, display, strings, theme, textSize } = parts;
  const { width, height } = display.size;
  const metrics = metricsFor({ widthPx: width, heightPx: height, textSize, hasSoftKeys: false });
  const look = createLook(lvgl, theme, metrics);
  const { fonts } = look;
  display.screen.removeAllStyles();
  display.screen.style({ bgColor: theme.bg, bgOpa: 255 });
  const root = new Box(display.screen, { x: 0, y: 0, width, height });
  const inner = width - 2 * metrics.margin;
  const lines = [
    { text: `${glyphOf('alert')} ${strings.text('fault.title')}`, font: fonts.bodyBold, colour: theme.error },
    { text: strings.text(REASONS[fault]), font: fonts.body, colour: theme.text },
    { text: strings.text('fault.next'), font: fonts.meta, colour: theme.quiet },
    { text: strings.text('fault.code', { code }), font: fonts.meta, colour: theme.quiet },
  ];
  let y = metrics.statusBar;
  for (const { text, font, colour } of lines) {
    const place: Place = { x: metrics.margin, y, width: inner, height: heightOf(text, inner, font) };
    new Text(look, root, font, colour).place(place).wrapped(text);
    y += place.height + 2 * metrics.gap;
  }
  display.refreshNow();
  return {
    visibleText: () => display.visibleText.map(({ object, text }) => readable(look.readAs.get(object) ?? text)),
    close: () => {
      root.delete();
      closeLook(look);
    },
  };
}
