import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The kernel of fake-kernel.c as a library that is loaded in front of a process. */
export class FakeKernelLibrary {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fake-kernel-'));
  readonly path = join(this.#folder, 'fake-kernel.so');

  constructor() {
    const flags = ['-Wall', '-Wextra', '-Werror', '-O1', '-shared', '-fPIC'];
    execFileSync('cc', [...flags, '-o', this.path, here('fake-kernel.c'), '-ldl', '-lpthread']);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Lines of JSON that a process writes; each can be waited for. */
class Lines {
  readonly all: unknown[][] = [];
  #news: (() => void)[] = [];

  constructor(from: Readable) {
    createInterface({ input: from }).on('line', (line) => {
      this.all.push(JSON.parse(line) as unknown[]);
      for (const tell of this.#news.splice(0)) tell();
    });
  }

  /** The first line from `first` on that fits. */
  async find(first: number, fits: (line: unknown[]) => boolean): Promise<unknown[]> {
    for (;;) {
      const found = this.all.slice(first).find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#news.push(resolve));
    }
  }
}

interface Counts {
  /** How often a high line was joined to a low one. */
  readonly shorts: number;
  /** How many calls the devices got. */
  readonly calls: number;
  /** The level of each line. */
  readonly levels: string;
}

/** A process with a device of linux_io on the fake kernel. */
export class DeviceProcess {
  readonly #child: ChildProcess;
  readonly #told: Lines;
  readonly #answers: Lines;

  constructor(library: FakeKernelLibrary, kind: string, options: unknown, env: Readonly<Record<string, string>> = {}) {
    const preload = [process.env['LD_PRELOAD'], library.path].filter(Boolean).join(' ');
    this.#child = spawn(process.execPath, [here('linux-io-child.ts'), kind, JSON.stringify(options)], {
      env: { ...process.env, ...env, LD_PRELOAD: preload },
      stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe'],
    });
    this.#told = new Lines(this.#child.stdout!);
    this.#answers = new Lines(this.#child.stdio[4] as Readable);
  }

  /** All that was told by the device so far. */
  get told(): readonly unknown[][] {
    return this.#told.all.filter(([first]) => typeof first === 'number' || first === 'ENODEV');
  }

  /** The closed contacts of each sample. */
  get contacts(): readonly unknown[] {
    return this.told.map(([, contacts]) => contacts);
  }

  opened(): Promise<unknown[]> {
    return this.#told.find(0, ([first]) => first === 'open' || first === 'refused');
  }

  /** Does something to the wires; they have changed when it comes back. */
  async kernel(command: string): Promise<Counts> {
    const before = this.#answers.all.length;
    (this.#child.stdio[3] as Writable).write(`${command}\n`);
    return (await this.#answers.find(before, () => true)) as unknown as Counts;
  }

  /** Asks the program for something. @returns its answer, once it is done. */
  async ask(command: string): Promise<{ readonly user: number; readonly system: number }> {
    const before = this.#told.all.length;
    this.begin(command);
    const [, , cpu] = await this.#told.find(before, ([first]) => first === 'done');
    return cpu as { user: number; system: number };
  }

  /** Asks the program for something that it tells, a line that begins with the question. */
  async answer(question: string): Promise<unknown> {
    const before = this.#told.all.length;
    this.begin(question);
    const [, answer] = await this.#told.find(before, ([first]) => first === question);
    return answer;
  }

  /** Asks the program for something without waiting for it. */
  begin(command: string): void {
    this.#child.stdin!.write(`${command}\n`);
  }

  /** Waits for a line that the program writes. */
  find(fits: (line: unknown[]) => boolean): Promise<unknown[]> {
    return this.#told.find(0, fits);
  }

  /** Waits until so many samples were told. */
  async samples(count: number): Promise<readonly unknown[]> {
    await this.#told.find(0, () => this.told.length >= count);
    return this.contacts;
  }

  /** @returns the exit code once stdin has ended, so that nothing else may keep the process alive. */
  async end(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const exited = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin!.end();
    (this.#child.stdio[3] as Writable).end();
    return await exited;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
