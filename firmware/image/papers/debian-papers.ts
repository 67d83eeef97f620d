import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../tools/command.ts';

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** dpkg's list of the installed packages, and their licences, before both are taken out of the root file system. */
export async function keepPapers(root: string, papers: string): Promise<void> {
  const licences = join(papers, 'licences/debian');
  mkdirSync(licences, { recursive: true });
  cpSync(join(root, 'var/lib/dpkg/status'), join(papers, 'dpkg-status'));
  await run('cp', ['--recursive', join(root, 'usr/share/common-licenses'), join(papers, 'licences')]);
  copyLicences(root, licences);
}

/** The licences of packages that were only unpacked. */
export function copyLicences(unpacked: string, licences: string): void {
  const documents = join(unpacked, 'usr/share/doc');
  if (!existsSync(documents)) return;
  for (const name of readdirSync(documents)) {
    const file = join(documents, name, 'copyright');
    if (existsSync(file)) cpSync(file, join(licences, name), { dereference: true });
  }
}

/** The packages in dpkg's status file. */
export function installedPackages(status: string): readonly DebianPackage[] {
  return readFileSync(status, 'utf8')
    .split('\n\n')
    .flatMap((paragraph) => {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? '';
      if (!field('Status').endsWith(' installed')) return [];
      return [{ name: field('Package'), version: field('Version'), architecture: field('Architecture') }];
    });
}

/** The packages that DebianArchive unpacked into a folder. */
export function unpackedPackages(list: string): readonly DebianPackage[] {
  return readFileSync(list, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name, version, architecture] = line.split('\t');
      if (name === undefined || version === undefined || architecture === undefined) return [];
      return [{ name, version, architecture }];
    });
}
