import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('instructions.c', import.meta.url));

/** Counts what the emulated processors run, exactly, whatever the speed of the machine that emulates them. */
export class InstructionCount {
  /** More of QEMU's arguments. */
  readonly arguments: readonly string[];
  readonly #file: string;

  /** @param folder for the compiled plugin and its counters */
  constructor(folder: string) {
    const plugin = join(folder, 'instructions.so');
    this.#file = join(folder, 'instructions');
    execFileSync('cc', ['-Wall', '-Wextra', '-Werror', '-O2', '-shared', '-fPIC', '-o', plugin, SOURCE]);
    this.arguments = ['-plugin', `${plugin},counts=${this.#file}`];
  }

  /** Of all processors since power on. */
  total(): number {
    const counters = readFileSync(this.#file);
    let sum = 0;
    for (let at = 0; at < counters.length; at += 8) sum += Number(counters.readBigUInt64LE(at));
    return sum;
  }
}
