import type { LinkState } from '../../domain/link-state.ts';
import type { Clock } from '../../ports/clock.ts';
import { systemMonotonicMs, type DeviceChannel, type DeviceOrder, type ScreenText } from '../wire/protocol.ts';
import { SimulatedBuzzer } from './simulated-buzzer.ts';
import { SimulatedKeypad } from './simulated-keypad.ts';
import { SimulatedLed } from './simulated-led.ts';
import { SimulatedScreen } from './simulated-screen.ts';

/** What the simulator may ask of the handset. */
export interface SimulatorRequests {
  /** What can be read on the screen now. */
  screenText(): ScreenText;
  /** Stop in good order; `SimulatedBoard.close` is the last step. Asked for once. */
  stop(): void;
}

/** All parts of a simulated board, in the handset's own process, at the end of one channel to the simulator. */
export class SimulatedBoard {
  readonly keypad: SimulatedKeypad;
  readonly led: SimulatedLed;
  readonly buzzer: SimulatedBuzzer;
  readonly screen: SimulatedScreen;
  readonly #channel: DeviceChannel;
  #requests: SimulatorRequests | null = null;

  constructor(
    channel: DeviceChannel,
    clock: Clock,
    screen: { readonly widthPx: number; readonly heightPx: number },
    systemNowMs: () => number = systemMonotonicMs,
  ) {
    this.#channel = channel;
    this.keypad = new SimulatedKeypad(clock, systemNowMs);
    this.led = new SimulatedLed(channel);
    this.buzzer = new SimulatedBuzzer(channel);
    this.screen = new SimulatedScreen(channel, screen);
  }

  /** Begins to take orders, when the handset can answer them; keys pressed before are not lost. Called again, others answer from then on. */
  serve(requests: SimulatorRequests): void {
    const isFirst = this.#requests === null;
    this.#requests = requests;
    if (!isFirst) return;
    this.#channel.onOrder((order) => {
      this.#obey(order, this.#requests ?? requests);
    });
  }

  /** Tells the simulator how the flow to the relay stands; it shows it beside the handset and waits for it in tests. */
  reportLink(state: LinkState['kind']): void {
    this.#channel.report({ kind: 'link', state });
  }

  /** LED dark, buzzer silent, no more keys; without other work the process then ends. Idempotent. */
  close(): void {
    this.keypad.close();
    this.led.close();
    this.buzzer.close();
    this.#channel.close();
  }

  #obey(order: DeviceOrder, requests: SimulatorRequests): void {
    switch (order.kind) {
      case 'contacts':
        this.keypad.takeLevels(order.levels);
        return;
      case 'readScreenText':
        this.#channel.report({ kind: 'screenText', requestId: order.requestId, text: requests.screenText() });
        return;
      case 'stop':
        requests.stop();
        return;
    }
  }
}
