import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('datagram-receiver.c', import.meta.url));

/** A unix socket for datagrams, for which Node has none, as systemd listens at for its services. */
export class DatagramReceiver {
  readonly path: string;
  readonly texts: string[] = [];
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #news = new Set<() => void>();

  private constructor(folder: string, path: string, process: ChildProcess) {
    this.#folder = folder;
    this.path = path;
    this.#process = process;
    createInterface({ input: process.stdout! }).on('line', (line) => {
      this.texts.push(line);
      for (const look of this.#news) look();
    });
  }

  /** @param name of a socket without a file, beginning with @; a file of its own when it is not given. */
  static async start(name?: string): Promise<DatagramReceiver> {
    const folder = mkdtempSync(join(tmpdir(), 'datagrams-'));
    const program = join(folder, 'receiver');
    execFileSync('cc', ['-Wall', '-Wextra', '-Werror', '-O1', '-o', program, SOURCE]);
    const path = name ?? join(folder, 'socket');
    const receiver = new DatagramReceiver(
      folder,
      path,
      spawn(program, [path], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    await receiver.count('listening', 1);
    return receiver;
  }

  /** Waits until this text has come so often. */
  count(text: string, times: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.texts.filter((one) => one === text).length < times) return;
        this.#news.delete(look);
        resolve();
      };
      this.#news.add(look);
      look();
    });
  }

  stop(): void {
    this.#process.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
