import { statSync } from 'node:fs';
import type { PeerAddress } from '../../domain/peer-address.ts';
import { success, type Result } from '../../domain/result.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { ReplaceableAccountDirectory } from '../../relay/access/replaceable-account-directory.ts';
import { readAccountsFile } from './accounts-file.ts';

/** A removed account is out within two seconds. */
const LOOK_MS = 1_000;

export interface WatchAccountsParts {
  readonly path: string;
  readonly domain: string;
  readonly directory: ReplaceableAccountDirectory;
  readonly clock: Clock;
  readonly log: Log;
  /** Their account is gone or changed. */
  readonly loginsEnded: (users: readonly PeerAddress[]) => void;
}

/**
 * Reads the accounts now, and again whenever the file changes. What cannot be read later changes nothing, and is told.
 */
export function watchAccounts(parts: WatchAccountsParts): Result<Timer, string> {
  const { path, domain, directory, clock, log, loginsEnded } = parts;
  let version = versionOf(path);
  const first = readAccountsFile(path, domain);
  if (!first.ok) return first;
  directory.replace(first.value);
  let timer: Timer;
  const look = (): void => {
    timer = clock.startTimer(LOOK_MS, look);
    const now = versionOf(path);
    if (now === version) return;
    version = now;
    const read = readAccountsFile(path, domain);
    if (read.ok) loginsEnded(directory.replace(read.value));
    else log.error('relay.accounts-unreadable', { why: read.error });
  };
  timer = clock.startTimer(LOOK_MS, look);
  return success({
    cancel: () => {
      timer.cancel();
    },
  });
}

/** The file is replaced as a whole, so a new one has another inode. */
function versionOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? '' : `${status.ino} ${status.mtimeMs} ${status.size}`;
}
