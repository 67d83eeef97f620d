import { isEventKey } from '../../../events/event-row.ts';

/** An item of known height in a column that is longer than the screen. */
export interface StripItem<Model> {
  readonly key: string;
  readonly height: number;
  /** By how much it must stand lower than the upper edge to be clear of it, in px. */
  readonly clearancePx: number;
  readonly model: Model;
}

export interface StripPosition {
  /** Null when no item has the focus: then the end of the column is at the bottom of the screen. */
  readonly focusKey: string | null;
  /**
   * Without a focus: the item that must stay in sight however much follows it, and by how much it was scrolled out at
   * the top on purpose, in px. Null for none.
   */
  readonly holdKey: string | null;
  readonly holdPx: number;
  readonly anchor: 'top' | 'bottom';
  /** For an item taller than the screen: how far it is scrolled from the edge by which it was entered, in px. */
  readonly scrollPx: number;
}

type Item = StripItem<unknown>;

/** A column of items as it lies, without a screen. All lengths in px. */
export class StripColumn {
  readonly #items: readonly Item[];
  readonly #tops = new Map<string, number>();
  readonly #isToldAbove: (key: string) => boolean;
  readonly total: number;

  constructor(items: readonly Item[], isToldAbove: (key: string) => boolean) {
    this.#items = items;
    this.#isToldAbove = isToldAbove;
    let top = 0;
    for (const item of items) {
      this.#tops.set(item.key, top);
      top += item.height;
    }
    this.total = top;
  }

  has(key: string): boolean {
    return this.#tops.has(key);
  }

  top(key: string): number {
    return this.#tops.get(key) ?? 0;
  }

  /** Where the column is scrolled when the item stands clear at its upper edge. */
  clearTop({ key, clearancePx }: Item): number {
    return Math.max(0, this.top(key) - clearancePx);
  }

  /** Only the space under the item is left, which what stands over the column covers. */
  isPassed(at: number, scrollTop: number): boolean {
    const next = this.#items[at + 1];
    return next !== undefined && this.clearTop(next) <= scrollTop;
  }

  /** An event ends in a view of that height. */
  endsWithin(scrollTop: number, viewHeight: number): boolean {
    return this.#items.some((item, at) => {
      const end = this.top(item.key) + item.height - scrollTop;
      return isEventKey(item.key) && end > 0 && end <= viewHeight && !this.isPassed(at, scrollTop);
    });
  }

  item(key: string | null): Item | null {
    return this.#items.find((item) => item.key === key) ?? null;
  }

  /** Where it is scrolled when its end is at the bottom of the view. */
  end(viewHeight: number): number {
    return Math.max(0, this.total - viewHeight);
  }

  /** Where it is scrolled at a position; `before` is where it was, in the same column. */
  scrolled(position: StripPosition, viewHeight: number, before: number): number {
    const end = this.end(viewHeight);
    const item = this.item(position.focusKey);
    if (item === null) {
      return position.focusKey === null ? Math.min(end, this.#held(position)) : Math.min(Math.max(0, before), end);
    }
    if (item.height > viewHeight) return this.#scrolledWithin(item, position, viewHeight);
    const lowest = this.top(item.key) + item.height - viewHeight;
    // The lines above the first event of the peer are shown together with it.
    const hasEventAbove = this.#items.slice(0, this.#items.indexOf(item)).some(({ key }) => isEventKey(key));
    const highest = hasEventAbove ? this.clearTop(item) : 0;
    return Math.max(0, Math.min(Math.max(before, lowest), highest, end));
  }

  /** Where the held item stands, together with the lines above it that are drawn there. */
  #held({ holdKey, holdPx }: StripPosition): number {
    let index = this.#items.findIndex(({ key }) => key === holdKey);
    if (index === -1) return Infinity;
    while (index > 0 && this.#isLine(this.#items[index - 1]?.key ?? '')) index -= 1;
    const first = this.#items[index];
    return first === undefined ? Infinity : this.clearTop(first) + holdPx;
  }

  #isLine(key: string): boolean {
    return !isEventKey(key) && !this.#isToldAbove(key);
  }

  #scrolledWithin(item: Item, { anchor, scrollPx }: StripPosition, viewHeight: number): number {
    const most = item.height - viewHeight;
    const offset = Math.min(Math.max(0, scrollPx), most);
    const fromTop = anchor === 'top' ? offset : most - offset;
    return fromTop === 0 ? this.clearTop(item) : this.top(item.key) + fromTop;
  }
}

export function samePosition(first: StripPosition, second: StripPosition): boolean {
  return (
    first.focusKey === second.focusKey &&
    first.holdKey === second.holdKey &&
    first.holdPx === second.holdPx &&
    first.anchor === second.anchor &&
    first.scrollPx === second.scrollPx
  );
}
