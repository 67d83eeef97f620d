import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ENDLESS_ROOM } from '../../../src/domain/history/quota.ts';
import { MediumRoom, readMedium } from '../../../src/store/database/medium-room.ts';
import { openEncryptedDatabase } from '../../../src/store/database/open-encrypted-database.ts';
import type { SqliteDatabase } from '../../../src/store/database/sqlite-database.ts';
import { valueOf } from '../../support/store-fixtures.ts';
import { dataFolder } from './data-folder.ts';
import { STORE_KEY } from './store-key.ts';

const PAGE_BYTES = 4_096;

it('a medium tells its size, and what of it is free to whoever is not root', () => {
  const path = join(dataFolder(), 'handset.db');
  const { blocks, bsize, bfree } = statfsSync(dataFolder());
  const { totalBytes, freeBytes } = readMedium(path);
  expect(totalBytes).toBe(blocks * bsize);
  expect(freeBytes).toBeGreaterThan(0);
  // Others write on it meanwhile.
  expect(freeBytes).toBeLessThanOrEqual(bfree * bsize + 2 ** 30);
});

it('a medium that has no size, or does not say, counts as endless', () => {
  expect(readMedium('/proc/handset.db')).toEqual(ENDLESS_ROOM);
  expect(readMedium(join(dataFolder(), 'missing', 'handset.db'))).toEqual(ENDLESS_ROOM);
});

it('pages of the file that are free count as free, beside what the medium has', () => {
  const path = join(dataFolder(), 'handset.db');
  const schema = {
    applicationId: 1,
    migrations: [{ version: 1, sql: 'CREATE TABLE filler (bytes BLOB) STRICT' }],
  };
  let database!: SqliteDatabase;
  const opened = openEncryptedDatabase({ path, key: STORE_KEY }, schema, (one) => (database = one));
  onTestFinished(() => {
    if (opened.ok) opened.value.view.close();
  });
  const asked: string[] = [];
  const room = new MediumRoom(database, path, (one) => {
    asked.push(one);
    return { freeBytes: 1_000, totalBytes: 9_000 };
  });
  expect([room.room(), asked]).toEqual([{ freeBytes: 1_000, totalBytes: 9_000 }, [path]]);
  const fill = database.prepare<[Uint8Array], never>('INSERT INTO filler VALUES (?)');
  valueOf(database.write(() => fill.run(new Uint8Array(20 * PAGE_BYTES))));
  expect(room.room().freeBytes).toBe(1_000);
  const empty = database.prepare<[], never>('DELETE FROM filler');
  valueOf(database.write(() => empty.run()));
  const { freeBytes, totalBytes } = room.room();
  expect(freeBytes).toBeGreaterThanOrEqual(1_000 + 20 * PAGE_BYTES);
  expect(freeBytes).toBeLessThan(1_000 + 24 * PAGE_BYTES);
  expect(totalBytes).toBe(9_000);
});
