import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FileVault } from '../../src/crypto/keys/file-vault.ts';
import { NodeRandom } from '../../src/crypto/keys/node-random.ts';
import { openHandsetStore } from '../../src/store/handset/open-handset-store.ts';
import { incoming, valueOf } from '../support/store-fixtures.ts';
import { RunningSimulator } from '../support/running-simulator.ts';

const WAL_HEADER_BYTES = 32;
const PLACE_IN_FIRST_FRAME = 500;

const simulator = new RunningSimulator();

/** Leaves Bob's storage as a power cut would, with one bit of its log turned over. */
function damageLog(folder: string): void {
  const path = join(folder, 'messages.db');
  const key = valueOf(new FileVault(join(folder, 'store.key'), new NodeRandom()).storeKey());
  const store = valueOf(openHandsetStore({ path, key }));
  for (let index = 0; index < 9; index += 1) valueOf(store.messages.addIncoming(incoming(`m${index}`)));
  const [file, log] = [readFileSync(path), readFileSync(`${path}-wal`)];
  store.close();
  log[WAL_HEADER_BYTES + PLACE_IN_FIRST_FRAME]! ^= 1;
  rmSync(`${path}-wal`, { force: true });
  writeFileSync(path, file);
  writeFileSync(`${path}-wal`, log);
}

beforeAll(async () => {
  await simulator.start();
  await simulator.handset('bob').until('registered');
  await simulator.interrupt();
  damageLog(join(simulator.folder, 'bob'));
  await simulator.start();
});
afterAll(async () => {
  await simulator.remove();
});

it('an owner whose storage lost messages is told at each start until he has seen it', async () => {
  expect(await simulator.handset('bob').shows('Some messages may be missing')).toContain('Storage damaged');
  await simulator.interrupt();
  await simulator.start();
  const bob = simulator.handset('bob');
  await bob.shows('Storage damaged');
  // What comes by itself takes no key but those of the menu.
  await bob.tap('Menu', 'Enter');
  await expect.poll(() => bob.lines()).not.toContain('Storage damaged');
  await simulator.interrupt();
  await simulator.start();
  const again = simulator.handset('bob');
  await again.until('registered');
  expect(await again.lines()).not.toContain('Storage damaged');
});
