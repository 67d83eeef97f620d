import { readFile, rm } from 'node:fs/promises';
import { LineSocket } from './line-socket.ts';

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

/** QEMU's machine protocol: one command after the other, each answered (QEMU, docs/interop/qmp-spec). */
export class Qmp {
  readonly #socket: LineSocket;
  readonly #waiting: ((answer: Answer) => void)[];

  private constructor(socket: LineSocket, waiting: ((answer: Answer) => void)[]) {
    this.#socket = socket;
    this.#waiting = waiting;
  }

  static async connect(path: string): Promise<Qmp> {
    const waiting: ((answer: Answer) => void)[] = [];
    const socket = await LineSocket.connect(path, (line) => {
      const message = JSON.parse(line) as Answer;
      if ('return' in message || 'error' in message) waiting.shift()?.(message);
    });
    const qmp = new Qmp(socket, waiting);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  async execute(command: string, options: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.push(resolve);
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: options })}\n`);
    });
    if (answer.error !== undefined) throw new Error(`QEMU refuses ${command}: ${answer.error.desc}`);
    return answer.return;
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
