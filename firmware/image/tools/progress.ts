/** Tells on the terminal what is being done and how long each step took. */
export class Progress {
  readonly #startedMs = performance.now();
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Seconds since the beginning. */
  get elapsedSeconds(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }

  say(text: string): void {
    this.#print(`[${this.elapsedSeconds.toFixed(0).padStart(4)} s] ${text}`);
  }

  async step<Made>(text: string, make: () => Promise<Made>): Promise<Made> {
    this.say(`${text} ...`);
    const startedMs = performance.now();
    const made = await make();
    this.say(`${text}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    return made;
  }
}
