import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TechnicianFolder } from '../../main/provisioning/technician-folder.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const HANDSET = here('../../../src/main/provision.ts');
const TECHNICIAN = here('../../../firmware/technician/provision/provision.ts');

describe('make provision DEVICE=/dev/ttyUSB0, on a cable of pseudo terminals', { timeout: 60_000 }, () => {
  const started: ChildProcess[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'provision-serial-'));
  let technician: TechnicianFolder;
  let lines: readonly string[];
  beforeAll(() => {
    technician = new TechnicianFolder();
  });
  beforeEach(async () => {
    mkdirSync(join(folder, 'data/handset'), { recursive: true });
    const cable = spawn('python3', [here('pty-pair.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(cable);
    const [names] = (await once(createInterface({ input: cable.stdout }), 'line')) as [string];
    lines = names.split(' ');
  });
  afterEach(() => {
    for (const one of started.splice(0)) one.kill('SIGKILL');
    rmSync(join(folder, 'data'), { recursive: true });
  });
  afterAll(() => {
    technician[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });

  function run(program: string, args: readonly string[]) {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    started.push(child);
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    return { ended: once(child, 'exit').then(([status]) => status as number), told: () => told };
  }

  const handset = (version = '1.2.3') =>
    run(HANDSET, [
      ...['--serial', lines[0] ?? '', '--version', version, '--board', 'simulator'],
      ...['--data', join(folder, 'data'), '--run', join(folder, 'run')],
    ]);

  it('gives a handset that listens its configuration, and the handset ends', async () => {
    const listening = handset();
    const sending = run(TECHNICIAN, [technician.config(), lines[1] ?? '']);
    expect(await sending.ended, sending.told()).toBe(0);
    expect(sending.told()).toContain('The handset (simulator, version 1.2.3) has taken it');
    expect(await listening.ended).toBe(0);
    const config: unknown = JSON.parse(readFileSync(join(folder, 'data/handset/handset.json'), 'utf8'));
    expect(config).toMatchObject({ board: 'simulator', account: { address: 'sip:alice@example.org' } });
    expect(readFileSync(join(folder, 'data/handset/account.password'), 'utf8')).toContain('correct horse');
    expect(existsSync(join(folder, 'data/system/iwd/Office.psk'))).toBe(true);
    expect(`${listening.told()}${sending.told()}`).not.toContain('horse');
  });

  it('tells why the line cannot be used', async () => {
    const nothing = run(TECHNICIAN, [technician.config(), '/dev/null']);
    expect(await nothing.ended).toBe(1);
    expect(nothing.told()).toContain('/dev/null cannot be used (ENOTTY): name the serial line');
  });
});
