import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { partitionsOf } from '../../../firmware/technician/card/partition-table.ts';
import { provisionCard } from '../../../firmware/technician/provision/provision-card.ts';
import { describeUnless } from '../../support/describe-unless.ts';

const MIB = 1 << 20;
const FIRMWARE_MIB = 34;
const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
const missing = ['sgdisk', 'mkfs.vfat', 'mcopy', 'lsblk'].find(
  (program) => spawnSync(program, ['--version'], { env: environment }).error !== undefined,
);
const folder = mkdtempSync(join(tmpdir(), 'provision-card-'));
const card = join(folder, 'card.img');
const document = (password: string): string =>
  JSON.stringify({ format: 1, handset: {}, files: { 'ca.pem': 'ca', 'account.password': password } });

const tool = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const onCard = (program: string, ...args: readonly string[]): string => tool(program, '-i', `${card}@@2M`, ...args);

function makeCard(name: string): void {
  const fat = join(folder, 'fat');
  rmSync(card, { force: true });
  for (const [path, size] of [
    [card, 40 * MIB],
    [fat, FIRMWARE_MIB * MIB],
  ] as const) {
    const file = openSync(path, 'w');
    ftruncateSync(file, size);
    closeSync(file);
  }
  tool('mkfs.vfat', '-F', '32', '-s', '1', fat);
  tool('sgdisk', '-n1:2048:+1M', '-c1:uenv', `-n2:4096:+${FIRMWARE_MIB}M`, `-c2:${name}`, card);
  const file = openSync(card, 'r+');
  writeSync(file, readFileSync(fat), 0, FIRMWARE_MIB * MIB, 2 * MIB);
  closeSync(file);
  onCard('mcopy', join(folder, 'boot.scr'), '::boot.scr');
}

afterAll(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

describeUnless(missing === undefined ? null : `${missing} is missing`, 'a card that is provisioned', () => {
  beforeEach(() => {
    vi.stubEnv('YES', '');
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    writeFileSync(join(folder, 'boot.scr'), 'boot');
    makeCard('firmware');
  });

  it('has its partitions read by name, as sgdisk wrote them', () => {
    expect(partitionsOf(card)).toEqual({
      ok: true,
      value: [
        { name: 'uenv', offsetBytes: MIB, sizeBytes: MIB },
        { name: 'firmware', offsetBytes: 2 * MIB, sizeBytes: FIRMWARE_MIB * MIB },
      ],
    });
  });

  it('holds the document on the partition named firmware, beside what was there', async () => {
    await provisionCard(card, document('first secret'));
    expect(onCard('mtype', '::provision.json')).toBe(document('first secret'));
    expect(onCard('mtype', '::boot.scr')).toBe('boot');
  });

  it('is asked about before an earlier document is lost, of which nothing stays', async () => {
    await provisionCard(card, document('first secret'));
    await expect(provisionCard(card, document('other secret'))).rejects.toThrow(/YES=1/);
    expect(onCard('mtype', '::provision.json')).toContain('first secret');
    vi.stubEnv('YES', '1');
    await provisionCard(card, document('other secret'));
    expect(onCard('mtype', '::provision.json')).toBe(document('other secret'));
    expect(readFileSync(card).includes('first secret')).toBe(false);
    expect(onCard('mdir', '-b', '::/')).not.toContain('erasing');
  });

  it('is refused when it is no card of a handset, and named with the cure', async () => {
    makeCard('other');
    await expect(provisionCard(card, document('x'))).rejects.toThrow(/no partition named "firmware".*make flash/);
    await expect(provisionCard(join(folder, 'boot.scr'), document('x'))).rejects.toThrow(/no table of partitions/);
    await expect(provisionCard(join(folder, 'nothing'), document('x'))).rejects.toThrow(/there is no file/);
    await expect(provisionCard(folder, document('x'))).rejects.toThrow(/neither a block device nor a file/);
  });

  it('is refused when its table was damaged', () => {
    const bytes = readFileSync(card);
    bytes.writeUInt8(bytes.readUInt8(1024 + 40) ^ 1, 1024 + 40);
    writeFileSync(card, bytes);
    expect(partitionsOf(card)).toMatchObject({ ok: false, error: 'has a damaged table of partitions' });
  });
});
