import { basename } from 'node:path';
import type * as KeyFile from '../../../src/crypto/keys/key-file.ts';

/** The keys that were read from files, as they were handed out, by the names of their files. */
export const handedOutKeys = new Map<string, Uint8Array>();

/** The module that reads key files, which notes from now on what it hands out. */
export function notingKeys(original: typeof KeyFile): typeof KeyFile {
  return {
    ...original,
    loadOrMakeKey: (path, ...others) => {
      const key = original.loadOrMakeKey(path, ...others);
      if (key.ok) handedOutKeys.set(basename(path), key.value);
      return key;
    },
  };
}

/** Undefined for a key that was never read. */
export function isWiped(name: string): boolean | undefined {
  return handedOutKeys.get(name)?.every((byte) => byte === 0);
}
