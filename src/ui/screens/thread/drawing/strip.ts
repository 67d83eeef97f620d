import type { Overflow } from '../../../behaviour/behaviour.ts';
import { Box, type Place } from '../../../drawing/box.ts';
import { isEventKey } from '../../../events/event-row.ts';
import { SeenEnds } from './seen-ends.ts';

/** An item of known height in a column that is longer than the screen. */
export interface StripItem<Model> {
  readonly key: string;
  readonly height: number;
  readonly model: Model;
}

/** Which part of an item is in sight, in px from its upper edge. */
export interface InSight {
  readonly fromPx: number;
  readonly toPx: number;
}

/** The widget of one item. When that item goes out of sight, the widget is used for another one. */
export interface StripRow<Model> {
  readonly box: Box;
  update(model: Model, place: Place, focused: boolean, inSight: InSight): void;
}

interface StripPosition {
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

/** A column of items in which only those in sight have widgets, so that a thread of any length costs one screenful. */
export class Strip<Model> {
  readonly #box: Box;
  readonly #kindOf: (model: Model) => string;
  readonly #create: (kind: string, parent: Box) => StripRow<Model>;
  readonly #shown = new Map<string, { readonly kind: string; readonly row: StripRow<Model> }>();
  readonly #spare = new Map<string, StripRow<Model>[]>();
  #items: readonly StripItem<Model>[] = [];
  #tops = new Map<string, number>();
  /** A column is read from its end: what has the focus at first is reached from there. */
  #scrollTop = Infinity;
  #viewHeight = 0;
  #position: StripPosition = { focusKey: null, holdKey: null, holdPx: 0, anchor: 'bottom', scrollPx: 0 };
  readonly #ends = new SeenEnds();

  constructor(parent: Box, kindOf: (model: Model) => string, create: (kind: string, parent: Box) => StripRow<Model>) {
    this.#box = new Box(parent);
    this.#kindOf = kindOf;
    this.#create = create;
  }

