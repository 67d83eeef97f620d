import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ImageFailure } from '../tools/image-failure.ts';
import { PROJECT } from '../tools/project.ts';

/** The operator's keys for updates, as `make keys` lays them into one folder. */
export class KeyFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Certificate of the operator's own authority: what every handset trusts. */
  get authority(): string {
    return join(this.path, 'ca.pem');
  }

  /** Wanted only to make a new signing certificate; at all other times it may be away from here. */
  get authorityKey(): string {
    return join(this.path, 'root', 'ca.key.pem');
  }

  get certificate(): string {
    return join(this.path, 'signing.pem');
  }

  get key(): string {
    return join(this.path, 'signing.key.pem');
  }

  get isThere(): boolean {
    return existsSync(this.authority);
  }
}

/**
 * Where the operator's keys are: KEYS names the folder; else the folder for this user's data.
 * @throws ImageFailure for a folder in the project, where a commit would take the keys along.
 */
export function operatorFolder(): KeyFolder {
  const named = process.env['KEYS'] ?? '';
  const data = process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
  const path = resolve(named === '' ? join(data, 'secure-handset', 'keys') : named);
  if (!isInProject(path)) return new KeyFolder(path);
  throw new ImageFailure(`KEYS names ${path}, which is in the project; keys are kept outside of it, as in KEYS=~/keys`);
}

/** The folder need not be there yet: the nearest one above that is there says where it really is. */
function isInProject(path: string): boolean {
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  const real = `${realpathSync(there)}${path.slice(there.length)}/`;
  return real.startsWith(`${realpathSync(PROJECT)}/`);
}

const DAY_MS = 86_400_000;

/** When a certificate ends, for people, and how many days are left; below zero it has ended. */
export function endOf(certificate: string, nowMs: number): { readonly date: string; readonly daysLeft: number } {
  const { validToDate } = new X509Certificate(readFileSync(certificate));
  const daysLeft = Math.floor((validToDate.getTime() - nowMs) / DAY_MS);
  return { date: validToDate.toISOString().slice(0, 10), daysLeft };
}
