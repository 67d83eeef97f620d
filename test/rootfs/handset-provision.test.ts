import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../firmware/rootfs/usr/libexec/handset-provision', import.meta.url));

describe('what runs before the handset', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'handset-provision-'));
    put('usr/lib/os-release', 'ID=secure-handset\nVARIANT_ID=simulator\n');
    put('sys/class/block/vda3/uevent', 'DEVNAME=vda3\nPARTNAME=bootA\n');
    put('sys/class/block/vda1/uevent', 'DEVNAME=vda1\nPARTNAME=firmware\n');
    for (const program of ['mount', 'umount', 'setpriv']) {
      put(`bin/${program}`, `#!/bin/sh\necho "${program} $*" >>"$SYSROOT/calls"\n`);
      chmodSync(join(root, 'bin', program), 0o755);
    }
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function put(path: string, content: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  function calls(): readonly string[] {
    const PATH = `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`;
    execFileSync('sh', ['-c', `umask 077; exec sh "${SCRIPT}"`], { env: { PATH, SYSROOT: root } });
    return existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [];
  }

  it('only looks at the partition named firmware when nothing is there to take', () => {
    const [first = '', ...others] = calls();
    expect(first).toMatch(/^mount -t vfat -o ro,.*\/dev\/vda1 /);
    expect(others).toEqual([`umount ${root}/run/handset-provision`]);
  });

  it('takes over a document, with the board of the image and few rights', () => {
    put('run/handset-provision/provision.json', '{}');
    const taking = calls()[2] ?? '';
    expect(taking).toMatch(/^setpriv --no-new-privs --bounding-set=-all,\+chown,\+dac_override,\+fowner /);
    expect(taking).toMatch(/provision\.js --card .*\/run\/handset-provision .* --board simulator$/);
  });

  it('comes to the end of what was interrupted, without a document too', () => {
    mkdirSync(join(root, 'data/.provisioning-complete'), { recursive: true });
    expect(calls().some((call) => call.startsWith('setpriv'))).toBe(true);
  });

  it("lays the system's settings where others than root can read them", () => {
    put('data/system/network/70-provisioned.network', '[Match]\n');
    put('data/system/chrony/provisioned.sources', 'server a\n');
    calls();
    for (const file of ['run/systemd/network/70-provisioned.network', 'run/chrony-dhcp/provisioned.sources']) {
      expect(statSync(join(root, file)).mode & 0o777).toBe(0o644);
      expect(statSync(dirname(join(root, file))).mode & 0o777).toBe(0o755);
    }
  });
});
