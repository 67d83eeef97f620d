import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './tools/command.ts';
import { ImageFailure } from './tools/image-failure.ts';
import { PROJECT } from './tools/project.ts';

export interface ImageVersion {
  /** Of the product, from package.json. */
  readonly version: string;
  /** What the checkout stands on, with a `+` when it has changes beside. */
  readonly commit: string;
  /** When that commit was made: the time of every file in the image, so that two builds are alike. */
  readonly epochSeconds: number;
  /** Grows from one image to the next that replaces it: a handset takes no update with a lower one. */
  readonly release: number;
}

/** More than seconds since 1970 will ever be, and less than the shell of a handset can count to. */
const LARGEST_RELEASE = 999_999_999_999;

export async function imageVersion(): Promise<ImageVersion> {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { readonly version: string };
  const git = (...args: string[]) => run('git', ['-C', PROJECT, ...args]);
  const commit = (await git('rev-parse', '--short=12', 'HEAD')).trim();
  const changed = (await git('status', '--porcelain', '--untracked-files=no')).trim() !== '';
  const epochSeconds = Number(process.env['SOURCE_DATE_EPOCH'] ?? (await git('log', '-1', '--format=%ct')).trim());
  return { version, commit: changed ? `${commit}+` : commit, epochSeconds, release: releaseOf(epochSeconds) };
}

/** The commit's time, which grows by itself, unless RELEASE says another. */
function releaseOf(epochSeconds: number): number {
  const said = process.env['RELEASE'] ?? '';
  if (said === '') return epochSeconds;
  if (/^[1-9]\d*$/.test(said) && Number(said) <= LARGEST_RELEASE) return Number(said);
  throw new ImageFailure(`RELEASE must be a whole number from 1 to ${LARGEST_RELEASE}, not "${said}"`);
}
