import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A root file system for one of the handset's scripts. What `sleep` waits passes on the clock of /proc/uptime at once, and
 * after it `each-second` runs, a script in which the test lets things happen at their time (`$now`).
 */
export class FakeRoot {
  readonly path = mkdtempSync(join(tmpdir(), 'fake-root-'));

  constructor() {
    this.put('proc/uptime', '20.00 1.00\n');
    this.put('each-second', '');
    this.program(
      'sleep',
      'now=$(cut -d. -f1 "$SYSROOT/proc/uptime")\n' +
        'for _ in $(seq "$1"); do now=$((now + 1)); . "$SYSROOT/each-second"; done\n' +
        'echo "$now.00 1.00" >"$SYSROOT/proc/uptime"\n[ "$now" -lt 2000 ] || kill -9 "$PPID"\n',
    );
    // U-Boot's environment, a file for each variable.
    this.program('fw_printenv', 'cat "$SYSROOT/uenv/$2"');
    this.program('fw_setenv', 'echo "$2" >"$SYSROOT/uenv/$1"');
    this.program('systemctl', 'echo "systemctl $*" >>"$SYSROOT/calls"');
  }

  put(path: string, content: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), content);
  }

  program(name: string, script: string): void {
    this.put(`bin/${name}`, `#!/bin/sh\n${script}`);
    chmodSync(join(this.path, 'bin', name), 0o755);
  }

  unlink(path: string): void {
    rmSync(join(this.path, path));
  }

  /** Null where there is no such file. */
  read(path: string): string | null {
    return existsSync(join(this.path, path)) ? readFileSync(join(this.path, path), 'utf8') : null;
  }

  get uptimeSeconds(): number {
    return Number.parseInt(this.read('proc/uptime') ?? '', 10);
  }

  /** @returns what the script said. */
  run(script: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): string {
    const file = fileURLToPath(new URL(`../../../firmware/rootfs/usr/libexec/${script}`, import.meta.url));
    const PATH = `${join(this.path, 'bin')}:${process.env['PATH'] ?? ''}`;
    const { stderr, status } = spawnSync('sh', [file, ...args], {
      encoding: 'utf8',
      env: { PATH, SYSROOT: this.path, ...environment },
    });
    return `${stderr}${status === 0 ? '' : `ended with ${String(status)}`}`;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
