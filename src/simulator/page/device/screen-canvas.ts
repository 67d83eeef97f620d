import { SCREEN_HEADER_BYTES } from '../../wire/page-protocol.ts';

/** The handset's screen: a canvas on which each of its pixels is a square of whole pixels of the display. */
export class ScreenCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  constructor(widthPx: number, heightPx: number, label: string) {
    this.canvas = document.createElement('canvas');
    this.canvas.width = widthPx;
    this.canvas.height = heightPx;
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', label);
    const context = this.canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('this browser cannot draw on a canvas');
    this.#context = context;
  }

  /**
   * Sets the size so that at any zoom one handset pixel is a whole number of display pixels, and nothing is blurred.
   * @param roomPx what is there from side to side, in CSS pixels.
   * @returns the width that was taken, in CSS pixels.
   */
  fit(roomPx: number): number {
    const ratio = window.devicePixelRatio;
    const most = Math.floor((roomPx * ratio) / this.canvas.width);
    const scale = Math.max(1, Math.min(Math.round(ratio), most)) / ratio;
    this.canvas.style.width = `${this.canvas.width * scale}px`;
    this.canvas.style.height = `${this.canvas.height * scale}px`;
    return this.canvas.width * scale;
  }

  /**
   * Shows the picture as bright as the light behind it; a dark screen is black. Half of the brightness is still easy to
   * read on a computer's own screen, so that nobody takes a dim handset for one that is off.
   */
  shine(percent: number): void {
    this.canvas.style.opacity = percent === 0 ? '0' : `${50 + percent / 2}%`;
  }

  /** Draws the rectangle of a binary message; page-protocol.ts describes its layout. */
  draw(message: ArrayBuffer): void {
    const [, x = 0, y = 0, width = 0, height = 0] = new Uint16Array(message, 0, SCREEN_HEADER_BYTES / 2);
    const rgb565 = new Uint16Array(message, SCREEN_HEADER_BYTES);
    const image = this.#context.createImageData(width, height);
    rgb565.forEach((pixel, at) => {
      const red = pixel >> 11;
      const green = (pixel >> 5) & 0x3f;
      const blue = pixel & 0x1f;
      image.data[at * 4] = (red << 3) | (red >> 2);
      image.data[at * 4 + 1] = (green << 2) | (green >> 4);
      image.data[at * 4 + 2] = (blue << 3) | (blue >> 2);
      image.data[at * 4 + 3] = 255;
    });
    this.#context.putImageData(image, x, y);
  }
}
