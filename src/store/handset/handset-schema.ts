import type { Schema } from '../database/migration.ts';
import { historyMigration } from '../migrations/handset/0001-history.ts';
import { causeMigration } from '../migrations/handset/0002-cause.ts';
import { searchMigration } from '../migrations/handset/0003-search.ts';
import { requestsMigration } from '../migrations/handset/0005-requests.ts';
import { foldedSearchMigration } from '../migrations/handset/0006-folded-search.ts';
import { identitiesMigration } from '../migrations/handset/0007-identities.ts';
import { eventsMigration } from '../migrations/handset/0004-events.ts';

export const HANDSET_SCHEMA: Schema = {
  applicationId: 0x48534554,
  migrations: [
    historyMigration,
    causeMigration,
    searchMigration,
    eventsMigration,
    requestsMigration,
    foldedSearchMigration,
    identitiesMigration,
  ],
};
