import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { networkSettings } from '../../../.make/network-settings.ts';
import { archiveSources, RELEASE } from '../../../firmware/image/debian/archive.ts';
import { BuildCache } from '../../../firmware/image/tools/build-cache.ts';
import { run } from '../../../firmware/image/tools/command.ts';
import { Progress } from '../../../firmware/image/tools/progress.ts';

/** The first whose virtio-gpio tells the guest of edges; Debian 12's 7.2 does not. */
const OLDEST_MAJOR = 9;
const PACKAGES = 'qemu-system-arm';
const MACHINES: Readonly<Record<string, readonly [triplet: string, loader: string]>> = {
  x64: ['x86_64-linux-gnu', 'lib64/ld-linux-x86-64.so.2'],
  arm64: ['aarch64-linux-gnu', 'lib/ld-linux-aarch64.so.1'],
};

export interface QemuProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The emulator: this machine's own where it is new enough, else that of the handset's Debian, which is unpacked into the
 * build cache once and runs there with that release's own libraries.
 */
export async function qemuProgram(): Promise<QemuProgram> {
  const own = { command: 'qemu-system-aarch64', args: [], environment: {} };
  return isNewEnough(own) ? own : programIn(await unpackedQemu());
}

async function unpackedQemu(): Promise<string> {
  const cache = new BuildCache(new Progress((line) => process.stderr.write(`${line}\n`)));
  const folder = await cache.madeOfPackages('emulator', [RELEASE, PACKAGES, process.arch], async (made) => {
    const options = networkSettings().apt.map((line) => `--aptopt=${line}`);
    const shape = ['--variant=apt', `--include=${PACKAGES}`, '--format=directory', RELEASE];
    await run('mmdebstrap', [...options, ...shape, join(made, 'root'), ...archiveSources(['main'])], {
      environment: { TMPDIR: made },
    });
    // Devices and archives of a system that nobody will start.
    for (const name of ['dev', 'var', 'boot']) rmSync(join(made, 'root', name), { recursive: true, force: true });
  });
  return join(folder, 'root');
}

function programIn(root: string): QemuProgram {
  const machine = MACHINES[process.arch];
  if (machine === undefined) throw new Error(`no emulator for a machine of ${process.arch}`);
  const [triplet, loader] = machine;
  const libraries = [`usr/lib/${triplet}`, `lib/${triplet}`].map((path) => join(root, path));
  return {
    command: join(root, loader),
    args: [
      ...['--library-path', libraries.join(':'), join(root, 'usr/bin/qemu-system-aarch64')],
      ...['-L', join(root, 'usr/share/qemu'), '-L', join(root, 'usr/share/seabios')],
    ],
    environment: { QEMU_MODULE_DIR: join(root, `usr/lib/${triplet}/qemu`) },
  };
}

function isNewEnough({ command, args }: QemuProgram): boolean {
  const asked = spawnSync(command, [...args, '--version'], { encoding: 'utf8' });
  return asked.status === 0 && Number(/version (\d+)\./.exec(asked.stdout)?.[1] ?? 0) >= OLDEST_MAJOR;
}
