import type { Context, Listener } from './context.ts';
import type { Font } from './font.ts';
import { eventCodes, type EventName } from './generated/events.ts';
import { Part } from './generated/enums.ts';
import type { StyleProperties } from './generated/style-properties.ts';
import type { Image } from './image.ts';
import type { Area } from './native.ts';
import { unknownName } from './nearest.ts';
import { eachStyleValue, stylePropertyId, type Style, type StyleValues } from './style.ts';
import { encodeValue, isObjectProperty, isResourceProperty } from './values.ts';

export type WidgetConstructor = new (context: Context, handle: number) => Widget;

/** Values that every widget takes, besides its own properties. */
export interface WidgetValues {
  /** The local style of the main part in the default state. */
  readonly style?: StyleValues;
}

/**
 * An LVGL object, known by its handle. It has one wrapper, from when it is first needed until LVGL deletes the object.
 * After that every use throws an Error with the code LVGL_DELETED.
 */
export class Widget {
  readonly context: Context;
  readonly handle: number;

  constructor(context: Context, handle: number) {
    this.context = context;
    this.handle = handle;
  }

  get isAlive(): boolean {
    return this.context.native.isAlive(this.handle);
  }

  /** Name of LVGL's class, without prefix: `label`. */
  get className(): string {
    return this.context.native.classOf(this.handle);
  }

  /** The object's place on the display in px, as of the last refresh or updateLayout(). */
  get area(): Area {
    return this.context.native.area(this.handle);
  }

  /** Deletes the object and everything in it. The screen that is shown and a display's layers cannot be deleted. */
  delete(): void {
    this.context.native.remove(this.handle);
  }

  /** Deletes everything in the object. Refused where that is part of the widget itself. */
  clean(): void {
    this.context.native.clean(this.handle);
  }

  /** Sets local style properties for a selector: a `Part`, a `State`, or both or-ed. */
  style(values: StyleValues, selector: number = Part.Main): this {
    eachStyleValue(values, (id, value) => {
      this.context.native.setStyleProperty(this.handle, id, value, selector);
    });
    return this;
  }

  /** How the object looks now, by own style, added styles, theme and inheritance. Colours are 0xRRGGBB. */
  getStyle(name: keyof StyleProperties, part: number = Part.Main): number | boolean | string | Font | Image | null {
    const id = stylePropertyId(name);
    const value = this.context.native.getStyleProperty(this.handle, id, part);
    return this.#decode(id, value) as number | boolean | string | Font | Image | null;
  }

  /** Removes a local style property; true when it was set. */
  unsetStyle(name: keyof StyleProperties, selector: number = Part.Main): boolean {
    return this.context.native.removeStyleProperty(this.handle, stylePropertyId(name), selector);
  }

  addStyle(style: Style, selector: number = Part.Main): this {
    this.context.native.addStyle(this.handle, style.handle, selector);
    return this;
  }

  removeStyle(style: Style, selector: number = Part.Main): this {
    this.context.native.removeStyle(this.handle, style.handle, selector);
    return this;
  }

  /** Removes every style: added ones, local ones, and those of the theme. */
  removeAllStyles(): this {
    this.context.native.removeAllStyles(this.handle);
    return this;
  }

  /** Calls `listener` at each event of this name, until the returned function is called or the object is deleted. */
  on(name: EventName, listener: Listener): () => void {
    const code = eventCode(name);
    const all = this.context.listeners(this.handle);
    const list = all.get(name) ?? new Set();
    if (list.size === 0) this.context.native.listen(this.handle, code, true);
    list.add(listener);
    all.set(name, list);
    return () => {
      if (list.delete(listener) && list.size === 0 && this.isAlive)
        this.context.native.listen(this.handle, code, false);
    };
  }

  /** Sends an event; false when a listener deleted the object. `key` belongs to the event 'key'. */
  send(name: EventName, key?: number): boolean {
    return this.context.native.sendEvent(this.handle, eventCode(name), key);
  }

  protected assign(ids: Readonly<Record<string, number>>, values: WidgetValues): this {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      if (name === 'style') {
        this.style(value as StyleValues);
        continue;
      }
      const id = ids[name];
      if (id === undefined) throw unknownName(`property of ${this.className}`, name, [...Object.keys(ids), 'style']);
      this.setProperty(id, value);
    }
    return this;
  }

  protected setProperty(id: number, value: unknown): void {
    this.context.native.setProperty(this.handle, id, encodeValue(id, value));
  }

  protected getProperty(id: number): unknown {
    return this.#decode(id, this.context.native.getProperty(this.handle, id));
  }

  protected widgetOf(handle: number | null): Widget | null {
    return handle === null ? null : (this.context.wrap(handle) as Widget);
  }

  #decode(id: number, value: unknown): unknown {
    if (typeof value !== 'number') return value;
    if (isObjectProperty(id)) return this.context.wrap(value);
    return isResourceProperty(id) ? this.context.resource(value) : value;
  }
}

function eventCode(name: string): number {
  const codes: Readonly<Record<string, number>> = eventCodes;
  const code = codes[name];
  if (code === undefined) throw unknownName('event', name, Object.keys(codes));
  return code;
}
