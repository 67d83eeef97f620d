import { success, type Result } from '../../domain/result.ts';
import type { HandsetStore } from './handset-store.ts';
import { HANDSET_SCHEMA } from './handset-schema.ts';
import type { LostChanges } from '../database/lost-changes.ts';
import { openEncryptedDatabase, type DatabaseLocation } from '../database/open-encrypted-database.ts';
import type { OpenFailure } from '../database/open-failure.ts';
import { SqliteContactStore } from './sqlite-contact-store.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { SqliteDraftStore } from './sqlite-draft-store.ts';
import { SqliteMessageStore } from '../history/sqlite-message-store.ts';
import { MediumRoom, readMedium, type ReadMedium } from '../database/medium-room.ts';
import { SqliteStandingStore } from './sqlite-standing-store.ts';
import { SqliteSettingsStore } from './sqlite-settings-store.ts';

export interface OpenedHandsetStore extends HandsetStore {
  /** Durable changes that the medium has lost, of which the owner must be told; null when none were lost. */
  readonly lostChanges: LostChanges | null;
}

/** Opens the handset's one encrypted file, with its five ports. Makes the file at the first start. */
export function openHandsetStore(
  location: DatabaseLocation,
  medium: ReadMedium = readMedium,
): Result<OpenedHandsetStore, OpenFailure> {
  const opened = openEncryptedDatabase(location, HANDSET_SCHEMA, (database) =>
    viewsOf(database, new MediumRoom(database, location.path, medium)),
  );
  return opened.ok ? success({ ...opened.value.view, lostChanges: opened.value.lostChanges }) : opened;
}

function viewsOf(database: SqliteDatabase, medium: MediumRoom): HandsetStore {
  return {
    messages: new SqliteMessageStore(database, () => medium.room()),
    drafts: new SqliteDraftStore(database),
    contacts: new SqliteContactStore(database),
    settings: new SqliteSettingsStore(database),
    standings: new SqliteStandingStore(database),
    close: () => {
      database.close();
    },
  };
}
