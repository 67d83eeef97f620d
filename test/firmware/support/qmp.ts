import { readFile, rm } from 'node:fs/promises';
import { ConsoleLog } from './console-log.ts';
import { LineSocket } from './line-socket.ts';

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
  readonly event?: string;
}

const ANSWER_TIMEOUT_MS = 60_000;

/** QEMU's machine protocol: one command after the other, each answered (QEMU, docs/interop/qmp-spec). */
export class Qmp {
  readonly #socket: LineSocket;
  readonly #waiting: ((answer: Answer) => void)[];
  readonly #events: ConsoleLog;

  private constructor(socket: LineSocket, waiting: ((answer: Answer) => void)[], events: ConsoleLog) {
    this.#socket = socket;
    this.#waiting = waiting;
    this.#events = events;
  }

  static async connect(path: string): Promise<Qmp> {
    const waiting: ((answer: Answer) => void)[] = [];
    const events = new ConsoleLog();
    const socket = await LineSocket.connect(path, (line) => {
      const message = JSON.parse(line) as Answer;
      if ('return' in message || 'error' in message) waiting.shift()?.(message);
      if (message.event !== undefined) events.add(message.event);
    });
    const qmp = new Qmp(socket, waiting, events);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  async execute(command: string, options: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const end = setTimeout(() => {
        reject(new Error(`QEMU does not answer ${command}`));
      }, ANSWER_TIMEOUT_MS);
      this.#waiting.push((answered) => {
        clearTimeout(end);
        resolve(answered);
      });
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: options })}\n`);
    });
    if (answer.error !== undefined) throw new Error(`QEMU refuses ${command}: ${answer.error.desc}`);
    return answer.return;
  }

  /** Pulls a device out; it is gone when this comes back. */
  async unplug(id: string): Promise<void> {
    const seen = this.#events.lines.length;
    await this.execute('device_del', { id });
    await this.#events.until(/^DEVICE_DELETED$/, ANSWER_TIMEOUT_MS, seen);
  }

  /** A command of the human monitor, where the machine protocol has none. */
  async monitor(line: string): Promise<string> {
    return String(await this.execute('human-monitor-command', { 'command-line': line }));
  }

  /** What the screen shows now, as PNG. */
  async screenshot(file: string): Promise<Buffer> {
    await this.execute('screendump', { filename: file, format: 'png' });
    const picture = await readFile(file);
    await rm(file, { force: true });
    return picture;
  }

  close(): void {
    this.#socket.close();
  }
}
