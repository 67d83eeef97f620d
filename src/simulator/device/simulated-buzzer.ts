import type { BuzzerPattern } from '../../domain/alert/signals.ts';
import type { Buzzer } from '../../ports/device/buzzer.ts';
import type { DeviceChannel } from '../wire/protocol.ts';

/** The buzzer of a simulated board. The page makes the sound. */
export class SimulatedBuzzer implements Buzzer {
  readonly #channel: DeviceChannel;
  #closed = false;

  constructor(channel: DeviceChannel) {
    this.#channel = channel;
  }

  play(pattern: BuzzerPattern): void {
    if (!this.#closed) this.#channel.report({ kind: 'buzzer', pattern });
  }

  close(): void {
    this.play({ name: 'silent', steps: [] });
    this.#closed = true;
  }
}
