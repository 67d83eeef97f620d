import type { Schema } from '../database/migration.ts';
import { queueMigration } from '../migrations/relay/0001-queue.ts';
import { ageMigration } from '../migrations/relay/0002-age.ts';
import { releaseMigration } from '../migrations/relay/0003-release.ts';
import { instanceMigration } from '../migrations/relay/0004-instance.ts';
import { declinesMigration } from '../migrations/relay/0006-declines.ts';
import { senderMigration } from '../migrations/relay/0005-sender.ts';

export const RELAY_SCHEMA: Schema = {
  applicationId: 0x48534552,
  migrations: [queueMigration, ageMigration, releaseMigration, instanceMigration, senderMigration, declinesMigration],
};
