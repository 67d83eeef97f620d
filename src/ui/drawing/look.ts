import type { Font, Lvgl, Obj } from '../../../native/src/index.ts';
import type { Metrics } from '../style/metrics.ts';
import type { Theme, Tone } from '../style/theme.ts';
import { TextLayouts } from './text-layouts.ts';

/** The fonts of a screen by role; icons and emoji come from their fallbacks. */
interface Fonts {
  readonly body: Font;
  readonly bodyBold: Font;
  /** For unread messages. */
  readonly bodyHeavy: Font;
  readonly meta: Font;
  readonly metaBold: Font;
  readonly clock: Font;
}

/** What every view draws with. */
export interface Look {
  readonly lvgl: Lvgl;
  readonly theme: Theme;
  readonly metrics: Metrics;
  readonly fonts: Fonts;
  /** The text of each label without the line breaks that were added to fit it. */
  readonly readAs: WeakMap<Obj, string>;
  /** The lines of messages, which are asked for again and again. */
  readonly layouts: TextLayouts;
}

export function createLook(lvgl: Lvgl, theme: Theme, metrics: Metrics): Look {
  const { body, meta } = metrics;
  return {
    lvgl,
    theme,
    metrics,
    fonts: {
      body: lvgl.font(`inter-${body.size}`),
      bodyBold: lvgl.font(`inter-semibold-${body.size}`),
      bodyHeavy: lvgl.font(`inter-bold-${body.size}`),
      meta: lvgl.font(`inter-${meta.size}`),
      metaBold: lvgl.font(`inter-semibold-${meta.size}`),
      clock: lvgl.font(`inter-semibold-${metrics.clock.size}`),
    },
    readAs: new WeakMap(),
    layouts: new TextLayouts(),
  };
}

/** Gives the fonts back; those in the styles of widgets that are there still stay with them. */
export function closeLook({ fonts }: Look): void {
  for (const font of Object.values<Font>({ ...fonts })) font.delete();
}

export function colourOf(theme: Theme, tone: Tone): number {
  return theme[tone];
}
