import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeKeys } from '../../../firmware/image/trust/certificates.ts';
import { KeyFolder } from '../../../firmware/image/trust/key-folder.ts';
import { fingerprint } from '../../../firmware/image/trust/release-facts.ts';
import { bundleNotice, makeBundle, type BundleParts } from '../../../firmware/technician/update/bundle.ts';
import { describeUnless } from '../../support/describe-unless.ts';

const missing = ['rauc', 'unsquashfs', 'mksquashfs'].find(
  (program) => spawnSync(program, ['--version']).error !== undefined,
);

describeUnless(missing === undefined ? null : `${missing} is missing`, 'an update', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const file = join(folder, 'update.raucb');
  const content = randomBytes(20_000);
  let parts: BundleParts;

  beforeAll(async () => {
    const keys = new KeyFolder(join(folder, 'keys'));
    mkdirSync(keys.path);
    await makeKeys(keys, 'Test');
    const [root, boot] = [join(folder, 'root'), join(folder, 'boot')];
    writeFileSync(root, content);
    writeFileSync(boot, 'what it starts from');
    const facts = {
      board: 'simulator',
      version: '0.2.0',
      commit: 'c0ffee',
      release: 300,
      storeSchema: 7,
      authority: '',
    };
    parts = { facts, keys, root, boot, oneWay: true };
    await makeBundle(parts, file);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is signed so that RAUC takes it as a handset would, and says its board and release', () => {
    const config = join(folder, 'system.conf');
    const keyring = `[keyring]\npath=${parts.keys.authority}\ncheck-purpose=codesign\n`;
    writeFileSync(config, `[system]\ncompatible=secure-handset simulator\nbootloader=noop\n${keyring}`);
    const told = execFileSync('rauc', ['--conf', config, 'info', '--output-format=shell', file], { encoding: 'utf8' });
    expect(told).toContain("RAUC_MF_COMPATIBLE='secure-handset simulator'");
    expect(told).toContain("RAUC_MF_BUILD='300'");
  });

  it('carries what the gate of the handset reads', () => {
    const told = execFileSync('unsquashfs', ['-quiet', '-cat', file, 'handset-release'], { encoding: 'utf8' });
    expect(told).toBe('release=300\nversion=0.2.0\nstore-schema=7\none-way=yes\n');
  });

  it('has a notice beside it that says how many bytes it has, and which', () => {
    expect(JSON.parse(bundleNotice(parts, file))).toEqual({
      board: 'simulator',
      version: '0.2.0',
      release: 300,
      storeSchema: 7,
      oneWay: true,
      bytes: statSync(file).size,
      sha256: fingerprint(file),
    });
  });

  it('leaves nothing behind but itself', () => {
    expect(readdirSync(folder).filter((name) => name.includes('making'))).toEqual([]);
    expect(readFileSync(parts.root)).toEqual(content);
  });
});
