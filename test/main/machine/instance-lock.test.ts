import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../src/main/machine/instance-lock.ts';
import { livingProcess } from '../../../src/main/machine/process-start.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Of a lock that says it is held by the process that started then. */
function codeOf(folder: string, living: { readonly start: string | null } | null): string {
  const lock = lockFolder(folder, () => living);
  return lock.ok ? 'given' : lock.error.code;
}

describe('the lock on a data folder', () => {
  it('is given once, and tells a second instance where the first one is', () => {
    const first = lockFolder(folder);
    expect(first.ok).toBe(true);
    if (first.ok) first.value.publish('http://127.0.0.1:1');
    expect(lockFolder(folder)).toEqual({
      ok: false,
      error: {
        code: 'running',
        processId: process.pid,
        address: 'http://127.0.0.1:1',
        path: join(folder, 'running'),
      },
    });
  });

  it('is given again after it was released', () => {
    const first = lockFolder(folder);
    if (first.ok) {
      first.value.release();
      first.value.release();
    }
    expect(existsSync(join(folder, 'running'))).toBe(false);
    expect(lockFolder(folder).ok).toBe(true);
  });

  it('that a killed process left behind is taken over', () => {
    writeFileSync(join(folder, 'running'), '4711 boot/1\nhttp://127.0.0.1:1\n');
    expect(codeOf(folder, null)).toBe('given');
  });

  it('is taken over when another process has that id now, after a restart of the machine too', () => {
    for (const start of ['boot/2', 'later-boot/1']) {
      writeFileSync(join(folder, 'running'), '4711 boot/1\nhttp://127.0.0.1:1\n');
      expect(codeOf(folder, { start })).toBe('given');
    }
  });

  it('is held by the same process, or where its start is not known by any process with its id', () => {
    for (const [noted, start] of [
      [' boot/1', 'boot/1'],
      [' boot/1', null],
      [' ', 'boot/1'],
      ['', 'boot/1'],
    ] as const) {
      writeFileSync(join(folder, 'running'), `4711${noted}\n`);
      expect(codeOf(folder, { start })).toBe('running');
    }
  });

  it('that holds nonsense is taken over', () => {
    writeFileSync(join(folder, 'running'), '');
    expect(codeOf(folder, { start: null })).toBe('given');
  });

  it('is refused with a cure where a file is in the place of the folder', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const path of [join(folder, 'file'), join(folder, 'file', 'below')]) {
      expect(lockFolder(path)).toMatchObject({ ok: false, error: { code: 'not-a-folder', path } });
    }
  });

  it.skipIf(!existsSync('/proc/self'))('is refused at once where no folder can be made, as in /proc', () => {
    expect(lockFolder('/proc/x/y')).toMatchObject({ ok: false, error: { code: 'unwritable', path: '/proc/x/y' } });
  });
});

describe.skipIf(!existsSync('/proc/self/stat'))('a process', () => {
  it('is told apart by its start from an earlier process with the same id', () => {
    expect(livingProcess(process.pid)?.start).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    expect(livingProcess(process.pid)).toEqual(livingProcess(process.pid));
    expect(livingProcess(1)?.start).not.toBe(livingProcess(process.pid)?.start);
  });

  it('that nobody waited for after its end is dead', async () => {
    // The shell becomes the sleep, which knows nothing of a child that has ended.
    const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$; exec true" & exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const zombie = Number(line.toString());
      await expect.poll(() => stateOf(zombie)).toBe('Z');
      expect(livingProcess(zombie)).toBeNull();
    } finally {
      parent.kill('SIGKILL');
    }
  });
});

function stateOf(processId: number): string | undefined {
  return readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.[0];
}
