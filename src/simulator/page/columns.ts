/** What a handset takes from side to side: as it usually is, and no less than its screen and its edges. */
export interface HandsetWidth {
  readonly usualPx: number;
  readonly leastPx: number;
}

/** The window from side to side. */
export interface Room {
  /** With the scroll bar, which may come and go. */
  readonly windowPx: number;
  /** Without it. */
  readonly freePx: number;
  readonly gapPx: number;
}

/**
 * In how many columns the handsets stand, in order, line after line: as many as fit. A scroll bar alone makes no
 * handset go to the next line: they become a little narrower for it.
 */
export function columnsFor(handsets: readonly HandsetWidth[], { windowPx, freePx, gapPx }: Room): number {
  for (let columns = handsets.length; columns > 1; columns -= 1) {
    const gapsPx = (columns - 1) * gapPx;
    const fits = (room: number, of: (handset: HandsetWidth) => number): boolean =>
      columnWidths(handsets.map(of), columns).reduce((sum, px) => sum + px, gapsPx) <= room;
    if (fits(windowPx, ({ usualPx }) => usualPx) && fits(freePx, ({ leastPx }) => leastPx)) return columns;
  }
  return 1;
}

/** A column is as wide as the widest handset in it. */
function columnWidths(widths: readonly number[], columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...widths.filter((_width, index) => index % columns === column)),
  );
}
