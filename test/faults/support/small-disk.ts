import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Only root may mount, its own or that of a user namespace; elsewhere the tests are skipped in sight. */
export const CAN_MOUNT = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

/** A file system of its own of 3 MB, in memory. */
export class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  readonly #filler = join(this.path, 'filler');

  constructor() {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=0700', 'tmpfs', this.path]);
  }

  /** Until not a byte more goes in. */
  fill(): void {
    for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
      while (this.#grows(size));
    }
  }

  free(): void {
    rmSync(this.#filler);
  }

  /** The kernel refuses it while a file is open for writing. */
  remount(how: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${how}`, this.path]);
  }

  remove(): void {
    execFileSync('umount', [this.path]);
    rmSync(this.path, { recursive: true });
  }

  #grows(bytes: number): boolean {
    try {
      writeFileSync(this.#filler, Buffer.alloc(bytes), { flag: 'a', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
      throw error;
    }
  }
}
