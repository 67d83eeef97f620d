import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_LIST } from '../debian/archive.ts';
import { isTakenOut } from '../debian/taken-out.ts';
import type { Ingredients } from '../gather.ts';
import type { ImageVersion } from '../image-version.ts';
import { PROJECT } from '../tools/project.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { copyLicences, installedPackages, unpackedPackages } from './debian-papers.ts';
import { copySourceLicences, sourcePackages } from './source-packages.ts';

/**
 * The papers beside an image: `sbom.cdx.json`, what it is made of, and `licences`, under which.
 * @param papers the folder with what the root file system's packages said of themselves.
 */
export function makePapers(
  board: string,
  version: ImageVersion,
  parts: Ingredients,
  papers: string,
  work: string,
): void {
  const licences = join(work, 'licences');
  mkdirSync(licences);
  cpSync(join(papers, 'licences'), licences, { recursive: true });
  for (const folder of [parts.kernel.unpacked, parts.unpacked]) copyLicences(folder, join(licences, 'debian'));
  const sources = sourcePackages(parts.npmPackages, parts.node.packageFolder);
  copySourceLicences(sources, licences);
  cpSync(join(PROJECT, 'LICENSE'), join(licences, 'secure-handset'));
  const debian = [
    ...installedPackages(join(papers, 'dpkg-status')).filter(({ name }) => !isTakenOut(name)),
    ...[parts.kernel.unpacked, parts.unpacked].flatMap((folder) => unpackedPackages(join(folder, PACKAGE_LIST))),
  ];
  writeFileSync(join(work, 'sbom.cdx.json'), billOfMaterials({ board, version, debian, sources }));
}
