// Values that are passed to the addon: colours, sizes, image sources, and the structures behind some style properties.
import { GRID_FRACTION_BASE, PERCENT_BASE, PERCENT_MOST } from './generated/enums.ts';
import type { Image } from './image.ts';

/** 0xRRGGBB, or '#rrggbb'. */
export type Color = number | `#${string}`;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An image, a symbol character, or a path that LVGL can open; null for none. */
export type ImageSource = Image | string | null;

export interface Gradient {
  /** `GradDir.Ver` (the default) or `GradDir.Hor`. */
  readonly direction?: number;
  /** 2 to 8 stops. `at` is the position, 0 to 255, evenly spread when not given; `opa` is the opacity, 0 to 255. */
  readonly stops: readonly { readonly color: Color; readonly opa?: number; readonly at?: number }[];
}

/** Pixels of an image whose red, green and blue all lie from those of `low` to those of `high` are not drawn. */
export interface ColorKey {
  readonly low: Color;
  readonly high: Color;
}

export interface Transition {
  /** Ids of style properties, from `stylePropertyIds`, that are numbers or colours. */
  readonly properties: readonly number[];
  readonly durationMs: number;
  readonly delayMs?: number;
  /** An `AnimationPath`. */
  readonly path?: number;
}

/** How a widget's own animation runs, as of a scrolling label or a spinner. */
export interface AnimationTemplate {
  readonly durationMs: number;
  readonly delayMs?: number;
  readonly path?: number;
  readonly repeatCount?: number;
}

declare const partKind: unique symbol;

/** A part of a widget, which is gone with the widget. */
export interface Part<Kind extends string> {
  readonly handle: number;
  readonly [partKind]?: Kind;
}

export type ChartSeries = Part<'series'>;
export type ChartCursor = Part<'cursor'>;
export type ScaleSection = Part<'section'>;
export type Span = Part<'span'>;

export function toColor(color: Color): number {
  if (typeof color === 'number') return color;
  if (!/^#[0-9a-fA-F]{6}$/.test(color)) throw new TypeError(`a colour is 0xRRGGBB or '#rrggbb', not '${color}'`);
  return Number.parseInt(color.slice(1), 16);
}

export function toImageSource(source: ImageSource): number | string | null {
  return source === null || typeof source === 'string' ? source : source.handle;
}

/** A part consists of its handle only. */
export function toPart(handle: number | null): Part<string> | null {
  return handle === null ? null : { handle };
}

/** A size or position in percent of the parent's, -1000 to 1000. */
export function percent(value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) > 1000)
    throw new RangeError(`percent() takes a whole number from -1000 to 1000, not ${value}`);
  return PERCENT_BASE + (value < 0 ? PERCENT_MOST - value : value);
}

/** A grid track that takes `fraction` shares of the space that is left, 1 to 99. */
export function gridFraction(fraction: number): number {
  if (!Number.isInteger(fraction) || fraction < 1 || fraction > 99)
    throw new RangeError(`gridFraction() takes a whole number from 1 to 99, not ${fraction}`);
  return GRID_FRACTION_BASE + fraction;
}

/** The type code that LVGL keeps in the upper bits of a property's id. */
const typeCode = { color: 3, imageSource: 6, object: 8, font: 10, pointer: 5 } as const;

const handleOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'handle' in value ? value.handle : value;

/** A property's value in the form that the addon takes. */
export function encodeValue(id: number, value: unknown): unknown {
  switch (id >>> 28) {
    case typeCode.color:
      return typeof value === 'string' ? toColor(value as Color) : value;
    case typeCode.imageSource:
    case typeCode.object:
    case typeCode.font:
      return handleOf(value);
    case typeCode.pointer:
      return encodeStructure(value);
    default:
      // In LVGL's table a colour key has the type code of a number.
      return isColorKey(value) ? { low: toColor(value.low), high: toColor(value.high) } : value;
  }
}

const isColorKey = (value: unknown): value is ColorKey =>
  typeof value === 'object' && value !== null && 'low' in value && 'high' in value;

function encodeStructure(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('stops' in value) || !Array.isArray(value.stops))
    return handleOf(value);
  const gradient = value as Gradient;
  return { ...gradient, stops: gradient.stops.map((stop) => ({ ...stop, color: toColor(stop.color) })) };
}

export const isObjectProperty = (id: number): boolean => id >>> 28 === typeCode.object;
export const isResourceProperty = (id: number): boolean =>
  id >>> 28 === typeCode.imageSource || id >>> 28 === typeCode.font;
