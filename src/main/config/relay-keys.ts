import { existsSync, realpathSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { failure, success, type Result } from '../../domain/result.ts';

/** Where the keys of what is stored are kept. */
export interface KeyFolder {
  readonly path: string;
  /** They come from outside, as a systemd credential does: none is ever made there. */
  readonly areGiven: boolean;
}

export interface KeyQuestion {
  /** As the configuration names it. */
  readonly named: string | undefined;
  /** The folder to which it is relative. */
  readonly base: string;
  readonly dataFolder: string;
  /** Everything in one folder is good enough. */
  readonly isTrial: boolean;
  readonly credentials: string | undefined;
}

/**
 * The folder that the configuration names, else the service's credentials, else one beside the data folder. Never one
 * inside of it: a copy of the data folder, a backup for instance, must open nothing. A failure is one line with the
 * cure.
 */
export function keyFolderOf({ named, base, dataFolder, isTrial, credentials }: KeyQuestion): Result<KeyFolder, string> {
  const inside = join(dataFolder, 'keys');
  if (isTrial) return success({ path: named === undefined ? inside : resolve(base, named), areGiven: false });
  const place = placeOf(named === undefined ? undefined : resolve(base, named), credentials, dataFolder);
  if (isInside(place.path, dataFolder)) {
    return failure(`${place.path} is inside the data folder, whose copy would then open all; name a folder elsewhere`);
  }
  if (existsSync(inside)) {
    return failure(`${inside} is inside the data folder, whose copy opens all; move it: mv ${inside} ${place.path}`);
  }
  return success(place);
}

function placeOf(named: string | undefined, credentials: string | undefined, dataFolder: string): KeyFolder {
  if (named !== undefined) return { path: named, areGiven: false };
  if (credentials !== undefined && existsSync(join(credentials, 'queue.key'))) {
    return { path: credentials, areGiven: true };
  }
  return { path: `${dataFolder}.keys`, areGiven: false };
}

/** Links are followed where they exist. */
function isInside(path: string, folder: string): boolean {
  return [path, realOf(path)].some((one) =>
    [folder, realOf(folder)].some((other) => `${one}${sep}`.startsWith(`${other}${sep}`)),
  );
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
