import type { Context } from './context.ts';
import { DisplayRotation, ScreenLoadAnim } from './generated/enums.ts';
import type { ObjValues } from './generated/widgets/obj.ts';
import type { Area, Pixels, Size } from './native.ts';
import type { Obj } from './obj.ts';
import { encodePng } from './png.ts';

/** A dirty rectangle: RGB565, little endian, rows without padding. The bytes are the listener's to keep. */
export interface FlushedArea extends Area {
  readonly pixels: Uint8Array;
}

export type FlushListener = (area: FlushedArea) => void;

interface DisplayOptions {
  /** Called for each rectangle that was drawn, after LVGL has finished the refresh. */
  readonly onFlush?: FlushListener;
  /** `default`: LVGL's light theme dresses every widget. `none`: an object has no style but those that it is given. */
  readonly theme?: 'default' | 'none';
}

export interface MemoryDisplayOptions extends DisplayOptions, Size {}

export interface FramebufferOptions extends DisplayOptions {
  /** `/dev/fb0`, or a plain file when `geometry` is given. */
  readonly path: string;
  readonly geometry?: Size & { readonly bitsPerPixel: 16 | 24 | 32 };
}

export interface VisibleText extends Area {
  readonly object: Obj;
  readonly className: string;
  readonly text: string;
  readonly isFocused: boolean;
}

export interface LoadOptions {
  /** A `ScreenLoadAnim`; none by default. */
  readonly animation?: number;
  readonly durationMs?: number;
  readonly delayMs?: number;
  /** Deletes the screen that was shown before. */
  readonly deleteOld?: boolean;
}

/** A screen of LVGL's: drawn into memory, and from there to whom it concerns. */
export class Display {
  readonly context: Context;
  readonly handle: number;
  onFlush: FlushListener | undefined;
  readonly #panel: Size;

  constructor(context: Context, handle: number, onFlush: FlushListener | undefined) {
    this.context = context;
    this.handle = handle;
    this.onFlush = onFlush;
    this.#panel = context.native.displaySize(handle);
    context.register(handle, this);
    if (onFlush !== undefined) context.native.displayWantFlushes(handle, true);
  }

  /** As widgets see it: a quarter turn swaps width and height. */
  get size(): Size {
    return this.context.native.displaySize(this.handle);
  }

  /** A new screen, not shown before load(). */
  createScreen(values: ObjValues = {}): Obj {
    return (this.context.wrap(this.context.native.create(0, null, this.handle)) as Obj).set(values);
  }

  /** The shown one; a display begins with an empty screen. */
  get screen(): Obj {
    const handle = this.context.native.displayActiveScreen(this.handle);
    if (handle === null) throw new Error('the display has no screen');
    return this.context.wrap(handle) as Obj;
  }

  load(screen: Obj, options: LoadOptions = {}): void {
    const { animation = ScreenLoadAnim.None, durationMs = 0, delayMs = 0, deleteOld = false } = options;
    this.context.native.displayLoadScreen(this.handle, screen.handle, animation, durationMs, delayMs, deleteOld);
  }

  /** Under every screen. */
  get bottomLayer(): Obj {
    return this.#layer(0);
  }

  /** Over every screen. */
  get topLayer(): Obj {
    return this.#layer(1);
  }

  /** Over the top layer. */
  get systemLayer(): Obj {
    return this.#layer(2);
  }

  /** Lays out and draws what has changed, now; the listener has had its rectangles when this returns. */
  refreshNow(): void {
    this.context.native.displayRefreshNow(this.handle);
  }

  /** Marks the whole screen as changed. */
  invalidate(): void {
    this.context.native.displayInvalidate(this.handle);
  }

  /** A `DisplayRotation`. Pixels come out turned, in the panel's own width and height. */
  setRotation(rotation: number = DisplayRotation._0): void {
    this.context.native.displaySetRotation(this.handle, rotation);
  }

  /** What the panel shows, as of the last refresh. */
  get pixels(): Pixels {
    return { ...this.#panel, pixels: this.context.native.displayPixels(this.handle) };
  }

  /** What the panel shows, as a PNG file. */
  toPng(): Buffer {
    return encodePng(this.pixels);
  }

  /** How many rectangles were drawn since it was opened. */
  get flushCount(): number {
    return this.context.native.displayFlushCount(this.handle);
  }

  /** Every text that can be seen, from the screen and the layers over it, in the order of drawing. */
  get visibleText(): readonly VisibleText[] {
    return [this.bottomLayer, this.screen, this.topLayer, this.systemLayer].flatMap(visibleTextOf);
  }

  /** Deletes all its objects. Not from inside a callback. */
  close(): void {
    this.context.native.displayClose(this.handle);
    this.context.forget(this.handle);
  }

  #layer(layer: number): Obj {
    return this.context.wrap(this.context.native.displayLayer(this.handle, layer)) as Obj;
  }
}

/** The texts that can be seen in an object and below. */
export function visibleTextOf(root: Obj): readonly VisibleText[] {
  return root.context.native
    .visibleText(root.handle)
    .map(({ handle, ...rest }) => ({ ...rest, object: root.context.wrap(handle) as Obj }));
}

/** The picture of one object, whether it can be seen or not. */
export function pixelsOf(object: Obj): Pixels {
  return object.context.native.pixelsOf(object.handle);
}
