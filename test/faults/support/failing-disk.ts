import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('failing-disk.c', import.meta.url));

/** The medium under a folder, as one process sees it: it can be made full or read-only while that process runs. */
export class FailingDisk {
  readonly #order: string;
  readonly #library: string;
  readonly #folder: string;

  /** `workFolder`: outside of `folder`; the library that does it is made there once. */
  constructor(folder: string, workFolder: string, name: string) {
    this.#folder = folder;
    this.#order = join(workFolder, `${name}.disk`);
    this.#library = join(workFolder, 'failing-disk.so');
    if (!existsSync(this.#library)) {
      execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', this.#library, SOURCE, '-ldl']);
    }
  }

  /** For the process that is to feel it. */
  get environment(): NodeJS.ProcessEnv {
    return { LD_PRELOAD: this.#library, FAILING_DISK: `${this.#folder}/`, FAILING_DISK_ORDER: this.#order };
  }

  fail(how: 'ENOSPC' | 'EROFS'): void {
    writeFileSync(this.#order, String(constants.errno[how]));
  }

  work(): void {
    rmSync(this.#order, { force: true });
  }
}
