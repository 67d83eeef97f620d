import { isEventKey } from '../../../events/event-row.ts';
import { clearanceOf, placedRow, type PlacedRow } from './placed-row.ts';
import type { ThreadRowModel } from './row-models.ts';
import type { StripItem } from './strip-scroll.ts';

type Item = StripItem<PlacedRow>;

/** Around which row, and how much must be laid out from its edges on, with the row itself; in px. */
export interface Around {
  /** Null for the end of the thread. */
  readonly key: string | null;
  readonly abovePx: number;
  readonly belowPx: number;
}

/**
 * The rows of a thread that were laid out: those that can be in sight, and no more. A thread holds up to 72 messages,
 * each of which may be many screens long.
 */
export class LaidOutRows {
  readonly #heightOf: (placed: PlacedRow) => number;
  #known = new Map<string, Item>();
  #items: readonly Item[] = [];

  constructor(heightOf: (placed: PlacedRow) => number) {
    this.#heightOf = heightOf;
  }

  /** The rows around one of them, without gaps. The same list as before when nothing has changed. */
  around(rows: readonly ThreadRowModel[], { key, abovePx, belowPx }: Around): readonly Item[] {
    const found = key === null ? -1 : rows.findIndex((row) => row.key === key);
    const at = found === -1 ? rows.length - 1 : found;
    const centre = this.#laidOut(rows, at);
    const own = centre?.height ?? 0;
    const items = [
      ...this.#above(rows, at, own, abovePx),
      ...(centre === null ? [] : [centre]),
      ...this.#below(rows, at, own, belowPx),
    ];
    this.#known = new Map(items.map((item) => [item.key, item]));
    if (!sameItems(items, this.#items)) this.#items = items;
    return this.#items;
  }

  /**
   * A day or a mark is shown with the event below it. Whether an event stands above tells that the row in the middle is
   * not the first; a row that fills the screen need not know.
   */
  #above(rows: readonly ThreadRowModel[], at: number, own: number, abovePx: number): readonly Item[] {
    const items: Item[] = [];
    let px = own;
    let hasEvent = own > abovePx;
    for (let index = at - 1; index >= 0; index -= 1) {
      const isEvent = isEventKey(rows[index]?.key ?? '');
      if (px > abovePx && hasEvent && isEvent) break;
      const item = this.#laidOut(rows, index);
      if (item === null) break;
      items.push(item);
      px += item.height;
      hasEvent ||= isEvent;
    }
    return items.reverse();
  }

  #below(rows: readonly ThreadRowModel[], at: number, own: number, belowPx: number): readonly Item[] {
    const items: Item[] = [];
    let px = own;
    for (let index = at + 1; px <= belowPx; index += 1) {
      const item = this.#laidOut(rows, index);
      if (item === null) break;
      items.push(item);
      px += item.height;
    }
    return items;
  }

  #laidOut(rows: readonly ThreadRowModel[], at: number): Item | null {
    const placed = placedRow(rows, at);
    if (placed === null) return null;
    const { key } = placed.row;
    const before = this.#known.get(key);
    if (before !== undefined && samePlaced(before.model, placed)) return before;
    return { key, model: placed, height: this.#heightOf(placed), clearancePx: clearanceOf(placed) };
  }
}

function samePlaced(first: PlacedRow, second: PlacedRow): boolean {
  return (
    first.opensGroup === second.opensGroup && first.closesGroup === second.closesGroup && sameRow(first.row, second.row)
  );
}

function sameItems(first: readonly Item[], second: readonly Item[]): boolean {
  return first.length === second.length && first.every((item, index) => item === second[index]);
}

/** Rows are made anew at every event, but most of them are equal to the ones before. */
function sameRow(first: ThreadRowModel, second: ThreadRowModel): boolean {
  if (first === second) return true;
  const [before, now] = [Object.entries(first), new Map<string, unknown>(Object.entries(second))];
  return before.length === now.size && before.every(([name, value]) => sameValue(value, now.get(name)));
}

function sameValue(first: unknown, second: unknown): boolean {
  return first === second || (typeof first === 'object' && JSON.stringify(first) === JSON.stringify(second));
}
