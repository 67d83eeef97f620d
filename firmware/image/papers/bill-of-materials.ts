import { fixedUuid } from '../card/file-systems.ts';
import type { ImageVersion } from '../image-version.ts';
import type { DebianPackage } from './debian-papers.ts';
import type { SourcePackage } from './source-packages.ts';

/** A component as CycloneDX 1.6 writes it (https://cyclonedx.org/docs/1.6/json/). */
interface Component {
  readonly type: 'library' | 'operating-system' | 'application';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly { readonly license: { readonly name: string } }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

export interface Materials {
  readonly board: string;
  readonly version: ImageVersion;
  readonly debian: readonly DebianPackage[];
  /** From npm and crates.io. */
  readonly sources: readonly SourcePackage[];
}

/** What the image is made of, as CycloneDX: each package once, in the order of its name. */
export function billOfMaterials({ board, version, debian, sources }: Materials): string {
  const all = [...debian.map(debianComponent), ...sources.map(sourceComponent)];
  const components = [...new Map(all.map((component) => [component.purl, component])).values()];
  components.sort((a, b) => (a.purl < b.purl ? -1 : 1));
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${fixedUuid(`bill ${board} ${version.commit}`)}`,
    version: 1,
    metadata: {
      timestamp: new Date(version.epochSeconds * 1000).toISOString(),
      component: {
        type: 'firmware',
        'bom-ref': `secure-handset-${board}`,
        name: `secure-handset-${board}`,
        version: `${version.version}+${version.commit.replace('+', '.changed')}`,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components,
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function debianComponent({ name, version, architecture }: DebianPackage): Component {
  const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}`;
  const type = name.startsWith('linux-image-') ? 'operating-system' : 'library';
  return { type, 'bom-ref': purl, name, version, purl };
}

function sourceComponent({ registry, name, version, licence, sha }: SourcePackage): Component {
  // In an npm scope, `@` is written in percent and the slash is not.
  const purl = `pkg:${registry}/${name.split('/').map(encodeURIComponent).join('/')}@${version}`;
  return {
    type: name.startsWith('node-linux-') ? 'application' : 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [{ license: { name: licence } }],
    ...(sha === null ? {} : { hashes: [sha] }),
  };
}
