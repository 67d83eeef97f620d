import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyFolder } from './key-folder.ts';

const CONFIG = 'etc/rauc/system.conf';

/** An update for another board is refused by this name. */
export const compatibleOf = (board: string): string => `secure-handset ${board}`;

/** Whose updates the root file system takes, and for which board. */
export function trustUpdates(root: string, board: string, keys: KeyFolder): void {
  const keyring = join(root, 'etc/rauc/keyring.pem');
  copyFileSync(keys.authority, keyring);
  chmodSync(keyring, 0o644);
  const config = join(root, CONFIG);
  writeFileSync(config, readFileSync(config, 'utf8').replace('@compatible@', compatibleOf(board)));
}