  update(items: readonly StripItem<Model>[], position: StripPosition, area: Place): void {
    const same = items === this.#items && area.height === this.#viewHeight && samePosition(position, this.#position);
    this.#box.place(area);
    if (same) return;
    const reference = this.#reference();
    const tops = topsOf(items);
    // What the reader looks at must not move when rows are added above it.
    const moved = reference === null ? 0 : (tops.get(reference) ?? 0) - (this.#tops.get(reference) ?? 0);
    this.#items = items;
    this.#tops = tops;
    this.#viewHeight = area.height;
    this.#position = position;
    this.#scrollTop = this.#scrolled(this.#scrollTop + moved);
    this.#materialise(area.width);
  }

  /**
   * How much of the focused item lies outside the screen, when it is taller than the screen; without a focus, how much
   * of the column does.
   */
  overflow(): Overflow {
    const item = this.#focused();
    if (item === null && this.#position.focusKey === null) {
      return { abovePx: this.#scrollTop, belowPx: Math.max(0, this.#end() - this.#scrollTop) };
    }
    if (item === null || item.height <= this.#viewHeight) return { abovePx: 0, belowPx: 0 };
    const top = this.#tops.get(item.key) ?? 0;
    return {
      abovePx: Math.max(0, this.#scrollTop - top),
      belowPx: Math.max(0, top + item.height - this.#scrollTop - this.#viewHeight),
    };
  }

  /** The end of the column is in sight. */
  get atEnd(): boolean {
    return this.#scrollTop >= this.#end();
  }

  /** Another column comes. */
  forget(): void {
    this.#ends.clear();
  }

  /**
   * The keys of the events that are in sight as a whole; of one that is taller than the screen, beginning and end, one
   * after the other. What is covered at the top and at the bottom, in px, is not in sight.
   */
  seen(coveredTopPx: number, coveredBottomPx: number): readonly string[] {
    const bottom = this.#viewHeight - coveredBottomPx;
    const slack = this.#slack();
    const keys: string[] = [];
    for (const { key, height } of this.#items) {
      const top = (this.#tops.get(key) ?? 0) - this.#scrollTop + slack;
      if (!isEventKey(key) || top >= bottom || top + height <= 0) continue;
      if (this.#ends.note(key, top >= coveredTopPx, top + height <= bottom)) keys.push(key);
    }
    return keys;
  }

  #focused(): StripItem<Model> | null {
    return this.#items.find((item) => item.key === this.#position.focusKey) ?? null;
  }

  #reference(): string | null {
    const { focusKey } = this.#position;
    if (focusKey !== null && this.#tops.has(focusKey)) return focusKey;
    return this.#items.find((item) => (this.#tops.get(item.key) ?? 0) >= this.#scrollTop)?.key ?? null;
  }

  #total(): number {
    const last = this.#items.at(-1);
    return last === undefined ? 0 : (this.#tops.get(last.key) ?? 0) + last.height;
  }

  #end(): number {
    return Math.max(0, this.#total() - this.#viewHeight);
  }

  /** A short column is drawn at the bottom, above the field. */
  #slack(): number {
    return Math.max(0, this.#viewHeight - this.#total());
  }

  /** Where the held item stands, together with the lines above it. */
  #held(): number {
    const { holdKey, holdPx } = this.#position;
    let index = this.#items.findIndex(({ key }) => key === holdKey);
    if (index === -1) return Infinity;
    while (index > 0 && !isEventKey(this.#items[index - 1]?.key ?? '')) index -= 1;
    return (this.#tops.get(this.#items[index]?.key ?? '') ?? 0) + holdPx;
  }

  #scrolled(before: number): number {
    const end = this.#end();
    const item = this.#focused();
    if (item === null) {
      return this.#position.focusKey === null ? Math.min(end, this.#held()) : Math.min(Math.max(0, before), end);
    }
    const top = this.#tops.get(item.key) ?? 0;
    if (item.height > this.#viewHeight) return this.#scrolledWithin(top, item.height);
    const lowest = top + item.height - this.#viewHeight;
    // The lines above the first event of the peer are shown together with it.
    const highest = this.#items.slice(0, this.#items.indexOf(item)).some(({ key }) => isEventKey(key)) ? top : 0;
    return Math.max(0, Math.min(Math.max(before, lowest), highest, end));
  }

  #scrolledWithin(top: number, height: number): number {
    const { anchor, scrollPx } = this.#position;
    const most = height - this.#viewHeight;
    const offset = Math.min(Math.max(0, scrollPx), most);
    return anchor === 'top' ? top + offset : top + most - offset;
  }

  #materialise(width: number): void {
    const inSight = this.#items.filter((item) => this.#isInSight(item));
    const keys = new Set(inSight.map(({ key }) => key));
    for (const [key, { kind, row }] of this.#shown) {
      if (keys.has(key)) continue;
      row.box.show(false);
      this.#shown.delete(key);
      const spare = this.#spare.get(kind) ?? [];
      spare.push(row);
      this.#spare.set(kind, spare);
    }
    const slack = this.#slack();
    for (const item of inSight) {
      const y = (this.#tops.get(item.key) ?? 0) - this.#scrollTop + slack;
      const row = this.#rowFor(item);
      row.box.show(true);
      const inSight = { fromPx: -y, toPx: this.#viewHeight - y };
      const focused = item.key === this.#position.focusKey;
      row.update(item.model, { x: 0, y, width, height: item.height }, focused, inSight);
    }
  }

  #isInSight(item: StripItem<Model>): boolean {
    const top = this.#tops.get(item.key) ?? 0;
    return top + item.height > this.#scrollTop && top < this.#scrollTop + this.#viewHeight;
  }

  #rowFor(item: StripItem<Model>): StripRow<Model> {
    const kind = this.#kindOf(item.model);
    const known = this.#shown.get(item.key);
    if (known !== undefined) return known.row;
    const row = this.#spare.get(kind)?.pop() ?? this.#create(kind, this.#box);
    this.#shown.set(item.key, { kind, row });
    return row;
  }
}

function topsOf<Model>(items: readonly StripItem<Model>[]): Map<string, number> {
  const tops = new Map<string, number>();
  let top = 0;
  for (const item of items) {
    tops.set(item.key, top);
    top += item.height;
  }
  return tops;
}

function samePosition(first: StripPosition, second: StripPosition): boolean {
  return (
    first.focusKey === second.focusKey &&
    first.holdKey === second.holdKey &&
    first.holdPx === second.holdPx &&
    first.anchor === second.anchor &&
    first.scrollPx === second.scrollPx
  );
}
