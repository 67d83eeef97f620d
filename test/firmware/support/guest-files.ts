import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INIT = fileURLToPath(new URL('../../../firmware/boot/initramfs-init', import.meta.url));
const AGENT = fileURLToPath(new URL('../guest/agent.sh', import.meta.url));
/** Where the machine finds what the test gives it. */
export const GUEST_FOLDER = '/run/handset-test';
const HAND_OVER = 'exec switch_root /new /sbin/init';

const UNIT = `[Unit]
DefaultDependencies=no
[Service]
ExecStart=/bin/sh ${GUEST_FOLDER}/agent.sh
`;

/**
 * The image's first root with more in its memory: a shell on a console of its own, and the test's files in
 * `GUEST_FOLDER`. The card is not touched. systemd takes over a /run that is there already.
 * @param files a folder whose files come along.
 * @returns the file for QEMU.
 */
export function initrdWithGuest(initrd: string, folder: string, files: string | null): string {
  const more = join(folder, 'more');
  const run = join(more, 'handset-test-run');
  mkdirSync(join(run, 'handset-test'), { recursive: true });
  if (files !== null) cpSync(files, join(run, 'handset-test'), { recursive: true });
  cpSync(AGENT, join(run, 'handset-test/agent.sh'));
  const units = join(run, 'systemd/system');
  mkdirSync(join(units, 'sysinit.target.wants'), { recursive: true });
  writeFileSync(join(units, 'handset-test.service'), UNIT);
  symlinkSync('../handset-test.service', join(units, 'sysinit.target.wants/handset-test.service'));
  writeFileSync(join(more, 'init'), changedInit());
  chmodSync(join(more, 'init'), 0o755);
  const cpio = execFileSync('cpio', ['--create', '--format=newc', '--owner=0:0', '--quiet'], {
    cwd: more,
    input: execFileSync('find', ['.'], { cwd: more }),
    maxBuffer: 1 << 28,
  });
  const made = join(folder, 'initrd.img');
  mkdirSync(dirname(made), { recursive: true });
  const first = readFileSync(initrd);
  // Archives follow each other at multiples of four bytes; what comes later wins.
  writeFileSync(made, Buffer.concat([first, Buffer.alloc((4 - (first.length % 4)) % 4), cpio]));
  return made;
}

function changedInit(): string {
  const init = readFileSync(INIT, 'utf8');
  if (!init.includes(HAND_OVER)) throw new Error(`${INIT} does not hand over as this test expects it`);
  const more = ['mount -t tmpfs -o mode=0755 tmpfs /new/run', 'cp -a /handset-test-run/. /new/run/', HAND_OVER];
  return init.replace(HAND_OVER, more.join('\n'));
}
