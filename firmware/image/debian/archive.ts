import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkSettings } from '../../../.make/network-settings.ts';
import { run } from '../tools/command.ts';
import { ImageFailure } from '../tools/image-failure.ts';

/** Of the handset. */
export const RELEASE = 'trixie';
const COMPONENTS = ['main', 'non-free-firmware'];
const ARCHITECTURE = 'arm64';
/** In the folder that packages were unpacked into: a line for each. */
export const PACKAGE_LIST = 'packages.txt';
/** As dpkg's tools want it: name, version and architecture, with tabs between. */
const PACKAGE_LINE = '${Package}\\t${Version}\\t${Architecture}\\n';

/**
 * The handset's Debian, from the mirror that this machine's apt uses, with lists and status of its own: nothing of the
 * machine's packages is touched or looked at. Every package is checked against the archive's signature by apt.
 */
export class DebianArchive {
  readonly #options: readonly string[];

  private constructor(options: readonly string[]) {
    this.#options = options;
  }

  /** Fetches the lists of packages into the folder. */
  static async open(folder: string): Promise<DebianArchive> {
    for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'sources.list'), `${archiveSources(COMPONENTS).join('\n')}\n`);
    writeFileSync(join(folder, 'status'), '');
    const host = (await run('dpkg', ['--print-architecture'])).trim();
    const options = [
      ...['Dir::Etc::sourceparts=/dev/null', `Dir::Etc::sourcelist=${join(folder, 'sources.list')}`],
      ...[`Dir::State::lists=${join(folder, 'lists')}`, `Dir::Cache=${join(folder, 'cache')}`],
      ...[`Dir::State::status=${join(folder, 'status')}`, 'Acquire::Languages=none', 'APT::Sandbox::User='],
      ...[`APT::Architecture=${ARCHITECTURE}`, ...new Set([ARCHITECTURE, host])].map((value) =>
        value.includes('=') ? value : `APT::Architectures::=${value}`,
      ),
    ].flatMap((option) => ['-o', option]);
    try {
      await run('apt-get', [...options, '--quiet', 'update', '--error-on=any']);
    } catch (error) {
      if (error instanceof ImageFailure) throw new ImageFailure(`${error.message}\n${NETWORK_CURE}`);
      throw error;
    }
    return new DebianArchive(options);
  }

  /** The version that would be fetched, for each package (`name` or `name:architecture`), in their order. */
  async versions(packages: readonly string[]): Promise<readonly string[]> {
    const shown = await run('apt-cache', [...this.#options, 'show', '--no-all-versions', ...packages]);
    const versions = [...shown.matchAll(/^Version: (.+)$/gm)].map(([, version]) => version ?? '');
    if (versions.length === packages.length) return versions;
    throw new ImageFailure(`Debian ${RELEASE} has not all of: ${packages.join(' ')}`);
  }

  /** The first package that this one depends on: the one with the current version, for a package that only points there. */
  async target(metapackage: string): Promise<string> {
    const shown = await run('apt-cache', [...this.#options, 'show', '--no-all-versions', metapackage]);
    const depends = /^Depends: ([a-z0-9.+-]+)/m.exec(shown)?.[1];
    if (depends !== undefined) return depends;
    throw new ImageFailure(`Debian's package ${metapackage} names no package of a version`);
  }

  /** Fetches the packages and unpacks them over each other, without their scripts; `packages.txt` tells which they were. */
  async unpack(packages: readonly string[], folder: string): Promise<void> {
    const archives = join(folder, '.archives');
    mkdirSync(archives);
    await run('apt-get', [...this.#options, '--quiet', 'download', ...packages], { folder: archives });
    let unpacked = '';
    for (const name of readdirSync(archives).sort()) {
      await run('dpkg-deb', ['--extract', join(archives, name), folder]);
      unpacked += await run('dpkg-deb', ['--show', `--showformat=${PACKAGE_LINE}`, join(archives, name)]);
    }
    writeFileSync(join(folder, PACKAGE_LIST), unpacked);
    await run('rm', ['--recursive', archives]);
  }
}

const NETWORK_CURE =
  "Debian's packages come from the mirror that this machine's apt uses: is the network up, and does `apt-get update` work?";

/** Lines of a sources.list for the handset's release. */
export function archiveSources(components: readonly string[]): readonly string[] {
  const sources = networkSettings().sources(RELEASE, components);
  if (sources.length === 0) {
    throw new ImageFailure('This machine has no source of Debian packages; add a Debian mirror to its apt sources');
  }
  return sources;
}
