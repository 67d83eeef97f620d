import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import type { Board } from '../../../src/ports/device/board.ts';
import { LineWatch } from './line-watch.ts';

const PROGRAM = fileURLToPath(new URL('virtio_gpio.py', import.meta.url));
const ANSWER_TIMEOUT_MS = 20_000;
/** How often a key's row is driven while it is held: more than the debouncer asks for, and less than a long press. */
const READINGS = 3;
/** The rows rest as soon as the handset has read that all keys are up. */
const QUIET_MS = 120;
const LONGEST_TAP_MS = 5_000;
const LOOK_MS = 10;
/** Lines of the emulated chip beyond what the matrix needs: free for a test's own wires. */
const SPARE_LINES = 6;

/** How a contact behaves when it closes or opens: an odd number of edges, so that it rests as asked. */
export interface Bounce {
  readonly edges: number;
  readonly gapMs: number;
}

const CLEAN: Bounce = { edges: 1, gapMs: 0 };

/**
 * The key matrix of the emulated board: a GPIO chip in a process of its own, which QEMU hands to the guest as
 * virtio-gpio, and keys that a test presses. The wires come from the board's own data.
 */
export class MatrixKeys {
  /** Rows as the guest drives them. */
  readonly outputs = new LineWatch('virtio-gpio');
  /** Where QEMU connects. */
  readonly socket: string;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #board: Board;
  readonly #answers: (() => void)[] = [];

  private constructor(board: Board, socket: string, wiring: readonly string[]) {
    this.#board = board;
    this.socket = socket;
    this.#process = spawn('python3', [PROGRAM, socket, ...wiring], { stdio: ['pipe', 'pipe', 'inherit'] });
    // When the process has ended, the next command tells so by its own limit.
    this.#process.stdin.on('error', () => undefined);
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.#take(line);
    });
  }

  static async start(board: Board, folder: string): Promise<MatrixKeys> {
    const { source, keyMap } = board.keypad;
    if (source.kind !== 'gpio-matrix') throw new Error(`the keypad of ${board.name} is no matrix`);
    const { rowLines, columnLines, activeLow } = source;
    const count = Math.max(...rowLines, ...columnLines) + 1 + SPARE_LINES;
    const wiring = [String(count), rowLines.join(','), columnLines.join(',')];
    const electrics = [activeLow ? 'low' : 'high', keyMap.diodes ? 'diodes' : 'bare'];
    const keys = new MatrixKeys(board, join(folder, 'gpio'), [...wiring, ...electrics]);
    await keys.#answered('the chip does not start');
    return keys;
  }

  async press(key: KeyName, bounce: Bounce = CLEAN): Promise<void> {
    await this.#command({ down: this.#placeOf(key), ...bounce });
  }

  async release(key: KeyName, bounce: Bounce = CLEAN): Promise<void> {
    await this.#command({ up: this.#placeOf(key), ...bounce });
  }

  /**
   * Presses the key for as long as the handset needs to read it: a thumb holds a key for 60 ms, in which a real
   * processor reads it ten times and an emulated one, on a busy machine, perhaps not once.
   */
  async tap(key: KeyName, bounce: Bounce = CLEAN): Promise<void> {
    const row = this.#rowLineOf(key);
    const pressedMs = Date.now();
    await this.press(key, bounce);
    await this.#until(() => this.outputs.rises(row, pressedMs) >= READINGS);
    await this.release(key, bounce);
    await this.#until(() => Date.now() - (this.outputs.changes.at(-1)?.atMs ?? 0) > QUIET_MS);
  }

  /** Drives a line that belongs to no key. */
  async drive(line: number, level: 0 | 1): Promise<void> {
    await this.#command({ input: line, level });
  }

  /** The chip answers nothing more, and whoever waits for it in the kernel waits on. */
  freeze(): void {
    this.#process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }

  #take(line: string): void {
    const told = JSON.parse(line) as { line?: number; level?: 0 | 1; atMs?: number };
    if (told.line === undefined) this.#answers.shift()?.();
    else this.outputs.add({ line: told.line, level: told.level ?? 0, atMs: told.atMs ?? 0 });
  }

  #rowLineOf(key: KeyName): number {
    const { source } = this.#board.keypad;
    const [row] = this.#placeOf(key);
    return (source.kind === 'gpio-matrix' ? source.rowLines[row] : undefined) ?? 0;
  }

  /** A key that nobody reads is let go all the same; what does not follow from it is the test's to notice. */
  async #until(isSo: () => boolean): Promise<void> {
    const endMs = Date.now() + LONGEST_TAP_MS;
    while (!isSo() && Date.now() < endMs) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }

  #placeOf(key: KeyName): readonly [row: number, column: number] {
    const { keys, columns } = this.#board.keypad.keyMap;
    const place = keys.indexOf(key);
    if (place < 0) throw new Error(`${this.#board.name} has no key ${key}`);
    return [Math.floor(place / columns), place % columns];
  }

  async #command(command: object): Promise<void> {
    const answered = this.#answered(`the chip does not answer ${JSON.stringify(command)}`);
    this.#process.stdin.write(`${JSON.stringify(command)}\n`);
    await answered;
  }

  #answered(otherwise: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = setTimeout(() => {
        reject(new Error(otherwise));
      }, ANSWER_TIMEOUT_MS);
      this.#answers.push(() => {
        clearTimeout(end);
        resolve();
      });
    });
  }
}
