import type { PixelRectangle, Screen } from '../../ports/device/screen.ts';
import type { DeviceChannel } from '../wire/protocol.ts';

/** The screen of a simulated board. Each rectangle that is drawn goes to the simulator. */
export class SimulatedScreen implements Screen {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly #channel: DeviceChannel;

  constructor(channel: DeviceChannel, size: { readonly widthPx: number; readonly heightPx: number }) {
    this.widthPx = size.widthPx;
    this.heightPx = size.heightPx;
    this.#channel = channel;
  }

  /** Throws RangeError when the rectangle reaches beyond the screen, or its pixels do not fill it. */
  draw({ x, y, width, height, pixels }: PixelRectangle): void {
    const inside =
      x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= this.widthPx && y + height <= this.heightPx;
    if (!inside) {
      throw new RangeError(
        `${width} x ${height} pixels at ${x},${y} are not inside ${this.widthPx} x ${this.heightPx}`,
      );
    }
    if (pixels.length !== width * height * 2) {
      throw new RangeError(`${width} x ${height} pixels take ${width * height * 2} bytes, not ${pixels.length}`);
    }
    this.#channel.report({ kind: 'screen', x, y, width, height, pixels });
  }
}
