import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BOARDS, type BoardImage } from '../board-image.ts';
import type { ImageVersion } from '../image-version.ts';
import { installModules } from '../kernel/module-selection.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { signModules } from '../kernel/module-signature.ts';
import { run } from '../tools/command.ts';
import { ImageFailure } from '../tools/image-failure.ts';
import { keepPapers } from '../papers/debian-papers.ts';
import type { KeyFolder } from '../trust/key-folder.ts';
import { STORE_SCHEMA } from '../trust/release-facts.ts';
import { trustUpdates } from '../trust/trust-updates.ts';
import { trimRoot } from './trim.ts';

const OVERLAY = fileURLToPath(new URL('../../rootfs', import.meta.url));
/** Where the handset's program is, on the handset. */
const PROGRAM_FOLDER = 'usr/lib/handset';

const SYSTEM_PATH = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin';

/** What a root file system is made of. */
export interface RootParts {
  readonly board: BoardImage;
  readonly base: string;
  readonly kernel: Kernel;
  /** All modules there are, as a folder with `lib/modules`. */
  readonly modules: string;
  /** Unpacked packages of the board. */
  readonly unpacked: string;
  readonly version: ImageVersion;
  /** The program for arm64, as a folder. */
  readonly program: string;
  /** Signs the modules that are ours. */
  readonly moduleKey: string;
  /** A folder for what Debian's packages say of themselves, which the image does not hold. */
  readonly papers: string;
  /** Whose updates it takes. */
  readonly updateKeys: KeyFolder;
}

/** Puts the handset's root file system into an empty folder. */
export async function makeRoot(parts: RootParts, root: string): Promise<void> {
  const { board, kernel } = parts;
  await run('tar', ['--extract', '--numeric-owner', '--same-permissions', '--file', parts.base, '--directory', root]);
  await keepPapers(root, parts.papers);
  trimRoot(root);
  for (const overlay of [OVERLAY, join(BOARDS, board.name, 'rootfs')]) await layOver(overlay, root);
  for (const path of board.rootFiles) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    await run('cp', ['--archive', '--no-preserve=ownership', join(parts.unpacked, path), join(root, path)]);
  }
  await installModules(parts.modules, kernel.version, board.modules, root);
  const ours = join(root, 'usr/lib/modules', kernel.version, 'extra');
  if (existsSync(ours)) await signModules(ours, parts.moduleKey);
  writeFileSync(
    join(root, 'usr/lib/modules-load.d/handset.conf'),
    board.loadedAtStart.map((name) => `${name}\n`).join(''),
  );
  writeRelease(root, board, parts.version);
  trustUpdates(root, board.name, parts.updateKeys);
  await run('chroot', [root, 'systemd-sysusers']);
  await run('cp', ['--archive', parts.program, join(root, PROGRAM_FOLDER)]);
  await compileAhead(root);
  emptyState(root);
}

/** Copies files with the rights that every file of an image has, whatever the checkout's are. */
async function layOver(overlay: string, root: string): Promise<void> {
  if (!existsSync(overlay)) return;
  for (const entry of readdirSync(overlay, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const into = join(root, from.slice(overlay.length));
    if (entry.isDirectory()) {
      mkdirSync(into, { recursive: true });
    } else if (entry.isSymbolicLink()) {
      rmSync(into, { force: true });
      await run('cp', ['--no-dereference', from, into]);
    } else {
      mkdirSync(dirname(into), { recursive: true });
      copyFileSync(from, into);
      chmodSync(into, readFileSync(from).subarray(0, 2).toString() === '#!' ? 0o755 : 0o644);
    }
  }
}

function writeRelease(root: string, board: BoardImage, version: ImageVersion): void {
  const lines = [
    'ID=secure-handset',
    'NAME="Secure handset"',
    `PRETTY_NAME="Secure handset ${version.version} (${version.commit})"`,
    `VERSION_ID=${version.version}`,
    `BUILD_ID=${version.commit}`,
    `IMAGE_ID=${board.name}`,
    `IMAGE_VERSION=${version.release}`,
    `VARIANT_ID=${board.name}`,
    `HANDSET_STORE_SCHEMA=${STORE_SCHEMA}`,
  ];
  rmSync(join(root, 'etc/os-release'), { force: true });
  writeFileSync(join(root, 'usr/lib/os-release'), lines.map((line) => `${line}\n`).join(''));
  // systemd sets a clock that is older than this file forward to it.
  writeFileSync(join(root, 'usr/lib/clock-epoch'), '');
}

/**
 * Lets the handset's own Node compile the program once, as the user that will run it: V8 keeps a cache for each user, and
 * a start that finds it is a third quicker. The missing configuration ends the program.
 */
async function compileAhead(root: string): Promise<void> {
  const folder = `/${PROGRAM_FOLDER}`;
  const cache = join(root, folder, 'compile-cache');
  mkdirSync(cache);
  await run('chroot', [root, 'chown', 'handset:handset', `${folder}/compile-cache`]);
  // Of the builder's environment nothing: the program refuses to start in one that could change whom it trusts. The seed
  // makes two caches alike; V8 takes them in a process without it too, as it does not with another flag.
  const start = `cd ${folder} && bin/node --max-semi-space-size=1 --random-seed=1 handset.js --config ${folder}/package.json || true`;
  await run('env', ['-i', SYSTEM_PATH, 'chroot', '--userspec=handset:handset', root, '/bin/sh', '-c', start]);
  if (readdirSync(cache).length === 0)
    throw new ImageFailure('the program for arm64 does not start when it is compiled ahead');
  await run('chown', ['--recursive', '0:0', cache]);
  await run('chmod', ['--recursive', 'a+rX', cache]);
}

/** What a started handset keeps in memory or on its data partition begins empty. */
function emptyState(root: string): void {
  for (const folder of [
    'var',
    'tmp',
    'run',
    'boot',
    'dev',
    'media',
    'mnt',
    'opt',
    'srv',
    'home',
    'root',
    'proc',
    'sys',
  ]) {
    rmSync(join(root, folder), { recursive: true, force: true });
  }
  for (const folder of ['var', 'tmp', 'run', 'dev', 'proc', 'sys', 'mnt', 'data', 'root'])
    mkdirSync(join(root, folder));
  for (const name of readdirSync(join(root, 'etc'))) if (name.endsWith('-')) rmSync(join(root, 'etc', name));
  // Empty, not missing: systemd then makes one in memory, and takes no start for the first, which would cost it seconds.
  writeFileSync(join(root, 'etc/machine-id'), '');
}
