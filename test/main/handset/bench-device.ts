import { Lvgl } from 'lvgl-bindings';
import { simulator } from '../../../board/simulator/board.ts';
import { SETTINGS } from '../../../src/domain/settings/settings.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { KeyReader } from '../../../src/handset/keys/key-reader.ts';
import { IdleLight } from '../../../src/handset/light/idle-light.ts';
import { BatteryWatch } from '../../../src/handset/upkeep/battery-watch.ts';
import type { Device } from '../../../src/main/handset/devices/device.ts';
import { DeviceKeys } from '../../../src/main/handset/devices/device-keys.ts';
import type { KeySample, Keypad } from '../../../src/ports/device/keypad.ts';
import type { SimulatorRequests } from '../../../src/simulator/device/simulated-board.ts';
import { MemoryPower } from '../../support/memory-power.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import { MemoryNetwork } from '../../support/memory-network.ts';

const { keyMap, debounceMs } = simulator.keypad;

/**
 * A device with a screen in memory, whose keys the test presses and whose light and sound it sees. What happened is in
 * `journal`, in order.
 */
export class BenchDevice implements Device {
  readonly lvgl = Lvgl.open({ virtualClock: true });
  readonly display = this.lvgl.createDisplay({ width: 320, height: 240, theme: 'none' });
  readonly keys: DeviceKeys;
  readonly light: IdleLight;
  readonly journal: string[] = [];
  /** What the test says of the battery. */
  readonly power = new MemoryPower();
  readonly battery: BatteryWatch;
  readonly network = new MemoryNetwork();
  readonly simulated: NonNullable<Device['simulated']>;
  /** With a timer of its own the light would hide those that a stage forgets. */
  canDarken = false;
  /** Who answers the simulator, told last. */
  requests: SimulatorRequests | null = null;
  readonly #clock: VirtualClock;
  #listener: ((sample: KeySample) => void) | null = null;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    const log = (): void => undefined;
    this.battery = new BatteryWatch({ power: this.power, clock, log: { info: log, warn: log, error: log } });
    const keypad: Keypad = {
      start: (listener) => {
        this.#listener = listener;
      },
      isAlive: () => true,
      close: () => {
        this.#listener = null;
        this.journal.push('keypad closed');
      },
    };
    const canDarken = (): boolean => this.canDarken;
    this.light = new IdleLight({
      backlight: {
        get canDarken() {
          return canDarken();
        },
        shine: (percent) => this.journal.push(`light ${percent}`),
        close: () => undefined,
      },
      clock,
      picture: { rest: () => undefined, resume: () => undefined },
      settings: { value: (name) => SETTINGS[name].default },
    });
    this.journal.length = 0;
    this.keys = new DeviceKeys(new KeyReader({ keypad, clock, keyMap, debounceMs }), this.light);
    this.simulated = {
      serve: (requests) => {
        this.requests = requests;
      },
      reportLink: (state) => this.journal.push(`link ${state}`),
    };
  }

  readonly led: Device['led'] = {
    show: ({ name }) => this.journal.push(`led ${name}`),
    close: () => this.journal.push('led closed'),
  };

  readonly buzzer: Device['buzzer'] = {
    play: ({ name }) => this.journal.push(`buzz ${name}`),
    close: () => this.journal.push('buzzer closed'),
  };

  /** Every text on the screen, as the simulator reads it. */
  get lines(): readonly string[] {
    return this.requests?.screenText().lines ?? [];
  }

  /** What is drawn, whoever answers for it. */
  get drawn(): number {
    return this.display.visibleText.length;
  }

  tap(...keys: readonly KeyName[]): void {
    for (const key of keys) {
      this.hold(key, 30);
      this.#contacts([], 30);
    }
  }

  hold(key: KeyName, durationMs: number): void {
    this.#contacts([key], durationMs);
  }

  close(): void {
    this.keys.close();
    this.battery.close();
    this.led.close();
    this.buzzer.close();
    this.lvgl.close();
    this.journal.push('screen closed');
  }

  #contacts(keys: readonly KeyName[], durationMs: number): void {
    const closed = keys.map((key) => keyMap.keys.indexOf(key));
    this.#listener?.({ atMs: this.#clock.monotonicMs(), closed });
    this.#clock.advance(durationMs);
  }
}
