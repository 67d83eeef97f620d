import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOCK_AND_DATE } from './support/areas.ts';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { GuestShell, initrdWithShell } from './support/guest-shell.ts';
import { showsOn } from './support/shown.ts';

describe('the running image, to root', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  let bed: FirmwareBed;
  let board: EmulatedBoard;
  let shell: GuestShell;
  beforeAll(async () => {
    bed = await FirmwareBed.start();
    board = await bed.board(await bed.card(), { initrd: initrdWithShell('qemu-arm64', folder) });
    shell = new GuestShell(board);
    await showsOn(board, 'home', 300_000, [CLOCK_AND_DATE]);
  });
  afterAll(async () => {
    await bed.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('listens at no port for anybody outside', async () => {
    const sockets = await shell.run('cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 /proc/net/raw');
    const LISTENING = '0A';
    const open = sockets.filter((line) => {
      const [, local = '', remote = '', state] = line.trim().split(/\s+/);
      const isUdp = state === '07';
      const isLoopback = local.startsWith('0100007F') || /^0{25}1000000/.test(local);
      return !isLoopback && (state === LISTENING || (isUdp && /^0+:0000$/.test(remote)));
    });
    // The DHCP client has a port that only the machine's own server may write to.
    const dhcp = /:0044 /;
    expect(open.filter((line) => !dhcp.test(line))).toEqual([]);
  });

  it('has no swap, keeps no core, and lets nobody log in', async () => {
    expect(await shell.run('tail -n +2 /proc/swaps')).toEqual([]);
    expect(await shell.run('cat /proc/sys/kernel/core_pattern /proc/sys/fs/suid_dumpable')).toEqual([
      '|/bin/false',
      '0',
    ]);
    expect(await shell.run('cut -d: -f2 /etc/shadow | grep -v "^[!*]" || true')).toEqual([]);
    const programs = 'getty agetty login sulogin su sudo sshd telnetd';
    expect(await shell.run(`for p in ${programs}; do command -v $p || true; done`)).toEqual([]);
    expect(await shell.run('find / -xdev -perm /6000 -type f')).toEqual([]);
  });

  it('runs the handset without a privilege, with a core file of nothing, and shows it no other program', async () => {
    const status = await shell.run('cat /proc/$(systemctl show --value --property MainPID handset)/status');
    const value = (name: string): string => status.find((line) => line.startsWith(`${name}:`))?.split('\t')[1] ?? '';
    expect([value('Uid'), value('CapEff'), value('CapBnd'), value('NoNewPrivs'), value('Seccomp')]).toEqual([
      '800',
      '0000000000000000',
      '0000000000000000',
      '1',
      '2',
    ]);
    const limits = await shell.run(
      'grep "core file" /proc/$(systemctl show --value --property MainPID handset)/limits',
    );
    expect(limits.join()).toMatch(/Max core file size +0 +0 /);
  });

  it('keeps its journal in memory, bounded, without an address, a name or a text', async () => {
    expect(await shell.run('ls /var/log/journal 2>/dev/null')).toEqual([]);
    const journal = await shell.run('journalctl --output=cat --no-pager --unit handset');
    expect(journal.length).toBeGreaterThan(0);
    expect(journal.filter((line) => /alice|bob|sip:\S+@/i.test(line))).toEqual([]);
    expect(await shell.run('cat /usr/lib/systemd/journald.conf.d/handset.conf')).toContain('RuntimeMaxUse=8M');
  });
});
