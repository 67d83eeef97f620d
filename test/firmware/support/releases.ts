import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { KeyFolder } from '../../../firmware/image/trust/key-folder.ts';
import { readReleaseFacts, type ReleaseFacts } from '../../../firmware/image/trust/release-facts.ts';
import { updateTrust } from '../../../firmware/image/trust/update-trust.ts';
import { BuildCache } from '../../../firmware/image/tools/build-cache.ts';
import { Progress } from '../../../firmware/image/tools/progress.ts';
import { makeBundle } from '../../../firmware/technician/update/bundle.ts';
import { Card } from './card.ts';

const BOARD = 'qemu-arm64';
const QUICK = ['-comp', 'zstd', '-Xcompression-level', '1', '-noappend', '-no-progress', '-quiet', '-no-xattrs'];

export interface ReleaseChanges {
  /** Files of the root, by their paths, beside those of the image. */
  readonly files?: Readonly<Record<string, string>>;
  readonly oneWay?: boolean;
}

/** Newer releases than the image that was made, signed by the keys that it trusts. */
export class Releases {
  readonly folder = mkdtempSync(join(tmpdir(), 'releases-'));
  readonly facts: ReleaseFacts = readReleaseFacts(dirname(Card.outputOf(BOARD, 'release.json')));
  readonly keys: KeyFolder;

  private constructor(keys: KeyFolder) {
    this.keys = keys;
  }

  static async open(): Promise<Releases> {
    const quiet = new Progress(() => undefined);
    return new Releases(await updateTrust(new BuildCache(quiet), quiet));
  }

  /** An update to a whole system that says of itself that it is that much newer. */
  async newer(by: number, { files = {}, oneWay = false }: ReleaseChanges = {}): Promise<string> {
    const release = this.facts.release + by;
    const [root, image] = [join(this.folder, 'root'), join(this.folder, `${release}.squashfs`)];
    run('unsquashfs', '-quiet', '-no-progress', '-dest', root, Card.outputOf(BOARD, 'handset.squashfs'));
    const says = join(root, 'usr/lib/os-release');
    writeFileSync(says, readFileSync(says, 'utf8').replace(/^IMAGE_VERSION=.*$/m, `IMAGE_VERSION=${release}`));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      appendFileSync(join(root, path), content);
    }
    run('mksquashfs', root, image, ...QUICK);
    rmSync(root, { recursive: true });
    const file = join(this.folder, `${release}.raucb`);
    const facts = { ...this.facts, release, version: `0.1.${by}` };
    await makeBundle({ facts, root: image, boot: Card.outputOf(BOARD, 'boot.img'), keys: this.keys, oneWay }, file);
    rmSync(image);
    return file;
  }

  /** A stick with that update on it, as an image of its file system. */
  stickWith(update: string): string {
    const stick = `${update}.stick`;
    if (existsSync(stick)) return stick;
    const mebibytes = Math.ceil(readFileSync(update).length / (1 << 20)) + 8;
    run('truncate', '--size', `${mebibytes}M`, stick);
    run('mkfs.vfat', stick);
    run('mcopy', '-i', stick, update, '::update.raucb');
    return stick;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function run(program: string, ...args: readonly string[]): string {
  const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  return execFileSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
