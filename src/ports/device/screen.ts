/** A rectangle of pixels, RGB565 little endian, rows without padding: `pixels.length === width * height * 2`. */
export interface PixelRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Takes the drawn pixels where the screen is not a framebuffer of the kernel. */
export interface Screen {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The pixels are valid only during the call; copy what is needed longer. */
  draw(rectangle: PixelRectangle): void;
}
