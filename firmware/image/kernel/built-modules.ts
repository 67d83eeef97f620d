import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildCache } from '../tools/build-cache.ts';
import { run } from '../tools/command.ts';
import { ImageFailure } from '../tools/image-failure.ts';
import type { DebianArchive } from '../debian/archive.ts';
import type { Kernel } from './kernel.ts';

const RECIPE = fileURLToPath(new URL('../../kernel-modules', import.meta.url));
const CROSS = 'aarch64-linux-gnu-';

interface Source {
  readonly sha256: string;
  /** In Linux' sources. */
  readonly path: string;
}

/**
 * Debian's modules for this kernel, with the drivers that Debian leaves out (firmware/kernel-modules) in `extra`.
 * @returns a folder with `lib/modules/VERSION`.
 */
export async function allModules(
  cache: BuildCache,
  kernel: Kernel,
  archive: () => Promise<DebianArchive>,
): Promise<string> {
  const recipe = ['Makefile', 'sources.sha256'].map((name) => readFileSync(join(RECIPE, name), 'utf8'));
  return cache.made(
    'kernel-modules',
    [kernel.version, recipe, readFileSync(import.meta.filename, 'utf8')],
    async (made) => {
      const build = join(made, 'build');
      mkdirSync(build);
      const tree = await unpackKernelTree(await archive(), kernel, build);
      const sources = await fetchSources(await archive(), kernel, build);
      copyFileSync(join(RECIPE, 'Makefile'), join(sources, 'Makefile'));
      freeFromUnexported(join(sources, 'irq_sim.c'));
      await run('make', [
        ...['-C', tree, `M=${sources}`, `CC=${CROSS}gcc`, `CROSS_COMPILE=${CROSS}`, 'ARCH=arm64'],
        // Debian's own compiler is newer than ours may be, and has these.
        ...['CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT=', 'CONFIG_DEBUG_INFO_BTF_MODULES=', 'CONFIG_IRQ_SIM=y', 'modules'],
      ]);
      const modules = join(made, 'lib/modules');
      mkdirSync(modules, { recursive: true });
      await run('cp', ['--archive', '--reflink=auto', kernel.modules, modules]);
      const extra = join(modules, kernel.version, 'extra');
      mkdirSync(extra);
      for (const name of readdirSync(sources).filter((entry) => entry.endsWith('.ko'))) {
        await run(`${CROSS}strip`, ['--strip-debug', '-o', join(extra, name), join(sources, name)]);
      }
      await run('rm', ['--recursive', build]);
      await run('depmod', ['-b', made, kernel.version]);
    },
  );
}

/** What the kernel's package leaves for building modules, without installing it: its scripts run on this machine. */
async function unpackKernelTree(archive: DebianArchive, kernel: Kernel, folder: string): Promise<string> {
  const host = (await run('dpkg', ['--print-architecture'])).trim();
  const name = kernel.version.replace(/-arm64$/, '');
  const unpacked = join(folder, 'headers');
  mkdirSync(unpacked);
  const common = [`linux-headers-${name}-common:all`, `linux-kbuild-${name}:${host}`, `libc6:${host}`];
  await archive.unpack([`linux-headers-${kernel.version}:arm64`, ...common], unpacked);
  const tree = join(unpacked, 'usr/src', `linux-headers-${kernel.version}`);
  const makefile = readFileSync(join(tree, 'Makefile'), 'utf8');
  writeFileSync(join(tree, 'Makefile'), makefile.replace('include /usr/src/', `include ${unpacked}/usr/src/`));
  runWithItsOwnLibrary(join(unpacked, 'usr/lib', `linux-kbuild-${name}`, 'scripts/mod/modpost.real-lsb-64'), unpacked);
  return tree;
}

/** Debian 13's programs do not run on the C library of Debian 12; they do on their own, which lies beside them. */
function runWithItsOwnLibrary(program: string, unpacked: string): void {
  const library = readdirSync(join(unpacked, 'usr/lib'))
    .map((name) => join(unpacked, 'usr/lib', name))
    .find((path) => existsSync(join(path, 'libc.so.6')));
  const loader = library && readdirSync(library).find((name) => /^ld-linux-.*\.so\.\d$/.test(name));
  if (library === undefined || loader === undefined)
    throw new ImageFailure(`no C library for ${program} in Debian's libc6`);
  const moved = join(program, '..', 'modpost.elf');
  renameSync(program, moved);
  writeFileSync(program, `#!/bin/sh\nexec ${library}/${loader} --library-path ${library} ${moved} "$@"\n`);
  chmodSync(program, 0o755);
}

/** The sources of exactly this kernel, each compared with the file that somebody of us has read. */
async function fetchSources(archive: DebianArchive, kernel: Kernel, folder: string): Promise<string> {
  const unpacked = join(folder, 'source-package');
  const linux = join(folder, 'linux');
  const sources = join(folder, 'modules');
  for (const path of [unpacked, linux, sources]) mkdirSync(path);
  const series = /^\d+\.\d+/.exec(kernel.version)?.[0] ?? '';
  await archive.unpack([`linux-source-${series}:all`], unpacked);
  const tar = join(unpacked, 'usr/src', `linux-source-${series}.tar.xz`);
  const wanted = pinnedSources();
  const members = wanted.map(({ path }) => `linux-source-${series}/${path}`);
  await run('tar', ['--extract', '--file', tar, '--directory', linux, '--strip-components=1', ...members]);
  for (const { path, sha256 } of wanted) {
    const text = readFileSync(join(linux, path));
    if (createHash('sha256').update(text).digest('hex') !== sha256) throw new ImageFailure(changedSource(path, kernel));
    writeFileSync(join(sources, basename(path)), text);
  }
  return sources;
}

function pinnedSources(): readonly Source[] {
  return readFileSync(join(RECIPE, 'sources.sha256'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [sha256, path] = line.split('  ');
      return sha256 === undefined || path === undefined ? [] : [{ sha256, path }];
    });
}

const changedSource = (path: string, kernel: Kernel): string =>
  `${path} of Linux ${kernel.version} is not the file that firmware/kernel-modules/sources.sha256 names: ` +
  'Debian has changed it. Read the change, then write its new hash there';

/** irq_sim is built into a kernel, never a module: it calls a function that the kernel does not export, and has no licence. */
function freeFromUnexported(file: string): void {
  const text = readFileSync(file, 'utf8');
  const freed = text.replace('handle_simple_irq(irq_to_desc(irqnum));', 'generic_handle_irq(irqnum);');
  if (freed === text) throw new ImageFailure(`${basename(file)} no longer has the call that built-modules.ts replaces`);
  writeFileSync(
    file,
    `${freed}\n#include <linux/module.h>\nMODULE_DESCRIPTION("simulated interrupts");\nMODULE_LICENSE("GPL");\n`,
  );
}
