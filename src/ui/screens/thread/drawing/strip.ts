import type { Overflow } from '../../../behaviour/behaviour.ts';
import { Box, type Place } from '../../../drawing/box.ts';
import { isEventKey } from '../../../events/event-row.ts';
import { SeenEnds } from './seen-ends.ts';
import { samePosition, StripColumn, type StripItem, type StripPosition } from './strip-scroll.ts';

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

interface StripOf<Model> {
  readonly kindOf: (model: Model) => string;
  readonly create: (kind: string, parent: Box) => StripRow<Model>;
  /** What this item says stands over the column too, so that it is left out where it would be the first. */
  readonly isToldAbove: (key: string) => boolean;
}

/**
 * Room for a sign under the column, which then ends above it with a whole item. There is none where it would cover the
 * end of the only event whose end is in sight: nobody could read that one.
 */
export interface SignUnder {
  readonly heightPx: number;
  /** No sign, and no room for one, where the end of the column is in sight without it. */
  readonly unlessAtEnd: boolean;
}

/** A column of items in which only those in sight have widgets, so that a thread of any length costs one screenful. */
export class Strip<Model> {
  readonly #box: Box;
  readonly #of: StripOf<Model>;
  readonly #shown = new Map<string, { readonly kind: string; readonly row: StripRow<Model> }>();
  readonly #spare = new Map<string, StripRow<Model>[]>();
  #items: readonly StripItem<Model>[] = [];
  #column: StripColumn;
  /** Those that are on the screen. */
  #drawn: readonly StripItem<Model>[] = [];
  /** A column is read from its end: what has the focus at first is reached from there. */
  #scrollTop = Infinity;
  #areaHeight = 0;
  #viewHeight = 0;
  #signPx = 0;
  #position: StripPosition = { focusKey: null, holdKey: null, holdPx: 0, anchor: 'bottom', scrollPx: 0 };
  readonly #ends = new SeenEnds();

  constructor(parent: Box, of: StripOf<Model>) {
    this.#box = new Box(parent);
    this.#of = of;
    this.#column = new StripColumn([], of.isToldAbove);
  }

