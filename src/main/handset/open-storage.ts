import { join } from 'node:path';
import { FileVault } from '../../crypto/keys/file-vault.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Random } from '../../ports/system/random.ts';
import type { StoreUnavailable } from '../../ports/store/store-unavailable.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../../store/handset/open-handset-store.ts';
import type { StorageFault } from '../../ui/screens/storage-fault/state.ts';
import { makeDataFolder } from '../machine/data-folder.ts';

/** Why a handset's store cannot be used: for the owner, and for whoever mends it. */
export interface StorageFailure {
  /** Null where nobody is to be shown it: another process has this folder, and the screen too. */
  readonly fault: StorageFault | null;
  readonly code: string;
  readonly path: string;
  readonly cure: string;
}

const FAULTS: Readonly<Record<string, StorageFault | null>> = {
  'in-use': null,
  unwritable: 'unwritable',
  'not-a-folder': 'unwritable',
  'read-only': 'unwritable',
  'disk-full': 'disk-full',
  damaged: 'damaged',
  'key-does-not-fit': 'key',
  'key-missing': 'key',
  'key-unreadable': 'key',
  'folder-exposed': 'key',
  'key-exposed': 'key',
  'key-malformed': 'key',
  'from-the-future': 'newer',
};

/** The device's key, and with it the file of messages; each made at first start. */
export function openStorage(dataFolder: string, random: Random): Result<OpenedHandsetStore, StorageFailure> {
  const made = makeDataFolder(dataFolder);
  if (!made.ok) return failure(storageFailure(made.error));
  const key = new FileVault(join(dataFolder, 'store.key'), random, storagePath(dataFolder)).storeKey();
  if (!key.ok) return failure(storageFailure(key.error));
  const store = openHandsetStore({ path: storagePath(dataFolder), key: key.value });
  key.value.fill(0);
  return store.ok ? success(store.value) : failure(storageFailure(store.error));
}

/** What opened could not be read on. */
export function unreadableStorage(dataFolder: string, { failure: code }: StoreUnavailable): StorageFailure {
  return storageFailure({ code, path: storagePath(dataFolder), cure: 'check the medium, or put back a backup' });
}

function storageFailure({ code, path, cure }: Omit<StorageFailure, 'fault'>): StorageFailure {
  const fault = FAULTS[code];
  return { fault: fault === undefined ? 'other' : fault, code, path, cure };
}

function storagePath(dataFolder: string): string {
  return join(dataFolder, 'messages.db');
}
