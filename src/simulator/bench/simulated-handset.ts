import type { KeyName } from '../../domain/keys/key-map.ts';
import type { Board } from '../../ports/device/board.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { CablePlug } from './cable-plug.ts';
import { DeviceMirror, type MirrorChange } from './device-mirror.ts';
import type { HandsetExit, HandsetLauncher, HandsetProcess } from './handset-launcher.ts';
import { KeySwitches } from '../hand/key-switches.ts';
import type { DeviceReport, ScreenText } from '../wire/protocol.ts';
import { SeededRandom } from '../hand/seeded-random.ts';
import { Typist } from '../hand/typist.ts';

/** How long a handset may take to stop by itself before its power is cut. */
const STOP_TIMEOUT_MS = 5000;
/** A handset that has not answered by then counts as hanging. */
const SCREEN_TEXT_TIMEOUT_MS = 2000;

export type PowerState = 'on' | 'off' | 'crashed';

export type HandsetChange =
  | MirrorChange
  | { readonly kind: 'power'; readonly power: PowerState }
  | { readonly kind: 'cable'; readonly plugged: boolean }
  | { readonly kind: 'keys'; readonly pressed: readonly KeyName[] };

export interface SimulatedHandsetParts {
  /** The handset's name in URLs of the HTTP interface: 1…32 characters of [a-z0-9-]. */
  readonly name: string;
  /** The owner's name for it, which the page shows. */
  readonly title: string;
  /** `sip:user@domain`, shown beside the title. */
  readonly address: string;
  readonly board: Board;
  readonly launcher: HandsetLauncher;
  readonly cable: CablePlug;
  readonly clock: Clock;
  readonly systemNowMs: () => number;
  /** Seed of the contacts' bounce; the same seed gives the same bounce. */
  readonly seed: number;
}

/** One handset in the simulator: its process, what it shows, its keys, its power switch and its network cable. */
export class SimulatedHandset {
  readonly name: string;
  readonly title: string;
  readonly address: string;
  readonly board: Board;
  readonly mirror: DeviceMirror;
  readonly switches: KeySwitches;
  readonly typist: Typist;
  readonly #parts: SimulatedHandsetParts;
  readonly #listeners = new Set<(change: HandsetChange) => void>();
  readonly #screenTextRequests = new Map<number, (text: ScreenText | null) => void>();
  #process: HandsetProcess | null = null;
  #power: PowerState = 'off';
  #lastExit: HandsetExit | null = null;
  #requestCount = 0;
  /** Settles when the process whose power was cut is gone; null when there is none. */
  #dying: Promise<void> | null = null;
  /** The power was switched on again before the old process was gone. */
  #onAgain = false;

  constructor(parts: SimulatedHandsetParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.title = parts.title;
    this.address = parts.address;
    this.board = parts.board;
    this.mirror = new DeviceMirror(parts.board.screen, (change) => {
      this.#tell(change);
    });
    this.switches = new KeySwitches({
      keyMap: parts.board.keypad.keyMap,
      clock: parts.clock,
      systemNowMs: parts.systemNowMs,
      random: new SeededRandom(parts.seed),
      deliver: (levels) => {
        this.#process?.send({ kind: 'contacts', levels });
        this.#tell({ kind: 'keys', pressed: this.switches.pressed });
      },
    });
    this.typist = new Typist({
      keyMap: parts.board.keypad.keyMap,
      switches: this.switches,
      clock: parts.clock,
      systemNowMs: parts.systemNowMs,
      screenText: () => this.screenText(),
      isOn: () => this.#power === 'on',
    });
  }

  get power(): PowerState {
    return this.#power;
  }

  /** How the last process ended; null when none has ended. */
  get lastExit(): HandsetExit | null {
    return this.#lastExit;
  }

  get plugged(): boolean {
    return this.#parts.cable.plugged;
  }

  /** Returns a function that unsubscribes. */
  onChange(listener: (change: HandsetChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Starts the process unless it runs. When the power was cut and the old process has not ended yet, the start waits
   * for that, because two processes on one database would be no handset. Settles when the process was started, or when
   * the power was cut again meanwhile.
   */
  async powerOn(): Promise<void> {
    if (this.#process !== null) return;
    if (this.#dying === null) {
      this.#start();
      return;
    }
    this.#onAgain = true;
    await this.#dying;
  }

  /** Cuts the power as if the battery were pulled: the device is dark at once. Settles when the process is gone. */
  async powerOff(): Promise<void> {
    this.#onAgain = false;
    const running = this.#process;
    if (running !== null) {
      this.#process = null;
      running.kill();
      this.#dying = this.#buried(running);
      this.#wentDark('off');
    }
    if (this.#dying === null) this.#setPower('off');
    else await this.#dying;
  }

  /** Lets the handset stop by itself, and cuts the power when it takes longer than `STOP_TIMEOUT_MS`. */
  async stop(): Promise<void> {
    this.#onAgain = false;
    const running = this.#process;
    if (running === null) {
      await this.#dying;
      return;
    }
    running.send({ kind: 'stop' });
    const timer = this.#parts.clock.startTimer(STOP_TIMEOUT_MS, () => {
      running.kill();
    });
    await running.exited;
    timer.cancel();
  }

  async setCable(plugged: boolean): Promise<void> {
    if (plugged) await this.#parts.cable.plug();
    else await this.#parts.cable.pull();
    this.#tell({ kind: 'cable', plugged });
  }

  /** The words on the screen; null when the handset is off or does not answer within 2 s. */
  screenText(): Promise<ScreenText | null> {
    const running = this.#process;
    if (running === null) return Promise.resolve(null);
    const requestId = ++this.#requestCount;
    return new Promise((resolve) => {
      const settle = (text: ScreenText | null): void => {
        timer.cancel();
        this.#screenTextRequests.delete(requestId);
        resolve(text);
      };
      const timer = this.#parts.clock.startTimer(SCREEN_TEXT_TIMEOUT_MS, () => {
        settle(null);
      });
      this.#screenTextRequests.set(requestId, settle);
      running.send({ kind: 'readScreenText', requestId });
    });
  }

  #start(): void {
    const started = this.#parts.launcher.launch((report) => {
      if (this.#process === started) this.#take(report);
    });
    this.#process = started;
    this.#setPower('on');
    void started.exited.then((exit) => {
      this.#ended(started, exit);
    });
  }

  async #buried(killed: HandsetProcess): Promise<void> {
    this.#lastExit = await killed.exited;
    this.#dying = null;
    if (!this.#onAgain) return;
    this.#onAgain = false;
    this.#start();
  }

  #take(report: DeviceReport): void {
    if (report.kind === 'screenText') this.#screenTextRequests.get(report.requestId)?.(report.text);
    else this.mirror.take(report, this.#parts.clock.wallMs());
  }

  /** The process ended although the power was on: in order (code 0), or not. */
  #ended(ended: HandsetProcess, exit: HandsetExit): void {
    if (this.#process !== ended) return;
    this.#process = null;
    this.#lastExit = exit;
    this.#wentDark(exit.code === 0 ? 'off' : 'crashed');
  }

  #wentDark(power: PowerState): void {
    this.switches.letGo();
    for (const settle of [...this.#screenTextRequests.values()]) settle(null);
    this.mirror.powerLost(this.#parts.clock.wallMs());
    this.#tell({ kind: 'keys', pressed: [] });
    this.#setPower(power);
  }

  #setPower(power: PowerState): void {
    if (power === this.#power) return;
    this.#power = power;
    this.#tell({ kind: 'power', power });
  }

  #tell(change: HandsetChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
