import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const documents = here('../../../../../docs');

/** The sender of docs/uart-keypad.c, compiled. */
export class ReferenceSenderProgram {
  readonly #folder = mkdtempSync(join(tmpdir(), 'uart-keypad-'));
  readonly path = join(this.#folder, 'pty-keypad');

  constructor() {
    const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-O1', `-I${documents}`];
    execFileSync('cc', [...flags, '-o', this.path, here('pty-keypad.c')]);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** The sender at work, on a pseudo terminal in place of a UART. */
export class ReferenceSender {
  readonly #child: ChildProcess;
  readonly #answers: string[] = [];
  #waiting: ((answer: string) => void) | null = null;

  private constructor(program: ReferenceSenderProgram) {
    this.#child = spawn(program.path, { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.#child.stdout! }).on('line', (answer) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting === null) this.#answers.push(answer);
      else waiting(answer);
    });
  }

  /** @returns the sender, and the path of the port at which it is heard. */
  static async start(program: ReferenceSenderProgram): Promise<{ sender: ReferenceSender; path: string }> {
    const sender = new ReferenceSender(program);
    return { sender, path: await sender.#answer() };
  }

  async ask(command: string): Promise<void> {
    this.#child.stdin!.write(`${command}\n`);
    await this.#answer();
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #answer(): Promise<string> {
    const ready = this.#answers.shift();
    return ready === undefined ? new Promise((resolve) => (this.#waiting = resolve)) : Promise.resolve(ready);
  }
}
