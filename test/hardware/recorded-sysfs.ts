import type { Sysfs } from '../../src/hardware/sysfs.ts';

/** A kernel made of a map; remembers each write in its order. */
export class RecordedSysfs implements Sysfs {
  readonly writes: string[] = [];
  readonly #files: Map<string, string>;
  readonly #refused: Set<string>;

  constructor(files: Readonly<Record<string, string>> = {}, refused: readonly string[] = []) {
    this.#files = new Map(Object.entries(files));
    this.#refused = new Set(refused);
  }

  list(path: string): readonly string[] {
    const names = [...this.#files.keys()]
      .filter((file) => file.startsWith(`${path}/`))
      .map((file) => file.slice(path.length + 1).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  }

  read(path: string): string | null {
    return this.#files.get(path) ?? null;
  }

  write(path: string, value: string): void {
    if (this.#refused.has(path)) throw Object.assign(new Error('no such device'), { code: 'ENODEV' });
    this.writes.push(`${path.split('/').slice(-2).join('/')} = ${value}`);
    this.#files.set(path, value);
  }
}
