import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KernelSysfs, type Sysfs } from '../../src/hardware/sysfs.ts';

/** A tree of real files that stands for the kernel's, read and written as the handset does; nothing in it does anything by itself. */
export class TemporarySysfs implements Sysfs {
  writeCount = 0;
  readonly #root = mkdtempSync(join(tmpdir(), 'sysfs-'));
  readonly #files = new KernelSysfs();

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.#root + path), { recursive: true });
      writeFileSync(this.#root + path, content);
    }
  }

  list(path: string): readonly string[] {
    return this.#files.list(this.#root + path);
  }

  read(path: string): string | null {
    return this.#files.read(this.#root + path);
  }

  write(path: string, value: string): void {
    this.writeCount += 1;
    this.#files.write(this.#root + path, value);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
