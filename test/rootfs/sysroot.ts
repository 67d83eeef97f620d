import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A root file system in a folder, for the image's scripts. The programs that they call are the test's. */
export class Sysroot {
  readonly #root = mkdtempSync(join(tmpdir(), 'sysroot-'));

  put(path: string, content: string, modifiedS?: number): void {
    const file = join(this.#root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (modifiedS !== undefined) utimesSync(file, modifiedS, modifiedS);
  }

  /** A program that notes how it was called, then runs these lines. `$SYSROOT` is there. */
  program(name: string, lines = ''): void {
    this.put(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >>"$SYSROOT/calls"\n${lines}\n`);
    chmodSync(join(this.#root, 'bin', name), 0o755);
  }

  read(path: string): string | null {
    const file = join(this.#root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  }

  /** @returns what it said of faults; throws when it failed. */
  run(script: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): string {
    const file = fileURLToPath(new URL(`../../firmware/rootfs/usr/libexec/${script}`, import.meta.url));
    const PATH = `${join(this.#root, 'bin')}:${process.env['PATH'] ?? ''}`;
    const ran = spawnSync('sh', [file, ...args], {
      env: { PATH, SYSROOT: this.#root, ...environment },
      encoding: 'utf8',
      timeout: 20_000,
    });
    if (ran.status !== 0) throw new Error(`${script} ended with ${ran.status}: ${ran.stderr}`);
    return ran.stderr;
  }

  get calls(): readonly string[] {
    return (this.read('calls') ?? '').split('\n').filter((line) => line !== '');
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
