/** A change of an output line, as a measuring instrument on the board would see it. */
export interface LineChange {
  readonly line: number;
  readonly level: 0 | 1;
  /** Time of this machine, ms since 1970. */
  readonly atMs: number;
}

/** The record of a chip's output lines. Every wait has an end, and says what was seen instead. */
export class LineWatch {
  readonly changes: LineChange[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #chip: string;

  constructor(chip: string) {
    this.#chip = chip;
  }

  add(change: LineChange): void {
    this.changes.push(change);
    for (const watcher of this.#watchers) watcher();
  }

  /** The level at which the line was last driven; 0 before the first time. */
  levelOf(line: number): 0 | 1 {
    return this.changes.findLast((change) => change.line === line)?.level ?? 0;
  }

  /** How often the line rose at or after a time. */
  rises(line: number, sinceMs: number): number {
    return this.changes.filter((change) => change.line === line && change.level === 1 && change.atMs >= sinceMs).length;
  }

  /** The first change to that level at or after `sinceMs`, once there is one. */
  async untilDriven(line: number, level: 0 | 1, sinceMs: number, timeoutMs = 60_000): Promise<LineChange> {
    const found = (): LineChange | undefined =>
      this.changes.find((change) => change.line === line && change.level === level && change.atMs >= sinceMs);
    return new Promise((resolve, reject) => {
      const end = setTimeout(() => {
        this.#watchers.delete(look);
        const seen = this.changes.slice(-20).map((change) => `${change.line}→${change.level}`);
        reject(new Error(`${this.#chip}: line ${line} did not go to ${level}; the last changes: ${seen.join(' ')}`));
      }, timeoutMs);
      const look = (): void => {
        const change = found();
        if (change === undefined) return;
        clearTimeout(end);
        this.#watchers.delete(look);
        resolve(change);
      };
      this.#watchers.add(look);
      look();
    });
  }
}
