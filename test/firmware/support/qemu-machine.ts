import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleLog } from './console-log.ts';
import { LineSocket } from './line-socket.ts';
import { qemuProgram } from './qemu-program.ts';
import { Qmp } from './qmp.ts';

/** A process of QEMU's: its console, its control socket, and a folder for the sockets of its devices. */
export class QemuMachine {
  readonly console = new ConsoleLog();
  readonly folder: string;
  readonly #process: ChildProcess;
  readonly #errors: string[] = [];
  #qmp: Qmp | null = null;
  #serial: LineSocket | null = null;

  private constructor(folder: string, process: ChildProcess) {
    this.folder = folder;
    this.#process = process;
    process.stderr?.setEncoding('utf8').on('data', (text: string) => this.#errors.push(text));
  }

  static newFolder(): string {
    return mkdtempSync(join(tmpdir(), 'board-'));
  }

  /**
   * Starts QEMU with its processors standing still, so that nothing that they do is missed; `run` lets them go.
   * @param folder of `newFolder`; it goes with the machine.
   */
  static async start(folder: string, args: readonly string[]): Promise<QemuMachine> {
    const qemu = await qemuProgram();
    const socket = (name: string): string => `unix:${join(folder, name)},server=on,wait=off`;
    const control = ['-nodefaults', '-display', 'none', '-S', '-qmp', socket('qmp'), '-serial', socket('serial')];
    // A test that is broken off leaves no emulator behind.
    const started = spawn('setpriv', ['--pdeathsig', 'KILL', qemu.command, ...qemu.args, ...args, ...control], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...qemu.environment },
    });
    const machine = new QemuMachine(folder, started);
    try {
      await Promise.race([machine.#connect(), machine.#ended()]);
    } catch (error) {
      await machine.kill();
      throw new Error(`QEMU does not start: ${machine.#errors.join('')}`, { cause: error });
    }
    return machine;
  }

  async run(): Promise<void> {
    await this.qmp.execute('cont');
  }

  get qmp(): Qmp {
    if (this.#qmp === null) throw new Error('the machine is not on');
    return this.#qmp;
  }

  get isOn(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Writes to the guest's serial console. */
  write(text: string): void {
    this.#serial?.write(text);
  }

  /** Resolves when the machine has switched itself off. */
  async untilOff(timeoutMs: number): Promise<void> {
    if (!this.isOn) return;
    const end = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      end.reject(new Error(`the machine is still on; the end of its console:\n${this.console.tail()}`));
    }, timeoutMs);
    await Promise.race([once(this.#process, 'exit'), end.promise]);
    clearTimeout(timer);
  }

  /** Idempotent. */
  async kill(): Promise<void> {
    if (this.isOn && this.#process.pid !== undefined) {
      this.#process.kill('SIGKILL');
      await once(this.#process, 'exit');
    }
    for (const part of [this.#qmp, this.#serial]) part?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #ended(): Promise<never> {
    await once(this.#process, 'exit');
    throw new Error('it ended');
  }

  async #connect(): Promise<void> {
    this.#serial = await LineSocket.connect(join(this.folder, 'serial'), (line) => {
      this.console.add(line);
    });
    this.#qmp = await Qmp.connect(join(this.folder, 'qmp'));
  }
}
