import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isOfAnother } from '../../crypto/keys/file-owner.ts';

/** 'secret': nobody else may read or change it. 'trusted': others may read it, and nobody else may change it. */
export type Keeping = 'secret' | 'trusted';

const FORBIDDEN: Readonly<Record<Keeping, number>> = { secret: 0o077, trusted: 0o022 };
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
/** In a folder with this bit, as the one for temporary files, nobody can replace what another has put there. */
const STICKY = 0o1000;

/** Who runs this process, or had it run by sudo; undefined where the system knows no users. */
export function processUser(): number | undefined {
  const user = process.geteuid?.();
  const sudoUser = Number(process.env['SUDO_UID'] ?? Number.NaN);
  return user === 0 && Number.isInteger(sudoUser) ? sudoUser : user;
}

/**
 * Who an unknown user is in a container that does not know all users of the machine (user_namespaces(7)). Its root, to
 * whom the folders above a container's own belong, looks like this there.
 */
const UNMAPPED_USER = 65_534;

/**
 * How other users could read or change the file, in words with the cure; null when they cannot. Links are followed: the
 * rights of what they lead to count, and of every folder on both ways, because who may write to one of them, or owns
 * it, can put another file in its place. Throws errors of the file system.
 */
export function exposureOf(path: string, keeping: Keeping, user = processUser()): string | null {
  const { mode, uid } = statSync(path);
  if ((mode & FORBIDDEN[keeping]) !== 0) {
    return keeping === 'secret'
      ? `others can read or change it (its mode is ${octal(mode)}): chmod 600 ${path}`
      : `others can change it (its mode is ${octal(mode)}): chmod go-w ${path}`;
  }
  return ownerExposure(path, uid, user) ?? foldersExposure(path, user);
}

/** The same of a folder whose files are for its owner only, and of the folders above. */
export function folderExposureOf(path: string, user = processUser()): string | null {
  const { mode, uid } = statSync(path);
  if ((mode & FORBIDDEN.trusted) !== 0) {
    return `others can change it (its mode is ${octal(mode)}): chmod 700 ${path}`;
  }
  return ownerExposure(path, uid, user) ?? foldersExposure(path, user);
}

function ownerExposure(path: string, owner: number, user: number | undefined): string | null {
  return isOfAnother(owner, user) ? `it belongs to another user (${owner}): chown ${user ?? ''} ${path}` : null;
}

function foldersExposure(path: string, user: number | undefined): string | null {
  const above = [...foldersAbove(resolve(path)), ...foldersAbove(realpathSync(path))];
  const open = above.find(isOpen);
  if (open !== undefined) return `others can put another in its place: chmod go-w ${open}`;
  // Root works in folders of the machine's users, as in a container to which one of them lends a folder.
  const foreign = user === 0 ? undefined : above.find((folder) => isForeign(folder, user));
  return foreign === undefined ? null : `another user can put another in its place: chown ${user ?? ''} ${foreign}`;
}

function isForeign(folder: string, user: number | undefined): boolean {
  const { uid } = statSync(folder);
  return uid !== UNMAPPED_USER && isOfAnother(uid, user);
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

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, '0');
