import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkSettings } from '../../../.make/network-settings.ts';
import type { BuildCache } from '../tools/build-cache.ts';
import { run } from '../tools/command.ts';
import { archiveSources, RELEASE } from './archive.ts';

const PACKAGES = new URL('../base-packages.txt', import.meta.url);

/** mmdebstrap's options that decide what the base looks like. */
const SHAPE = [
  '--mode=root',
  '--architectures=arm64',
  '--variant=minbase',
  '--format=tar',
  '--aptopt=APT::Install-Recommends "false"',
  '--aptopt=Acquire::Languages "none"',
  // Nothing is kept if the machine loses power meanwhile, so nothing has to wait for its disk.
  '--dpkgopt=force-unsafe-io',
  ...['man', 'locale', 'info', 'doc'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
  // For the licences beside the image.
  '--dpkgopt=path-include=/usr/share/doc/*/copyright',
];

/**
 * Debian's packages of every handset, installed with their scripts (which run in an emulated arm64: minutes).
 * @returns a tar archive.
 */
export async function baseRoot(cache: BuildCache, epochSeconds: number): Promise<string> {
  const packages = packagesOf(readFileSync(PACKAGES, 'utf8'));
  const made = await cache.madeOfPackages('base-root', [SHAPE, RELEASE, packages], async (folder) => {
    const settings = networkSettings().apt.map((line) => `--aptopt=${line}`);
    const include = `--include=${packages.join(',')}`;
    const sources = archiveSources(['main']);
    const environment = { SOURCE_DATE_EPOCH: String(epochSeconds), TMPDIR: folder };
    const tar = join(folder, 'base.tar');
    await run('mmdebstrap', [...SHAPE, ...settings, include, RELEASE, tar, ...sources], { environment });
  });
  return join(made, 'base.tar');
}

/** One package a line; what follows # says why it is there. */
export function packagesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => (line.split('#')[0] ?? '').trim())
    .filter((line) => line !== '')
    .sort();
}