  /** Returns whether there is room for the sign, and so something further down. */
  update(items: readonly StripItem<Model>[], position: StripPosition, area: Place, sign: SignUnder | null): boolean {
    const signPx = sign?.heightPx ?? 0;
    const same = items === this.#items && area.height === this.#areaHeight && signPx === this.#signPx;
    if (!same || !samePosition(position, this.#position)) this.#scrollTo(items, position, area.height, sign);
    this.#box.place({ ...area, height: this.#viewHeight });
    if (!same || !samePosition(position, this.#position)) {
      this.#position = position;
      this.#materialise(area.width);
    }
    return this.#viewHeight < area.height;
  }

  #scrollTo(
    items: readonly StripItem<Model>[],
    position: StripPosition,
    areaHeight: number,
    sign: SignUnder | null,
  ): void {
    const reference = this.#reference();
    const column = new StripColumn(items, this.#of.isToldAbove);
    // What the reader looks at must not move when rows are added above it.
    const moved = reference === null ? 0 : column.top(reference) - this.#column.top(reference);
    const before = this.#scrollTop + moved;
    const whole = column.scrolled(position, areaHeight, before);
    const overSign = areaHeight - (sign?.heightPx ?? 0);
    const signTop = column.scrolled(position, overSign, whole);
    const isAtEnd = sign?.unlessAtEnd === true && whole >= column.end(areaHeight);
    const endsUnderSign = column.endsWithin(whole, areaHeight) && !column.endsWithin(signTop, overSign);
    const hasSign = sign !== null && !isAtEnd && !endsUnderSign;
    this.#viewHeight = hasSign ? overSign : areaHeight;
    this.#scrollTop = hasSign ? signTop : whole;
    this.#items = items;
    this.#column = column;
    this.#areaHeight = areaHeight;
    this.#signPx = sign?.heightPx ?? 0;
  }

  /**
   * How much of the focused item lies outside the screen, when it is taller than the screen; without a focus, how much
   * of the column does.
   */
  overflow(): Overflow {
    const { focusKey } = this.#position;
    if (focusKey === null) {
      return {
        abovePx: this.#scrollTop,
        belowPx: Math.max(0, this.#column.end(this.#viewHeight) - this.#scrollTop),
      };
    }
    const item = this.#column.item(focusKey);
    if (item === null || item.height <= this.#viewHeight) return { abovePx: 0, belowPx: 0 };
    const top = this.#column.top(focusKey);
    return {
      abovePx: Math.max(0, this.#scrollTop - top),
      belowPx: Math.max(0, top + item.height - this.#scrollTop - this.#viewHeight),
    };
  }

  /** The first item on the screen; null in an empty column. */
  get firstKey(): string | null {
    return this.#drawn[0]?.key ?? null;
  }

  /** Another column comes. */
  forget(): void {
    this.#ends.clear();
  }

  /**
   * The keys of the events that are in sight as a whole; of one that is taller than the screen, beginning and end, one
   * after the other. What is covered at the top, in px, is not in sight.
   */
  seen(coveredTopPx: number): readonly string[] {
    const keys: string[] = [];
    for (const { key, height } of this.#drawn) {
      if (!isEventKey(key)) continue;
      const top = this.#column.top(key) - this.#scrollTop + this.#slack();
      if (this.#ends.note(key, top >= coveredTopPx, top + height <= this.#viewHeight)) keys.push(key);
    }
    return keys;
  }

  #reference(): string | null {
    const { focusKey } = this.#position;
    if (focusKey !== null && this.#column.has(focusKey)) return focusKey;
    return this.#items.find(({ key }) => this.#column.top(key) >= this.#scrollTop)?.key ?? null;
  }

  /** A short column is drawn at the bottom, above the field. */
  #slack(): number {
    return Math.max(0, this.#viewHeight - this.#column.total);
  }

  #materialise(width: number): void {
    this.#drawn = this.#inSight();
    const keys = new Set(this.#drawn.map(({ key }) => key));
    for (const [key, { kind, row }] of this.#shown) {
      if (keys.has(key)) continue;
      row.box.show(false);
      this.#shown.delete(key);
      const spare = this.#spare.get(kind) ?? [];
      spare.push(row);
      this.#spare.set(kind, spare);
    }
    for (const item of this.#drawn) {
      const y = this.#column.top(item.key) - this.#scrollTop + this.#slack();
      const row = this.#rowFor(item);
      row.box.show(true);
      const inSight = { fromPx: -y, toPx: this.#viewHeight - y };
      const focused = item.key === this.#position.focusKey;
      row.update(item.model, { x: 0, y, width, height: item.height }, focused, inSight);
    }
  }

  /** Nothing is cut at the upper edge but what is taller than the view: a half line there looks like a fault. */
  #inSight(): readonly StripItem<Model>[] {
    const end = this.#scrollTop + this.#viewHeight;
    const shown = this.#items.filter((item, at) => {
      if (this.#column.isPassed(at, this.#scrollTop)) return false;
      const top = this.#column.top(item.key);
      const isCut = this.#column.clearTop(item) < this.#scrollTop && item.height <= this.#viewHeight;
      return !isCut && top + item.height > this.#scrollTop && top < end;
    });
    const first = shown.findIndex(({ key }) => !this.#of.isToldAbove(key));
    if (first < 0) return [];
    const fromFirst = shown.slice(first);
    if (this.#viewHeight === this.#areaHeight) return fromFirst;
    const event = fromFirst.findIndex(({ key }) => isEventKey(key));
    return fromFirst.filter((item, at) => at <= event || this.#column.top(item.key) + item.height <= end);
  }

  #rowFor(item: StripItem<Model>): StripRow<Model> {
    const kind = this.#of.kindOf(item.model);
    const known = this.#shown.get(item.key);
    if (known !== undefined) return known.row;
    const row = this.#spare.get(kind)?.pop() ?? this.#of.create(kind, this.#box);
    this.#shown.set(item.key, { kind, row });
    return row;
  }
}
