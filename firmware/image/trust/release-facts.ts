import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HANDSET_SCHEMA } from '../../../src/store/handset/handset-schema.ts';
import type { ImageVersion } from '../image-version.ts';
import type { KeyFolder } from './key-folder.ts';

/** Which the store of a handset has when this program has opened it. */
export const STORE_SCHEMA = HANDSET_SCHEMA.migrations.length;
const FILE = 'release.json';

/** What `make update` must know of the image that it packs. */
export interface ReleaseFacts {
  readonly board: string;
  readonly version: string;
  readonly commit: string;
  readonly release: number;
  readonly storeSchema: number;
  /** SHA-256 of the authority's certificate that is in the image. */
  readonly authority: string;
}

export function writeReleaseFacts(board: string, version: ImageVersion, keys: KeyFolder, folder: string): void {
  const facts: ReleaseFacts = {
    board,
    version: version.version,
    commit: version.commit,
    release: version.release,
    storeSchema: STORE_SCHEMA,
    authority: fingerprint(keys.authority),
  };
  writeFileSync(join(folder, FILE), `${JSON.stringify(facts, null, 2)}\n`);
}

export function readReleaseFacts(folder: string): ReleaseFacts {
  return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as ReleaseFacts;
}

export const fingerprint = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
