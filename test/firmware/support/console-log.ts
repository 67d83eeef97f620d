import { appendFileSync } from 'node:fs';

/** A file that every line goes to as well, for who watches a test at work. */
const COPY = process.env['CONSOLE_COPY'];

/** The guest's serial console, line by line, with the time of this machine. Every wait has an end. */
export class ConsoleLog {
  readonly lines: string[] = [];
  readonly #watchers = new Set<() => void>();

  add(line: string): void {
    this.lines.push(line);
    if (COPY !== undefined) appendFileSync(COPY, `${(performance.now() / 1000).toFixed(1)} ${line}\n`);
    for (const watcher of this.#watchers) watcher();
  }

  /** The first line from `fromLine` on that matches. */
  async until(wanted: RegExp, timeoutMs: number, fromLine = 0): Promise<string> {
    let at = fromLine;
    return new Promise((resolve, reject) => {
      const end = setTimeout(() => {
        this.#watchers.delete(look);
        reject(new Error(`no line with ${String(wanted)} on the console; the last ones:\n${this.tail()}`));
      }, timeoutMs);
      const look = (): void => {
        for (; at < this.lines.length; at += 1) {
          const line = this.lines[at] ?? '';
          if (!wanted.test(line)) continue;
          clearTimeout(end);
          this.#watchers.delete(look);
          resolve(line);
          return;
        }
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Tells each line from now on. @returns the way to end it. */
  follow(listener: (line: string) => void): () => void {
    let at = this.lines.length;
    const tell = (): void => {
      for (; at < this.lines.length; at += 1) listener(this.lines[at] ?? '');
    };
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }

  tail(): string {
    return this.lines.slice(-40).join('\n');
  }
}
