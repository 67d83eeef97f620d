import { createInterface, type Interface } from 'node:readline';

/** Asks whoever drives the machine from outside: a line on stdout, answered by any line on stdin. */
export class Requests {
  readonly #answers: (() => void)[] = [];
  #input: Interface | null = null;

  async ask(...words: readonly (string | number)[]): Promise<void> {
    this.#input ??= createInterface({ input: process.stdin }).on('line', () => {
      this.#answers.shift()?.();
    });
    process.stdout.write(`${words.join(' ')}\n`);
    await new Promise<void>((resolve) => this.#answers.push(resolve));
  }
}
