import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Message } from '../../../src/domain/history/message.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import { dataFolder } from './data-folder.ts';
import { valueOf } from '../../support/store-fixtures.ts';
import { STORE_KEY } from './store-key.ts';

const ROUNDS = 40;
const NUMBERS_A_ROUND = 1_000_000;
const PEERS = [0, 1, 2].map((index) => `sip:peer${index}@example.org` as PeerAddress);

/**
 * Kills a writer after `lifeMs` from its first word (or from its start, when `early`); gives back what it told before.
 */
async function runAndKill(folder: string, from: number, lifeMs: number, early: boolean): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts'), folder, String(from)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let timer: NodeJS.Timeout | null = null;
  const kill = () => (timer ??= setTimeout(() => child.kill('SIGKILL'), lifeMs));
  if (early) kill();
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    kill();
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_code, ended) => {
      resolve(ended);
    });
  });
  expect(signal, errors).toBe('SIGKILL');
  // A line without its end was not told.
  return output.split('\n').slice(0, -1);
}

const numbersOf = (told: readonly string[], what: string): readonly number[] =>
  told.filter((line) => line.startsWith(`${what} `)).map((line) => Number(line.slice(what.length + 1)));

function messagesOf(store: OpenedHandsetStore, peer: PeerAddress): readonly Message[] {
  const all: Message[] = [];
  for (let before: number | null = null; ;) {
    const page: readonly Message[] = store.messages
      .events(peer, { beforeSequence: before, limit: 1_000 })
      .flatMap((event) => (event.kind === 'message' ? [event.message] : []));
    if (page.length === 0) return all;
    all.push(...page);
    before = page[0]!.sequence;
  }
}

function checkHistory(folder: string, told: readonly string[]): number {
  const store = valueOf(openHandsetStore({ path: join(folder, 'handset.db'), key: STORE_KEY }));
  expect(store.lostChanges).toBeNull();
  const messages = PEERS.flatMap((peer) => messagesOf(store, peer));
  const ids = messages.map(({ direction, id }) => `${direction} ${id}`);
  const present = new Set<string>(ids);
  expect(present.size, 'no row is doubled').toBe(ids.length);
  const lost = [
    ...numbersOf(told, 'in').filter((n) => !present.has(`incoming in-${n}`)),
    ...numbersOf(told, 'out').filter((n) => !present.has(`outgoing out-${n}`)),
  ];
  expect(lost, 'every row that was told as durable is there').toEqual([]);
  const unfinished = new Set<string>(store.messages.unfinishedOutgoing().map(({ id }) => id));
  expect(numbersOf(told, 'enqueued').filter((n) => unfinished.has(`out-${n}`))).toEqual([]);
  // The summary and its messages were written together.
  const incoming = messages.filter(({ direction }) => direction === 'incoming');
  expect(store.messages.unreadCount()).toBe(incoming.length);
  for (const thread of store.messages.threads({ filter: '', limit: 10, offset: 0 })) {
    expect(thread.last.sequence).toBe(Math.max(...messagesOf(store, thread.peer).map(({ sequence }) => sequence)));
  }
  checkLastDraft(store, told);
  store.close();
  return ids.length;
}

/** The draft told last is there, unless the message that clears it was on its way. */
function checkLastDraft(store: OpenedHandsetStore, told: readonly string[]): void {
  const last = told.at(-1);
  if (last?.startsWith('draft ') !== true) return;
  const n = Number(last.slice('draft '.length));
  const peer = PEERS[n % 3]!;
  const cleared = store.messages.lastOutgoing()?.id === `out-${n}`;
  expect(store.drafts.draft(peer)).toEqual(cleared ? null : { text: `draft ${n}`, cursor: n });
}

function checkQueue(folder: string, told: readonly string[]): void {
  const { queue, lostChanges } = valueOf(openRelayQueue({ path: join(folder, 'queue.db'), key: STORE_KEY }));
  expect(lostChanges).toBeNull();
  for (const peer of PEERS) {
    const waiting = queue.waitingFor(peer, 1_000);
    const numbers = waiting.map(({ sealed }) => Buffer.from(sealed).toString().replace('sealed ', ''));
    expect(new Set(numbers).size).toBe(numbers.length);
    const bytes = waiting.reduce((sum, { sealed }) => sum + sealed.length, 0);
    expect(queue.usageOf('to', peer)).toEqual({ count: waiting.length, bytes });
    const removed = new Set(numbersOf(told, 'removed').map(String));
    expect(numbers.filter((n) => removed.has(n))).toEqual([]);
    const kept = numbersOf(told, 'queued').filter((n) => n % 2 === 1 && PEERS[n % 3] === peer);
    expect(kept.filter((n) => !numbers.includes(String(n)))).toEqual([]);
    // Emptied for the next round, whose check reads one page.
    for (const { position } of waiting) valueOf(queue.change({ add: [], remove: [position] }));
  }
  queue.close();
}

describe(`after kill -9 at ${ROUNDS} random moments`, () => {
  it(
    'every change that was told as durable is there, once, and nothing is half there',
    { timeout: 120_000 },
    async () => {
      const folder = dataFolder();
      let told: readonly string[] = [];
      let rows = 0;
      for (let round = 0; round < ROUNDS; round++) {
        // Every fourth is killed while it starts: opening, migrating or recovering.
        const early = round % 4 === 3;
        const lifeMs = Math.random() * (early ? 200 : 120);
        const now = await runAndKill(folder, round * NUMBERS_A_ROUND, lifeMs, early);
        told = [...told, ...now];
        rows = checkHistory(folder, told);
        checkQueue(folder, now);
      }
      expect(numbersOf(told, 'in').length, 'the writers wrote').toBeGreaterThan(ROUNDS / 4);
      expect(rows).toBeGreaterThanOrEqual(numbersOf(told, 'in').length + numbersOf(told, 'out').length);
    },
  );
});
