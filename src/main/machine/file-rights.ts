import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** 'secret': nobody else may read or change it. 'trusted': others may read it, and nobody else may change it. */
export type Keeping = 'secret' | 'trusted';

const FORBIDDEN: Readonly<Record<Keeping, number>> = { secret: 0o077, trusted: 0o022 };
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
/** In a folder with this bit, as the one for temporary files, nobody can replace what another has put there. */
const STICKY = 0o1000;

/**
 * How other users could read or change the file, in words with the cure; null when they cannot. Links are followed: the
 * rights of what they lead to count, and of every folder on both ways, because who may write to one of them can put
 * another file in its place. Throws errors of the file system.
 */
export function exposureOf(path: string, keeping: Keeping): string | null {
  const mode = statSync(path).mode & 0o7777;
  if ((mode & FORBIDDEN[keeping]) !== 0) {
    return keeping === 'secret'
      ? `others can read or change it (its mode is ${octal(mode)}): chmod 600 ${path}`
      : `others can change it (its mode is ${octal(mode)}): chmod go-w ${path}`;
  }
  return foldersExposure(path);
}

/** The same of a folder whose files are for its owner only, and of the folders above. */
export function folderExposureOf(path: string): string | null {
  const mode = statSync(path).mode & 0o7777;
  if ((mode & FORBIDDEN.trusted) !== 0) {
    return `others can change it (its mode is ${octal(mode)}): chmod 700 ${path}`;
  }
  return foldersExposure(path);
}

function foldersExposure(path: string): string | null {
  const open = [...foldersAbove(resolve(path)), ...foldersAbove(realpathSync(path))].find(isOpen);
  return open === undefined ? null : `others can put another in its place: chmod go-w ${open}`;
}

/** A folder that only its own group may write to is its owner's too, where each user has a group of his own. */
function isOpen(folder: string): boolean {
  const { mode, gid } = statSync(folder);
  if ((mode & STICKY) !== 0) return false;
  return (mode & OTHERS_WRITE) !== 0 || ((mode & GROUP_WRITES) !== 0 && gid !== process.getgid?.());
}

function foldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
