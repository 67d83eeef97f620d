import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MESSAGE_ID_BYTES, messageIdOf } from '../../src/domain/history/message-id.ts';
import { NodeRandom } from '../../src/crypto/keys/node-random.ts';
import { parsePeerAddress, type PeerAddress } from '../../src/domain/peer-address.ts';
import { epochMs } from '../../src/domain/time.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../../src/store/handset/open-handset-store.ts';
import type { Figure } from './figures.ts';
import { footprintOf } from './forked-handset.ts';

const random = new NodeRandom();

function peer(index: number): PeerAddress {
  const parsed = parsePeerAddress(`sip:peer${index}@bench.test`);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function openStore(folder: string): OpenedHandsetStore {
  const opened = openHandsetStore({ path: join(folder, 'messages.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(`${opened.error.path}: ${opened.error.code}`);
  return opened.value;
}

function receive(store: OpenedHandsetStore, index: number, peers: number): void {
  const added = store.messages.addIncoming({
    id: messageIdOf(random.bytes(MESSAGE_ID_BYTES)),
    peer: peer(index % peers),
    body: `Meet at the south gate at ${index} o'clock`,
    receivedAtMs: epochMs(1_700_000_000_000 + index * 1_000),
    sentAtMs: null,
    owesDeliveryReport: true,
    owesReadReport: false,
  });
  if (!added.ok) throw new Error(added.error);
}

/** Messages into the inbox, each durable before the next, beside one bare durable INSERT of SQLite on the same disk, turn by turn. */
export function durableInbox(folder: string, rounds: number, perRound: number): readonly Figure[] {
  const store = openStore(folder);
  const bare = new Database(join(folder, 'bare.db'));
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  bare.exec('CREATE TABLE message (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = bare.prepare('INSERT INTO message (body) VALUES (?)');
  const own: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    own.push(
      perSecond(perRound, (index) => {
        receive(store, round * perRound + index, 20);
      }),
    );
    other.push(perSecond(perRound, (index) => insert.run(`Meet at the south gate at ${index} o'clock`)));
  }
  store.close();
  bare.close();
  rmSync(folder, { recursive: true });
  const beside = { name: 'a bare durable INSERT, unencrypted', samples: other };
  return [{ name: 'messages into the durable inbox', unit: '1/s', samples: own, aim: { least: 1_000 }, beside }];
}

/** Files in memory: what is looked at is in the page cache anyway, and 100,000 durable messages would take minutes to write. */
const FAST_FOLDER = '/dev/shm';

/** History and a thread among `count` messages: opening, searching, and the memory that it takes. */
export function longHistory(slowFolder: string, count: number): readonly Figure[] {
  const folder = existsSync(FAST_FOLDER) ? mkdtempSync(join(FAST_FOLDER, 'bench-history-')) : slowFolder;
  try {
    return lookedAt(openStore(folder), count);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lookedAt(store: OpenedHandsetStore, count: number): readonly Figure[] {
  for (let index = 0; index < count; index += 1) receive(store, index, 300);
  const beforeMb = footprintOf(process.pid).privateMb;
  const history: number[] = [];
  const thread: number[] = [];
  const search: number[] = [];
  const nowhere: number[] = [];
  for (let round = 0; round < 100; round += 1) {
    history.push(duration(() => store.messages.threads({ filter: '', limit: 50, offset: 0 })));
    thread.push(duration(() => store.messages.events(peer(round), { beforeSequence: null, limit: 50 })));
    search.push(duration(() => store.messages.threads({ filter: `gate at ${round * 7}`, limit: 50, offset: 0 })));
    const few = ['q', 'zz', 'xj', 'ю'][round % 4] ?? 'q';
    nowhere.push(duration(() => store.messages.threads({ filter: few, limit: 50, offset: 0 })));
  }
  const grownMb = footprintOf(process.pid).privateMb - beforeMb;
  store.close();
  const among = `among ${count.toLocaleString('en')} messages`;
  return [
    { name: `History opened ${among}`, unit: 'ms', samples: history, aim: { most: 16 } },
    { name: `thread opened ${among}`, unit: 'ms', samples: thread, aim: { most: 16 } },
    { name: `search ${among}`, unit: 'ms', samples: search, aim: { most: 20 } },
    {
      name: `search for one or two letters that stand nowhere ${among}`,
      unit: 'ms',
      samples: nowhere,
      aim: { most: 20 },
    },
    { name: `memory that looking ${among} takes`, unit: 'MB', samples: [grownMb], aim: { most: 10 } },
  ];
}

function perSecond(count: number, act: (index: number) => void): number {
  return (
    count /
    (duration(() => {
      for (let index = 0; index < count; index += 1) act(index);
    }) /
      1_000)
  );
}

function duration(act: () => void): number {
  const fromMs = performance.now();
  act();
  return performance.now() - fromMs;
}
