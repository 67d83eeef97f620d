import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

const CONNECT_TIMEOUT_MS = 10_000;
const RETRY_MS = 20;

/** A Unix socket of QEMU's that speaks in lines. */
export class LineSocket {
  readonly #socket: Socket;
  #partial = '';

  private constructor(socket: Socket, onLine: (line: string, atMs: number) => void) {
    this.#socket = socket;
    // Its end is the machine's end, which whoever waits for a line learns from the process.
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (text: string) => {
      const atMs = Date.now();
      const lines = (this.#partial + text).split('\n');
      this.#partial = lines.pop() ?? '';
      for (const line of lines) onLine(line.replace(/\r$/, ''), atMs);
    });
  }

  /** Connects as soon as QEMU listens. */
  static async connect(path: string, onLine: (line: string, atMs: number) => void): Promise<LineSocket> {
    const endMs = Date.now() + CONNECT_TIMEOUT_MS;
    for (;;) {
      const socket = createConnection(path);
      try {
        await once(socket, 'connect');
        return new LineSocket(socket, onLine);
      } catch (error) {
        if (Date.now() > endMs) throw new Error(`QEMU does not listen on ${path}`, { cause: error });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  close(): void {
    this.#socket.destroy();
  }
}
