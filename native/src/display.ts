import type { Context } from './context.ts';
import { DisplayRotation, ScreenLoadAnim } from './generated/enums.ts';
import type { ObjValues } from './generated/widgets/obj.ts';
import type { Area, NativePanel, Pixels, Size } from './native.ts';
import type { Obj } from './obj.ts';
import { encodePng } from './png.ts';

/** A rectangle that was drawn: RGB565, little endian, rows without padding. The listener may keep the bytes. */
export interface FlushedArea extends Area {
  readonly pixels: Uint8Array;
}

export type FlushListener = (area: FlushedArea) => void;

interface DisplayOptions {
  /** Called for each rectangle that was drawn, after LVGL has finished the refresh. */
  readonly onFlush?: FlushListener;
  /** `default`: LVGL's light theme styles every widget. `none`: an object has only the styles that it is given. */
  readonly theme?: 'default' | 'none';
}

export interface MemoryDisplayOptions extends DisplayOptions, Size {}

/** A screen of the kernel. */
export type Panel =
  /** `/dev/fb0`, or a plain file when `geometry` is given. */
  | { readonly framebuffer: string; readonly geometry?: Size & { readonly bitsPerPixel: 16 | 24 | 32 } }
  /** A card of the kernel's display drivers, `/dev/dri/card0`; without a size the one that its screen prefers. */
  | { readonly card: string; readonly size?: Size };

/** @param errno negative, as in Node's own errors: `util.getSystemErrorName(errno)` is its name. */
export type PanelLostListener = (errno: number) => void;

export interface PanelDisplayOptions extends DisplayOptions {
  readonly panel: Panel;
  /** Called once when the panel refuses a picture, after the refresh; attachPanel() brings it back. */
  readonly onPanelLost?: PanelLostListener;
}

export interface VisibleText extends Area {
  readonly object: Obj;
  readonly className: string;
  readonly text: string;
  readonly isFocused: boolean;
}

export interface LoadOptions {
  /** A `ScreenLoadAnim`; none when not given. */
  readonly animation?: number;
  readonly durationMs?: number;
  readonly delayMs?: number;
  /** Deletes the screen that was shown before. */
  readonly deleteOld?: boolean;
}

export function nativePanel(panel: Panel): NativePanel {
  if ('card' in panel) return [1, panel.card, panel.size?.width ?? null, panel.size?.height ?? null, null];
  const { width = null, height = null, bitsPerPixel = null } = panel.geometry ?? {};
  return [0, panel.framebuffer, width, height, bitsPerPixel];
}

/** A display of LVGL. It is drawn into memory, and from there goes to a listener or to a panel of the kernel. */
export class Display {
  readonly context: Context;
  readonly handle: number;
  onFlush: FlushListener | undefined;
  onPanelLost: PanelLostListener | undefined;
  readonly #panel: Size;

  constructor(context: Context, handle: number, onFlush: FlushListener | undefined) {
    this.context = context;
    this.handle = handle;
    this.onFlush = onFlush;
    this.#panel = context.native.displaySize(handle);
    context.register(handle, this);
    if (onFlush !== undefined) context.native.displayWantFlushes(handle, true);
  }

  /** The size as widgets see it. A quarter turn swaps width and height. */
  get size(): Size {
    return this.context.native.displaySize(this.handle);
  }

  /** Makes a new screen, which is shown by load(). */
  createScreen(values: ObjValues = {}): Obj {
    return (this.context.wrap(this.context.native.create(0, null, this.handle)) as Obj).set(values);
  }

  /** The screen that is shown. A display begins with an empty one. */
  get screen(): Obj {
    const handle = this.context.native.displayActiveScreen(this.handle);
    if (handle === null) throw new Error('the display has no screen');
    return this.context.wrap(handle) as Obj;
  }

  load(screen: Obj, options: LoadOptions = {}): void {
    const { animation = ScreenLoadAnim.None, durationMs = 0, delayMs = 0, deleteOld = false } = options;
    this.context.native.displayLoadScreen(this.handle, screen.handle, animation, durationMs, delayMs, deleteOld);
  }

  /** The layer under every screen. */
  get bottomLayer(): Obj {
    return this.#layer(0);
  }

  /** The layer over every screen. */
  get topLayer(): Obj {
    return this.#layer(1);
  }

  /** The layer over the top layer. */
  get systemLayer(): Obj {
    return this.#layer(2);
  }

  /** Lays out and draws now what has changed. The listener has had the rectangles when this returns. */
  refreshNow(): void {
    this.context.native.displayRefreshNow(this.handle);
  }

  /** Marks the whole screen as changed. */
  invalidate(): void {
    this.context.native.displayInvalidate(this.handle);
  }

  /** Takes a `DisplayRotation`. The pixels are turned; their width and height stay those of the panel. */
  setRotation(rotation: number = DisplayRotation._0): void {
    this.context.native.displaySetRotation(this.handle, rotation);
  }

  /**
   * Shows the whole picture on this panel, and everything that changes from now on, in place of the panel before. It
   * must have that one's size. Throws an Error with the code LVGL_SYSTEM when it cannot be used; the display then has
   * no panel, and can be drawn all the same.
   */
  attachPanel(panel: Panel): void {
    this.context.native.displayAttachPanel(this.handle, ...nativePanel(panel));
  }

  /**
   * Lights the panel, or puts it to sleep; one that is attached later too. Throws an Error with the code LVGL_SYSTEM
   * when the panel cannot be switched.
   */
  setPower(on: boolean): void {
    this.context.native.displaySetPower(this.handle, on);
  }

  /** What the panel shows since the last refresh. */
  get pixels(): Pixels {
    return { ...this.#panel, pixels: this.context.native.displayPixels(this.handle) };
  }

  /** What the panel shows, as a PNG file. */
  toPng(): Buffer {
    return encodePng(this.pixels);
  }

  /** How many rectangles were drawn since the display was opened. */
  get flushCount(): number {
    return this.context.native.displayFlushCount(this.handle);
  }

  /** Every text that can be seen, from the screen and the layers over it, in the order of drawing. */
  get visibleText(): readonly VisibleText[] {
    return [this.bottomLayer, this.screen, this.topLayer, this.systemLayer].flatMap(visibleTextOf);
  }

  /** Closes the display and deletes all its objects. Not from inside a callback. */
  close(): void {
    this.context.native.displayClose(this.handle);
    this.context.forget(this.handle);
  }

  #layer(layer: number): Obj {
    return this.context.wrap(this.context.native.displayLayer(this.handle, layer)) as Obj;
  }
}

/** The texts that can be seen in an object and its descendants. */
export function visibleTextOf(root: Obj): readonly VisibleText[] {
  return root.context.native
    .visibleText(root.handle)
    .map(({ handle, ...rest }) => ({ ...rest, object: root.context.wrap(handle) as Obj }));
}

/** The picture of one object, whether or not it can be seen. */
export function pixelsOf(object: Obj): Pixels {
  return object.context.native.pixelsOf(object.handle);
}
