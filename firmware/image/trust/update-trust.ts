import { existsSync } from 'node:fs';
import type { BuildCache } from '../tools/build-cache.ts';
import { ImageFailure } from '../tools/image-failure.ts';
import type { Progress } from '../tools/progress.ts';
import { makeKeys } from './certificates.ts';
import { KeyFolder, operatorFolder } from './key-folder.ts';

/**
 * Whose updates an image takes, and with what they are signed: the operator's keys, else keys that this machine makes for
 * itself, which is said each time.
 * @throws ImageFailure when KEYS names a folder without keys.
 */
export async function updateTrust(cache: BuildCache, progress: Progress): Promise<KeyFolder> {
  const own = operatorFolder();
  if (own.isThere) return own;
  if ((process.env['KEYS'] ?? '') !== '') {
    throw new ImageFailure(`KEYS names ${own.path}, where there are no keys: make keys KEYS=${own.path}`);
  }
  progress.say(`There are no operator's keys in ${own.path}: a development key of this machine signs updates.`);
  progress.say('Handsets that leave the house need keys of their own: make keys');
  const folder = await cache.made('update-keys', ['P-256', 1], async (made) => {
    await makeKeys(new KeyFolder(made), 'Development');
  });
  return new KeyFolder(folder);
}

/** @throws ImageFailure when what signs is not here. */
export function refuseWithoutSigner(keys: KeyFolder): void {
  const missing = [keys.certificate, keys.key].find((file) => !existsSync(file));
  if (missing !== undefined) throw new ImageFailure(`${missing} is missing: make keys RENEW=1 makes a new one`);
}
