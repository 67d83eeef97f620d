import { Lvgl } from 'lvgl-bindings';
import { simulator } from '../../board/simulator/board.ts';
import { NodeRandom } from '../../src/crypto/keys/node-random.ts';
import { createInputMethod } from '../../src/domain/input/create-input-method.ts';
import type { KeyName } from '../../src/domain/keys/key-map.ts';
import type { KeySample } from '../../src/domain/keys/key-sample.ts';
import { parsePeerAddress } from '../../src/domain/peer-address.ts';
import { createHandset } from '../../src/handset/create-handset.ts';
import { KeyReader } from '../../src/handset/keys/key-reader.ts';
import { createMemoryHandsetStore } from '../support/memory-store/memory-handset-store.ts';
import { createUi } from '../../src/ui/create-ui.ts';
import { ScriptedLink } from '../support/scripted-link.ts';
import { SwitchedLight } from '../ui/support/switched-light.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { bareDrawing } from './bare-drawing.ts';
import type { Figure } from './figures.ts';
import { systemTimeZones } from '../support/time-zones.ts';
import { WITHOUT_BATTERY } from '../support/memory-power.ts';
import { MemoryWallTime } from '../support/memory-wall-time.ts';
import { MemoryNetwork } from '../support/memory-network.ts';

const ROUNDS = 400;

/**
 * One key of a text from the moment at which its contact counts as closed to pixels in the screen's memory: key pipeline, input method,
 * composer, presenter, view, LVGL. Beside it the same LVGL build drawing the same kind of change from C.
 */
export function drawing(): readonly Figure[] {
  const clock = new VirtualClock();
  const own = parsePeerAddress('alice@bench.test');
  const peer = parsePeerAddress('bob@bench.test');
  if (!own.ok || !peer.ok) throw new Error('the addresses are written wrongly');
  const store = createMemoryHandsetStore();
  store.contacts.saveContact({ address: peer.value, name: 'Bob', favourite: false });
  const handset = createHandset({
    own: own.value,
    clock,
    uptime: () => null,
    timeZones: systemTimeZones,
    random: new NodeRandom(),
    link: new ScriptedLink(clock),
    messages: store.messages,
    contacts: store.contacts,
    drafts: store.drafts,
    settings: store.settings,
    standings: store.standings,
    led: { show: () => undefined, close: () => undefined },
    buzzer: { play: () => undefined, close: () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    battery: WITHOUT_BATTERY,
    wallTime: new MemoryWallTime(),
    network: new MemoryNetwork(),
  });
  for (let count = 0; count < 50; count += 1) handset.send(peer.value, `Meet at the south gate, ${count}`);
  const typed = keysToPixels(handset, clock);
  const c = bareDrawing(ROUNDS);
  return [
    {
      name: 'key edge to pixels, beyond debounce',
      unit: 'ms',
      samples: typed,
      aim: { most: 1 },
      ...(c === null ? {} : { beside: { name: 'one character in bare C', samples: c } }),
    },
  ];
}

function keysToPixels(handset: ReturnType<typeof createHandset>, clock: VirtualClock): readonly number[] {
  const lvgl = Lvgl.open({ virtualClock: true });
  let drawnAtMs = 0;
  const display = lvgl.createDisplay({
    width: 320,
    height: 240,
    theme: 'none',
    onFlush: () => {
      drawnAtMs = performance.now();
    },
  });
  const pad = new Pad(clock);
  const { keyMap, debounceMs } = simulator.keypad;
  const keys = new KeyReader({ keypad: pad, clock, keyMap, debounceMs });
  const ui = createUi({
    lvgl,
    display,
    handset,
    clock,
    light: new SwitchedLight(),
    timeZones: systemTimeZones,
    board: {
      hasSoftKeys: false,
      keysIn: () => ({ inputMethod: createInputMethod(keyMap), symbols: keyMap.symbols }),
    },
  });
  keys.start({
    key: (event) => {
      ui.handle(event);
    },
    stuckKeysChanged: () => undefined,
  });
  for (const key of ['Down', 'Enter', 'Enter', 'Enter'] as const) pad.tap(key);
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % 40 === 39) for (let count = 0; count < 40; count += 1) pad.tap('Backspace');
    samples.push(
      pad.press(
        (['E', 'A', 'S', 'T'] as const)[round % 4] ?? 'E',
        () => {
          drawnAtMs = 0;
        },
        () => drawnAtMs,
      ),
    );
  }
  ui.close();
  keys.close();
  lvgl.close();
  return samples;
}

/** Contacts under virtual time: debounce takes none of the measured time. */
class Pad {
  readonly #clock: VirtualClock;
  #listener: ((sample: KeySample) => void) | null = null;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  start(listener: (sample: KeySample) => void): void {
    this.#listener = listener;
  }

  isAlive(): boolean {
    return true;
  }

  close(): void {
    this.#listener = null;
  }

  tap(key: KeyName): void {
    this.#set([simulator.keypad.keyMap.keys.indexOf(key)]);
    this.#clock.advance(30);
    this.#set([]);
    this.#clock.advance(30);
  }

  /** The time from the end of debounce to the last pixel of the key. */
  press(key: KeyName, before: () => void, drawnAtMs: () => number): number {
    this.#set([simulator.keypad.keyMap.keys.indexOf(key)]);
    this.#clock.advance(simulator.keypad.debounceMs - 1);
    before();
    const fromMs = performance.now();
    this.#clock.advance(1);
    const tookMs = drawnAtMs() - fromMs;
    if (tookMs < 0) throw new Error(`${key} drew nothing`);
    this.#clock.advance(30);
    this.#set([]);
    this.#clock.advance(30);
    return tookMs;
  }

  #set(closed: readonly number[]): void {
    this.#listener?.({ atMs: this.#clock.monotonicMs(), closed });
  }
}
