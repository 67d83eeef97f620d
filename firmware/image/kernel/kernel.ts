import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildCache } from '../tools/build-cache.ts';
import { ImageFailure } from '../tools/image-failure.ts';
import { PACKAGE_LIST, RELEASE, type DebianArchive } from '../debian/archive.ts';

/** Debian's kernel for arm64, unpacked. */
export interface Kernel {
  /** As `uname -r` tells it. */
  readonly version: string;
  /** The uncompressed kernel. */
  readonly image: string;
  /** Debian's own device trees. */
  readonly deviceTrees: string;
  /** Its `usr/lib/modules/VERSION`. */
  readonly modules: string;
  /** Where the package is unpacked. */
  readonly unpacked: string;
}

export async function debianKernel(cache: BuildCache, archive: () => Promise<DebianArchive>): Promise<Kernel> {
  const folder = await cache.madeOfPackages('kernel', [RELEASE, 'linux-image-arm64', PACKAGE_LIST], async (made) => {
    const packages = await archive();
    await packages.unpack([await packages.target('linux-image-arm64')], made);
  });
  const version = readdirSync(join(folder, 'usr/lib/modules'))[0];
  if (version === undefined) throw new ImageFailure(`no kernel in ${folder}; remove that folder and try again`);
  return {
    version,
    image: join(folder, 'boot', `vmlinuz-${version}`),
    deviceTrees: join(folder, 'usr/lib', `linux-image-${version}`),
    modules: join(folder, 'usr/lib/modules', version),
    unpacked: folder,
  };
}
