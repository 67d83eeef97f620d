import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PanelOrder } from './panel-process.ts';

interface Answer {
  readonly value?: unknown;
  readonly error?: { readonly code?: string; readonly errno?: number; readonly message: string };
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A process that draws on the devices of `fake-kernel.cpp`, in a folder of its own. */
export class FakeMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'fake-machine-'));
  readonly #child: ChildProcess;

  private constructor(kernel: string) {
    const preloaded = [process.env['LD_PRELOAD'], kernel].filter((library) => library !== undefined).join(' ');
    this.#child = fork(here('panel-process.ts'), {
      env: { ...process.env, LD_PRELOAD: preloaded, FAKE_KERNEL: this.folder },
    });
  }

  /** Compiles the fake kernel. @param folder where to. */
  static compile(folder: string): string {
    const kernel = join(folder, 'fake-kernel.so');
    execFileSync('c++', ['-std=c++20', '-shared', '-fPIC', '-O1', '-o', kernel, here('fake-kernel.cpp')]);
    return kernel;
  }

  static boot(kernel: string): FakeMachine {
    return new FakeMachine(kernel);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array = ''): void {
    writeFileSync(this.path(name), content);
  }

  remove(name: string): void {
    rmSync(this.path(name));
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  /** What was called on a device since the last look. */
  log(device: string): readonly string[] {
    const file = this.path(`${device}.log`);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    rmSync(file);
    return lines;
  }

  async ask(order: PanelOrder): Promise<Answer> {
    const answered = new AbortController();
    const { signal } = answered;
    const ended = once(this.#child, 'exit', { signal }).then(([code, by]) => {
      throw new Error(`the process ended with ${String(code ?? by)}`);
    });
    this.#child.send(order);
    try {
      return ((await Promise.race([once(this.#child, 'message', { signal }), ended])) as [Answer])[0];
    } finally {
      ended.catch(() => undefined);
      answered.abort();
    }
  }

  /** The same for an order that must not fail. */
  async do(order: PanelOrder): Promise<unknown> {
    const { value, error } = await this.ask(order);
    if (error !== undefined) throw new Error(error.message);
    return value;
  }

  /** Closes what is open, and takes all devices away. */
  async clear(): Promise<void> {
    await this.do({ do: 'close' });
    for (const name of readdirSync(this.folder)) this.remove(name);
  }

  async off(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}
