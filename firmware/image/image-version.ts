import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './tools/command.ts';
import { PROJECT } from './tools/project.ts';

export interface ImageVersion {
  /** Of the product, from package.json. */
  readonly version: string;
  /** What the checkout stands on, with a `+` when it has changes beside. */
  readonly commit: string;
  /** When that commit was made: the time of every file in the image, so that two builds are alike. */
  readonly epochSeconds: number;
}

export async function imageVersion(): Promise<ImageVersion> {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { readonly version: string };
  const git = (...args: string[]) => run('git', ['-C', PROJECT, ...args]);
  const commit = (await git('rev-parse', '--short=12', 'HEAD')).trim();
  const changed = (await git('status', '--porcelain', '--untracked-files=no')).trim() !== '';
  const epochSeconds = Number(process.env['SOURCE_DATE_EPOCH'] ?? (await git('log', '-1', '--format=%ct')).trim());
  return { version, commit: changed ? `${commit}+` : commit, epochSeconds };
}
