import type { Font } from '../../../native/src/index.ts';
import { drawable } from './drawable.ts';
import { flow, type FlowLine } from './text-flow.ts';

/** A text as it is drawn, in lines. */
export interface TextLayout {
  readonly text: string;
  readonly lines: readonly FlowLine[];
  /** The width of the longest line. */
  readonly widthPx: number;
}

/** About so much memory, in UTF-16 units and eight for each line, is kept: several screenfuls of the longest texts. */
const MAX_KEPT_UNITS = 1 << 20;
const UNITS_OF_LINE = 8;

interface Kept {
  readonly layout: TextLayout;
  readonly units: number;
}

/**
 * The lines of texts at their widths, remembered, so that a long text is broken into lines once and not at every key.
 * What was not needed for the longest time is forgotten.
 */
export class TextLayouts {
  readonly #kept = new Map<string, Kept>();
  #units = 0;

  of(text: string, widthPx: number, font: Font): TextLayout {
    const key = `${font.handle} ${widthPx} ${text}`;
    const known = this.#kept.get(key);
    const kept = known ?? layOut(text, widthPx, font);
    // The order of a map is that of insertion: what is put in again is the newest.
    if (known !== undefined) this.#kept.delete(key);
    else this.#units += kept.units;
    this.#kept.set(key, kept);
    this.#forget(key);
    return kept.layout;
  }

  #forget(newest: string): void {
    for (const [key, { units }] of this.#kept) {
      if (this.#units <= MAX_KEPT_UNITS || key === newest) return;
      this.#kept.delete(key);
      this.#units -= units;
    }
  }
}

function layOut(text: string, widthPx: number, font: Font): Kept {
  const drawn = drawable(text, font);
  const lines = flow(drawn, widthPx, font);
  let widest = 0;
  for (const line of lines) widest = Math.max(widest, line.widthPx);
  return { layout: { text: drawn, lines, widthPx: widest }, units: text.length + lines.length * UNITS_OF_LINE };
}
