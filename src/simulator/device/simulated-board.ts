import type { LinkState } from '../../domain/link-state.ts';
import type { Clock } from '../../ports/system/clock.ts';
import { systemMonotonicMs, type DeviceChannel, type DeviceOrder, type ScreenText } from '../wire/protocol.ts';
import { SimulatedBacklight } from './simulated-backlight.ts';
import { SimulatedBuzzer } from './simulated-buzzer.ts';
import { SimulatedKeypad } from './simulated-keypad.ts';
import { SimulatedLed } from './simulated-led.ts';
import { SimulatedScreen } from './simulated-screen.ts';

/** What the simulator may ask the handset for. */
export interface SimulatorRequests {
  /** Returns the words on the screen now. */
  screenText(): ScreenText;
  /** Stops the handset in order; its last step is `SimulatedBoard.close`. Called once. */
  stop(): void;
}

/** All parts of a simulated board. They live in the handset's process and share one channel to the simulator. */
export class SimulatedBoard {
  readonly keypad: SimulatedKeypad;
  readonly led: SimulatedLed;
  readonly buzzer: SimulatedBuzzer;
  readonly screen: SimulatedScreen;
  readonly backlight: SimulatedBacklight;
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
    this.backlight = new SimulatedBacklight(channel);
  }

  /**
   * Begins to take orders; call it when the handset can answer them. Keys pressed before are not lost. A later call
   * replaces `requests`.
   */
  serve(requests: SimulatorRequests): void {
    const isFirst = this.#requests === null;
    this.#requests = requests;
    if (!isFirst) return;
    this.#channel.onOrder((order) => {
      this.#obey(order, this.#requests ?? requests);
    });
  }

  /**
   * Tells the simulator the state of the flow to the relay. The page shows it beside the handset, and tests wait for
   * it.
   */
  reportLink(state: LinkState['kind']): void {
    this.#channel.report({ kind: 'link', state });
  }

  /**
   * Turns the LED off, silences the buzzer and takes no more keys. The process then ends unless it has other work.
   * Idempotent.
   */
  close(): void {
    this.keypad.close();
    this.led.close();
    this.buzzer.close();
    this.backlight.close();
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
