import type { Context } from './context.ts';
import type { Font } from './font.ts';
import { stylePropertyIds, type StyleProperties } from './generated/style-properties.ts';
import type { Image } from './image.ts';
import { unknownName } from './nearest.ts';
import { encodeValue, isResourceProperty } from './values.ts';

/** Style properties, and LVGL's shorthands for several of them at once. A later key overrides an earlier one. */
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

/** The id of a style property by name. An unknown name gives an error that lists the nearest ones. */
export function stylePropertyId(name: string): number {
  const id = ids[name];
  if (id === undefined) throw unknownName('style property', name, [...Object.keys(ids), ...Object.keys(shorthands)]);
  return id;
}

/**
 * Calls `apply` with the id and the addon's value of each property, shorthands expanded. A property that is `undefined`
 * is left as it is.
 */
export function eachStyleValue(values: StyleValues, apply: (id: number, value: unknown) => void): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    for (const single of shorthands[name] ?? [name]) {
      const id = stylePropertyId(single);
      apply(id, encodeValue(id, value));
    }
  }
}

/** A set of style properties that any number of objects can use. It stays in memory as long as one of them does. */
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

  /** Sets properties. Objects that use the style change at once. */
  set(values: StyleValues): this {
    eachStyleValue(values, (id, value) => {
      this.context.native.styleSet(this.handle, id, value);
    });
    this.context.native.styleRefresh(this.handle);
    return this;
  }

  /** The value set in this style; undefined when none is set. Colours are 0xRRGGBB. */
  get(name: keyof StyleProperties): number | boolean | string | Font | Image | null | undefined {
    const id = stylePropertyId(name);
    const value = this.context.native.styleGet(this.handle, id);
    const isHandle = isResourceProperty(id) && typeof value === 'number';
    return (isHandle ? this.context.resource(value) : value) as
      number | boolean | string | Font | Image | null | undefined;
  }

  /** Removes a property; true when it was set. */
  unset(name: keyof StyleProperties): boolean {
    const removed = this.context.native.styleRemove(this.handle, stylePropertyId(name));
    this.context.native.styleRefresh(this.handle);
    return removed;
  }

  /** Objects that use the style keep it. It cannot be given to further ones. */
  delete(): void {
    this.context.native.styleDelete(this.handle);
  }
}
