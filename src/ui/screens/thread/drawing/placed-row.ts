import type { BubbleRowModel } from '../../../events/event-row.ts';
import type { ThreadRowModel } from './row-models.ts';

/**
 * A row with its place in a group: what one side did within a minute, with one state. A group is drawn closely, and
 * tells its time and state once, at its end.
 */
export interface PlacedRow<Row extends ThreadRowModel = ThreadRowModel> {
  readonly row: Row;
  readonly opensGroup: boolean;
  readonly closesGroup: boolean;
}

/** Half of what stands between two groups, and between two rows of one; in px. */
const APART_PX = 3;
const JOINED_PX = 1;

export const ROWS_APART_PX = APART_PX;

export function placedRow(rows: readonly ThreadRowModel[], at: number): PlacedRow | null {
  const row = rows[at];
  if (row === undefined) return null;
  return { row, opensGroup: !isJoined(rows[at - 1], row), closesGroup: !isJoined(row, rows[at + 1]) };
}

/** What stands free above and below a row, in px. */
export function spaceAround({ opensGroup, closesGroup }: PlacedRow): {
  readonly abovePx: number;
  readonly belowPx: number;
} {
  return { abovePx: opensGroup ? APART_PX : JOINED_PX, belowPx: closesGroup ? APART_PX : JOINED_PX };
}

/** A row within a group has less space above it than a thread's upper edge covers. */
export function clearanceOf(placed: PlacedRow): number {
  return APART_PX - spaceAround(placed).abovePx;
}

/** Days and other lines stand between groups, so that rows that follow each other are of one day. */
function isJoined(above: ThreadRowModel | undefined, below: ThreadRowModel | undefined): boolean {
  if (above?.kind !== 'bubble' || below?.kind !== 'bubble') return false;
  return above.side === below.side && above.time === below.time && sameState(above.state, below.state);
}

function sameState(first: BubbleRowModel['state'], second: BubbleRowModel['state']): boolean {
  return first?.icon === second?.icon && first?.tone === second?.tone && first?.text === second?.text;
}
