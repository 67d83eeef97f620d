import type { Context } from './context.ts';
import { ColorFormat } from './generated/enums.ts';
import type { Size } from './native.ts';

const formats = {
  a8: ColorFormat.A8,
  rgb565: ColorFormat.Rgb565,
  rgb888: ColorFormat.Rgb888,
  argb8888: ColorFormat.Argb8888,
} as const;

/** A picture that widgets can show. It stays in memory as long as one of them shows it. */
export class Image {
  readonly context: Context;
  readonly handle: number;

  private constructor(context: Context, handle: number) {
    this.context = context;
    this.handle = handle;
    context.register(handle, this);
  }

  /** From a PNG file's bytes, up to 4096x4096. */
  static fromPng(context: Context, bytes: Uint8Array): Image {
    return new Image(context, context.native.imageCreatePng(bytes));
  }

  /**
   * An image from raw pixels, rows from top to bottom without padding. `a8` is opacity only, drawn in the style's
   * `imageRecolor`; `rgb565` is little endian; `rgb888` and `argb8888` have the order blue, green, red (and alpha) in
   * memory.
   */
  static fromPixels(context: Context, format: keyof typeof formats, size: Size, bytes: Uint8Array): Image {
    return new Image(context, context.native.imageCreate(size.width, size.height, formats[format], bytes));
  }

  get size(): Size {
    return this.context.native.imageSize(this.handle);
  }

  /** Widgets that show the image keep it. It cannot be given to further ones. */
  delete(): void {
    this.context.native.imageDelete(this.handle);
    this.context.forget(this.handle);
  }
}
