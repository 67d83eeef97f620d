import { LineSocket } from './line-socket.ts';
import { ConsoleLog } from './console-log.ts';

const COMMAND_TIMEOUT_MS = 120_000;

/** Runs commands in the machine, as root, on a console of their own: what they print is not mixed with the journal. */
export class RootShell {
  readonly #lines = new ConsoleLog();
  readonly #socket: LineSocket;
  #isReady = false;

  private constructor(socket: LineSocket, lines: ConsoleLog) {
    this.#socket = socket;
    this.#lines = lines;
  }

  /** The console. Behind all other devices of PCI: the kernel numbers them by their places. */
  static devices(socket: string): readonly string[] {
    return [
      ...['-device', 'virtio-serial-pci,addr=0x8', '-device', 'virtconsole,chardev=shell'],
      ...['-chardev', `socket,id=shell,path=${socket},server=on,wait=off`],
    ];
  }

  static async connect(path: string): Promise<RootShell> {
    const lines = new ConsoleLog();
    const socket = await LineSocket.connect(path, (line) => {
      lines.add(line);
    });
    return new RootShell(socket, lines);
  }

  /** @returns what it printed; throws when it failed. */
  async run(command: string, timeoutMs = COMMAND_TIMEOUT_MS): Promise<string> {
    if (!this.#isReady) await this.#lines.until(/^guest ready$/, 300_000);
    this.#isReady = true;
    const from = this.#lines.lines.length;
    this.#socket.write(`${command.replaceAll('\n', '; ')}\n`);
    const end = await this.#lines.until(/guest end \d+$/, timeoutMs, from);
    const output = this.#lines.lines.slice(from, this.#lines.lines.indexOf(end, from)).join('\n');
    if (!end.endsWith('guest end 0')) throw new Error(`in the guest: ${command}: ${end}\n${output}`);
    // A command whose last line has no end stands before the word.
    return `${output}${output === '' ? '' : '\n'}${end.replace(/guest end \d+$/, '')}`.trim();
  }

  /** Runs the command again and again until it succeeds. */
  async until(command: string, timeoutMs = COMMAND_TIMEOUT_MS): Promise<string> {
    const endMs = Date.now() + timeoutMs;
    for (;;) {
      try {
        return await this.run(command);
      } catch (error) {
        if (Date.now() > endMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }

  close(): void {
    this.#socket.close();
  }
}
