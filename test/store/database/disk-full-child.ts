// Run by a test on a small medium of its own. Fills it, and tells as JSON what the store answered at each stage.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { epochMs } from '../../../src/domain/time.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { STORE_KEY } from './store-key.ts';

const folder = process.argv[2] ?? '';
const BOB = 'sip:bob@example.org' as PeerAddress;
const MOST_MESSAGES = 5_000;

function open(): OpenedHandsetStore {
  const opened = openHandsetStore({ path: join(folder, 'handset.db'), key: STORE_KEY });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

function add(store: OpenedHandsetStore, n: number): string {
  const added = store.messages.addIncoming({
    id: `m${n}` as MessageId,
    peer: BOB,
    body: `text ${n}`,
    receivedAtMs: epochMs(n),
    sentAtMs: null,
    owesDeliveryReport: true,
    owesReadReport: false,
  });
  return added.ok ? added.value.kind : added.error;
}

writeFileSync(join(folder, 'filler'), Buffer.alloc(1_000_000));
const first = open();
first.contacts.saveContact({ address: BOB, name: 'Bob', favourite: true });
let kept = 0;
while (kept < MOST_MESSAGES && add(first, kept) === 'stored') kept++;
const refusals = [1, 2, 3].map((more) => add(first, kept + more));
const readWhileFull = first.messages.unreadCount();
first.close();

const second = open();
const readAfterRestart = second.messages.unreadCount();
// Closing moved the log into the file: it has room for a little more, and then again none.
let afterRestart = 0;
while (afterRestart < 50 && add(second, kept + 10 + afterRestart) === 'stored') afterRestart++;
const refusedAfterRestart = add(second, kept + 4);
rmSync(join(folder, 'filler'));
const addedOnceThereIsRoom = add(second, kept + 5);
const readAtLast = second.messages.unreadCount();
second.close();

process.stdout.write(
  JSON.stringify({
    kept,
    refusals,
    readWhileFull,
    readAfterRestart,
    afterRestart,
    refusedAfterRestart,
    addedOnceThereIsRoom,
    readAtLast,
  }),
);
