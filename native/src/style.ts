import type { Context } from './context.ts';
import type { Font } from './font.ts';
import { stylePropertyIds, type StyleProperties } from './generated/style-properties.ts';
import type { Image } from './image.ts';
import { unknownName } from './nearest.ts';
import { encodeValue, isResourceProperty } from './values.ts';

/** Style properties, and LVGL's shorthands for several of them at once. A later key wins over an earlier one. */
export interface StyleValues extends StyleProperties {
  readonly size?: number;
  readonly padAll?: number;
  readonly padHor?: number;
  readonly padVer?: number;
  readonly padGap?: number;
  readonly marginAll?: number;
  readonly marginHor?: number;
  readonly marginVer?: number;
  readonly transformScale?: number;
}

const shorthands: Readonly<Record<string, readonly (keyof StyleProperties)[]>> = {
  size: ['width', 'height'],
  padAll: ['padTop', 'padBottom', 'padLeft', 'padRight'],
  padHor: ['padLeft', 'padRight'],
  padVer: ['padTop', 'padBottom'],
  padGap: ['padRow', 'padColumn'],
  marginAll: ['marginTop', 'marginBottom', 'marginLeft', 'marginRight'],
  marginHor: ['marginLeft', 'marginRight'],
  marginVer: ['marginTop', 'marginBottom'],
  transformScale: ['transformScaleX', 'transformScaleY'],
};

const ids: Readonly<Record<string, number>> = stylePropertyIds;

/** The id of a style property by name; an unknown name is an error that tells the nearest ones. */
export function stylePropertyId(name: string): number {
  const id = ids[name];
  if (id === undefined) throw unknownName('style property', name, [...Object.keys(ids), ...Object.keys(shorthands)]);
  return id;
}

/** Calls `apply` with id and addon value of each property, shorthands unfolded. `undefined` means: leave it. */
export function eachStyleValue(values: StyleValues, apply: (id: number, value: unknown) => void): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    for (const single of shorthands[name] ?? [name]) {
      const id = stylePropertyId(single);
      apply(id, encodeValue(id, value));
    }
  }
}

/** A set of style properties that any number of objects can wear. It stays in memory as long as one of them does. */
export class Style {
  readonly context: Context;
  readonly handle: number;

  constructor(context: Context, values: StyleValues = {}) {
    this.context = context;
    this.handle = context.native.styleCreate();
    eachStyleValue(values, (id, value) => {
      context.native.styleSet(this.handle, id, value);
    });
  }

  /** Sets properties; objects that wear the style change at once. */
  set(values: StyleValues): this {
    eachStyleValue(values, (id, value) => {
      this.context.native.styleSet(this.handle, id, value);
    });
    this.context.native.styleRefresh(this.handle);
    return this;
  }

  /** The value set in this style, or undefined. Colours come as 0xRRGGBB. */
  get(name: keyof StyleProperties): number | boolean | string | Font | Image | null | undefined {
    const id = stylePropertyId(name);
    const value = this.context.native.styleGet(this.handle, id);
    const isHandle = isResourceProperty(id) && typeof value === 'number';
    return (isHandle ? this.context.resource(value) : value) as
      number | boolean | string | Font | Image | null | undefined;
  }

  /** Takes a property out; true when it was in. */
  unset(name: keyof StyleProperties): boolean {
    const removed = this.context.native.styleRemove(this.handle, stylePropertyId(name));
    this.context.native.styleRefresh(this.handle);
    return removed;
  }

  /** Objects that wear it keep it; it can be given to no more. */
  delete(): void {
    this.context.native.styleDelete(this.handle);
  }
}
