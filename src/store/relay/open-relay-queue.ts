import { success, type Result } from '../../domain/result.ts';
import type { InstanceBook } from '../../ports/store/instance-book.ts';
import type { RelayQueue } from '../../ports/store/relay-queue.ts';
import type { LostChanges } from '../database/lost-changes.ts';
import { openEncryptedDatabase, type DatabaseLocation } from '../database/open-encrypted-database.ts';
import type { OpenFailure } from '../database/open-failure.ts';
import { RELAY_SCHEMA } from './relay-schema.ts';
import { SqliteInstanceBook } from './sqlite-instance-book.ts';
import { SqliteRelayQueue } from './sqlite-relay-queue.ts';

export interface OpenedRelayQueue {
  readonly queue: RelayQueue;
  /** In the same file; closed together with the queue. */
  readonly instances: InstanceBook;
  /** Durable changes that the medium has lost, of which the operator must be told; null when none were lost. */
  readonly lostChanges: LostChanges | null;
}

/** Opens the relay's queue in an encrypted file of its own. Makes the file at the first start. */
export function openRelayQueue(location: DatabaseLocation): Result<OpenedRelayQueue, OpenFailure> {
  const opened = openEncryptedDatabase(location, RELAY_SCHEMA, (database) => ({
    queue: new SqliteRelayQueue(database),
    instances: new SqliteInstanceBook(database),
  }));
  return opened.ok ? success({ ...opened.value.view, lostChanges: opened.value.lostChanges }) : opened;
}
