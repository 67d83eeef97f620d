import type { Backlight } from '../../ports/device/backlight.ts';
import type { DeviceChannel } from '../wire/protocol.ts';

/** The light of a simulated screen. The page shows the screen as bright as it is. */
export class SimulatedBacklight implements Backlight {
  readonly canDarken = true;
  readonly #channel: DeviceChannel;
  #shown: number | null = null;
  #closed = false;

  constructor(channel: DeviceChannel) {
    this.#channel = channel;
  }

  shine(percent: number): void {
    if (this.#closed || percent === this.#shown) return;
    this.#shown = percent;
    this.#channel.report({ kind: 'backlight', percent });
  }

  close(): void {
    this.shine(0);
    this.#closed = true;
  }
}
