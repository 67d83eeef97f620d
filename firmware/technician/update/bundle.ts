import { copyFileSync, linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../image/tools/command.ts';
import { compatibleOf } from '../../image/trust/trust-updates.ts';
import type { KeyFolder } from '../../image/trust/key-folder.ts';
import { fingerprint, type ReleaseFacts } from '../../image/trust/release-facts.ts';

export interface BundleParts {
  readonly facts: ReleaseFacts;
  /** The root of a slot, and what it starts from. */
  readonly root: string;
  readonly boot: string;
  readonly keys: KeyFolder;
  /** The operator knows that handsets cannot go back behind it. */
  readonly oneWay: boolean;
}

/** What the handset's gate reads: a file in the bundle, since RAUC of Debian 12 drops sections that it does not know. */
const RELEASE_FILE = 'handset-release';

const SQUASHED = '--mksquashfs-args=-comp zstd -Xcompression-level 6 -b 256K';

/** Packs a slot's two partitions into one signed bundle. */
export async function makeBundle(parts: BundleParts, file: string): Promise<void> {
  const work = mkdtempSync(`${file}.making-`);
  const content = join(work, 'content');
  mkdirSync(content);
  try {
    place(parts.root, join(content, 'rootfs.img'));
    place(parts.boot, join(content, 'boot.img'));
    writeFileSync(join(content, 'manifest.raucm'), manifest(parts.facts));
    writeFileSync(join(content, RELEASE_FILE), releaseFile(parts));
    const config = join(work, 'system.conf');
    writeFileSync(config, systemConfig(parts));
    const signed = ['--cert', parts.keys.certificate, '--key', parts.keys.key];
    const packed = join(work, 'update.raucb');
    await run('rauc', ['--conf', config, 'bundle', ...signed, SQUASHED, content, packed]);
    renameSync(packed, file);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** What a handset reads first when it looks for updates, beside the bundle on the operator's server. */
export function bundleNotice({ facts, oneWay }: BundleParts, file: string): string {
  const { board, version, release, storeSchema } = facts;
  const notice = {
    board,
    version,
    release,
    storeSchema,
    oneWay,
    bytes: statSync(file).size,
    sha256: fingerprint(file),
  };
  return `${JSON.stringify(notice, null, 2)}\n`;
}

function place(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function manifest({ board, version, release }: ReleaseFacts): string {
  return [
    ...['[update]', `compatible=${compatibleOf(board)}`, `version=${version}`, `build=${release}`, ''],
    ...['[bundle]', 'format=verity', ''],
    ...['[image.rootfs]', 'filename=rootfs.img', ''],
    ...['[image.boot]', 'filename=boot.img', ''],
  ].join('\n');
}

function releaseFile({ facts, oneWay }: BundleParts): string {
  const { release, version, storeSchema } = facts;
  const lines = { release, version, 'store-schema': storeSchema, 'one-way': oneWay ? 'yes' : 'no' };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** As on the handset, so that RAUC refuses here what it would refuse there. */
function systemConfig({ facts, keys }: BundleParts): string {
  return [
    ...['[system]', `compatible=${compatibleOf(facts.board)}`, 'bootloader=noop'],
    ...['[keyring]', `path=${keys.authority}`, 'check-purpose=codesign', ''],
  ].join('\n');
}
