import type { LedPattern } from '../../domain/alert/signals.ts';
import type { Led } from '../../ports/device/led.ts';
import type { DeviceChannel } from '../wire/protocol.ts';

const DARK: LedPattern = { name: 'dark', steps: [] };

/** The LED of a simulated board. The page shows it. */
export class SimulatedLed implements Led {
  readonly #channel: DeviceChannel;
  #shown = JSON.stringify(DARK);
  #closed = false;

  constructor(channel: DeviceChannel) {
    this.#channel = channel;
  }

  show(pattern: LedPattern): void {
    const wanted = JSON.stringify(pattern);
    if (this.#closed || wanted === this.#shown) return;
    this.#shown = wanted;
    this.#channel.report({ kind: 'led', pattern });
  }

  close(): void {
    this.show(DARK);
    this.#closed = true;
  }
}
