import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { run } from '../tools/command.ts';
import { ImageFailure } from '../tools/image-failure.ts';

/**
 * The files of these modules and of all that they need, in the order in which they must be loaded.
 * @param tree a folder with `lib/modules/VERSION`.
 */
async function moduleFiles(tree: string, version: string, names: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const name of names) {
    const shown = await showDepends(tree, version, name);
    for (const line of shown.split('\n')) {
      const path = /^insmod (\S+)/.exec(line)?.[1];
      if (path !== undefined) files.add(path);
    }
  }
  return [...files];
}

async function showDepends(tree: string, version: string, name: string): Promise<string> {
  try {
    return await run('modprobe', ['-d', tree, '-S', version, '--show-depends', name]);
  } catch (error) {
    if (!(error instanceof ImageFailure)) throw error;
    throw new ImageFailure(`the kernel ${version} has no module ${name}, which the board's image.ts names`);
  }
}

/** Puts the modules with what they need into a root file system, and the lists that modprobe reads. */
export async function installModules(
  tree: string,
  version: string,
  names: readonly string[],
  root: string,
): Promise<void> {
  const from = join(tree, 'lib/modules', version);
  const into = join(root, 'usr/lib/modules', version);
  mkdirSync(into, { recursive: true });
  for (const list of ['modules.builtin', 'modules.builtin.modinfo', 'modules.order']) {
    cpSync(join(from, list), join(into, list));
  }
  for (const file of await moduleFiles(tree, version, names)) {
    await copyUnpacked(file, join(into, relative(from, file)));
  }
  await run('depmod', ['-b', root, version]);
}

/** The modules' files in one folder, and `order`, a list of their names. */
export async function collectModules(
  tree: string,
  version: string,
  names: readonly string[],
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = await moduleFiles(tree, version, names);
  for (const file of files) await copyUnpacked(file, join(folder, basename(file)));
  writeFileSync(join(folder, 'order'), files.map((file) => `${basename(file, '.xz')}\n`).join(''));
}

/** Unpacked, because the file system or archive that they go to packs better, and the kernel then need not. */
async function copyUnpacked(file: string, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  if (!file.endsWith('.xz')) writeFileSync(target, readFileSync(file));
  else await run('xz', ['--decompress', '--stdout', file], { outputFile: target.slice(0, -'.xz'.length) });
}
