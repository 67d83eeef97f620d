// Writes one of the database files beside this script, and what the code that wrote it reads in it. See README.md here.
// node test/store/released/write-released.ts <a checkout of the released code> <version>
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { FailureReason } from '../../../src/domain/history/failure-reason.ts';
import type { MessageStep, OutgoingStatus } from '../../../src/domain/history/message.ts';
import { movesTo } from '../../support/outgoing-moves.ts';
import { STORE_KEY } from '../database/store-key.ts';

interface Released {
  readonly messages: Record<string, (...values: unknown[]) => unknown>;
  readonly drafts: Record<string, (...values: unknown[]) => unknown>;
  readonly contacts: Record<string, (...values: unknown[]) => unknown>;
  readonly settings: Record<string, (...values: unknown[]) => unknown>;
  close(): void;
}

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 4, 14, 12);
const ALICE = 'sip:alice@relay.example';
const BOB = 'sip:bob@relay.example';
const CAROL = 'sip:carol@relay.example';
const NUMBER = 'sip:4711@relay.example';
const PEERS = [ALICE, BOB, CAROL, NUMBER];

type Open = (location: object) => { ok: true; value: Released } | { ok: false; error: unknown };

async function opener(checkout: string, path: string): Promise<() => Released> {
  for (const place of ['src/store/open-handset-store.ts', 'src/store/handset/open-handset-store.ts']) {
    try {
      const released = (await import(join(resolve(checkout), place))) as { readonly openHandsetStore: Open };
      return () => {
        const opened = released.openHandsetStore({ path, key: STORE_KEY });
        if (!opened.ok) throw new Error(JSON.stringify(opened.error));
        return opened.value;
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    }
  }
  throw new Error(`${checkout} has no store`);
}

/** The value of an answer; the next minute of the story for each. */
function valueOf(answer: unknown): Record<string, unknown> {
  const { ok, value, error } = answer as { ok: boolean; value: Record<string, unknown>; error: unknown };
  if (!ok) throw new Error(JSON.stringify(error));
  return value;
}

let minute = 0;
const nowMs = (): number => NOON_MS + 60_000 * ++minute;

function send({ messages }: Released, id: string, peer: string, body: string): number {
  const composedAtMs = nowMs();
  const giveUpAtAgeMs = 12 * HOUR_MS + minute + 0.5;
  return Number(valueOf(messages['addOutgoing']?.({ id, peer, body, composedAtMs, giveUpAtAgeMs }))['sequence']);
}

function change({ messages }: Released, id: string, status: string, reason: string | null, kinds: string[]): void {
  const steps = kinds.map((kind) => ({
    atMs: nowMs(),
    kind,
    tryNumber: kind === 'try' ? 1 : null,
    sipStatus: kind === 'try' ? (reason === null ? 202 : 503) : null,
    reason: kind === 'try' || kind === 'failed' ? reason : null,
  }));
  const failure = status === 'failed' ? reason : null;
  const cause = status === 'sending' || status === 'waiting' ? reason : null;
  if (messages['changeOutgoing'] !== undefined)
    valueOf(messages['changeOutgoing'](id, { status, failure, cause, tries: 1, steps }));
  // From schema 4 on a status is what events lead to.
  else
    valueOf(
      messages['moveOutgoing']?.(
        id,
        ...movesTo(status as OutgoingStatus, {
          reason: reason as FailureReason,
          cause: cause as FailureReason,
          steps: steps as MessageStep[],
        }),
      ),
    );
}

function receive({ messages }: Released, id: string, peer: string, body: string, owes = false): number {
  const receivedAtMs = nowMs();
  const reports = { owesDeliveryReport: owes, owesReadReport: owes };
  const sentAtMs = owes ? receivedAtMs - 5_000 : null;
  const added = valueOf(messages['addIncoming']?.({ id, peer, body, receivedAtMs, sentAtMs, ...reports }));
  return (added['message'] as { sequence: number }).sequence;
}

/** Two writes, as the handset makes them; null: the relay is still out of reach. */
function unreachable({ messages }: Released, minutes: number | null): void {
  const fromMs = nowMs();
  valueOf(messages['recordUnreachable']?.({ fromMs, toMs: null }));
  if (minutes !== null) valueOf(messages['recordUnreachable']?.({ fromMs, toMs: fromMs + minutes * 60_000 }));
}

interface Marked {
  readonly blanked: readonly number[];
  readonly removed: readonly number[];
}

/**
 * Two people who write to each other: every way in which a text can have come, and lines before, between and behind
 * each other.
 */
function tellOfBob(store: Released): Marked {
  unreachable(store, 3);
  send(store, 'out-enqueued', BOB, 'Meet at the SOUTH gate');
  change(store, 'out-enqueued', 'enqueued', null, ['try', 'accepted']);
  receive(store, 'in-first', BOB, 'Ok, I’ll be there 🐢', true);
  unreachable(store, 20);
  unreachable(store, 1);
  send(store, 'out-delivered', BOB, 'Zażółć gęślą jaźń');
  change(store, 'out-delivered', 'delivered', null, ['try', 'accepted', 'delivered']);
  const blanked = receive(store, 'in-blanked', BOB, 'the secret that was blanked');
  const removed = receive(store, 'in-removed', BOB, 'the secret that was removed', true);
  valueOf(store.messages['markRead']?.(BOB, removed, nowMs()));
  for (const body of ['the first text of this id', 'another text of this id']) {
    const reports = { owesDeliveryReport: false, owesReadReport: false };
    const text = { id: 'in-conflict', peer: BOB, body, receivedAtMs: nowMs(), sentAtMs: null };
    valueOf(store.messages['addIncoming']?.({ ...text, ...reports }));
  }
  return { blanked: [blanked], removed: [removed] };
}

function tellOfCarol(store: Released): void {
  send(store, 'out-read', CAROL, 'снег над городом');
  change(store, 'out-read', 'read', null, ['try', 'accepted', 'delivered', 'read']);
  for (const [id, reason] of [
    ['out-unknown', 'unknown-number'],
    ['out-expired', 'not-delivered-in-72-h'],
    ['out-given-up', 'not-sent-in-12-h'],
  ] as const) {
    send(store, id, CAROL, `never arrived: ${id}`);
    change(store, id, 'failed', reason, ['try', 'failed']);
  }
  unreachable(store, 90);
}

function tellOfAlice(store: Released): Marked {
  const blanked = send(store, 'out-blanked', ALICE, 'what was sent and blanked');
  change(store, 'out-blanked', 'delivered', null, ['try', 'accepted', 'delivered']);
  for (let index = 0; index < 40; index += 1) receive(store, `in-many-${index}`, ALICE, `number ${index} of many`);
  send(store, 'out-waiting', NUMBER, 'waits for the relay');
  change(store, 'out-waiting', 'waiting', 'server-fault', ['try', 'waiting']);
  send(store, 'out-sending', NUMBER, 'is being sent');
  change(store, 'out-sending', 'sending', 'no-network', ['try']);
  const removed = receive(store, 'in-newest-removed', ALICE, 'the newest of all, removed');
  valueOf(store.messages['markRead']?.(ALICE, removed, nowMs()));
  receive(store, 'in-unread', ALICE, 'not read yet', true);
  unreachable(store, null);
  return { blanked: [blanked], removed: [removed] };
}

/**
 * Everything that a file may hold. Gives back the sequences to be blanked and to be removed afterwards, the last of the
 * file among them.
 */
function tell(store: Released): Marked {
  valueOf(store.contacts['saveContact']?.({ address: BOB, name: 'Bob Żółw', favourite: true }));
  valueOf(store.contacts['saveContact']?.({ address: ALICE, name: 'Élise', favourite: false }));
  const bob = tellOfBob(store);
  tellOfCarol(store);
  const alice = tellOfAlice(store);
  valueOf(store.drafts['saveDraft']?.(CAROL, { text: 'not sent yet\nsecond line', cursor: 8 }));
  valueOf(store.drafts['saveDraft']?.('sip:nobody@relay.example', { text: 'to a new number', cursor: 0 }));
  valueOf(store.settings['saveSetting']?.('alert-profile', 'silent'));
  const last = receive(store, 'in-last-removed', CAROL, 'the last sequence of the file, removed');
  valueOf(store.messages['markRead']?.(CAROL, last, nowMs()));
  return {
    blanked: [...bob.blanked, ...alice.blanked],
    removed: [...bob.removed, ...alice.removed, last],
  };
}

/**
 * No release blanked or removed a text yet, but a file may hold what one did: as the store's README says that it is to
 * be done.
 */
function blankAndRemove(path: string, { blanked, removed }: Marked): void {
  const file = new Database(path) as Database.Database & { key(key: Buffer): number };
  file.pragma("cipher = 'chacha20'");
  file.key(Buffer.concat([Buffer.from('raw:'), STORE_KEY]));
  file.pragma('secure_delete = ON');
  file.pragma('foreign_keys = ON');
  const hasEvents = file.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'event'`).get() !== undefined;
  const events = hasEvents ? 'event' : 'message';
  const all = [...blanked, ...removed].join(', ');
  file.exec(`
    INSERT INTO search_index (search_index, rowid, text)
      SELECT 'delete', thread_id * 4294967296 + sequence, text FROM search WHERE sequence IN (${all});
    DELETE FROM search WHERE sequence IN (${all});
    UPDATE message SET body = '', blanked = 1 WHERE sequence IN (${blanked.join(', ')});
    DELETE FROM ${events} WHERE sequence IN (${removed.join(', ')});
    UPDATE thread SET last_sequence = (SELECT max(sequence) FROM ${events} AS one WHERE one.thread_id = thread.thread_id);`);
  const hasPairs = file.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'search_pair'`).get() !== undefined;
  if (hasPairs) {
    file.exec(`
      DELETE FROM search_pair;
      WITH RECURSIVE place (start) AS (SELECT 1 UNION ALL SELECT start + 1 FROM place WHERE start < 200)
      INSERT OR IGNORE INTO search_pair (pair, thread_id)
        SELECT substr(text, start, 2), thread_id FROM search JOIN place ON start <= length(text);`);
  }
  file.close();
}

/** What the released code itself reads in its file. */
function read({ messages, drafts, contacts, settings }: Released): object {
  const filters = [
    'south',
    'gate',
    'ść',
    'żó',
    'jaźń',
    '🐢',
    'снег',
    'many',
    'number 7',
    'secret',
    'removed',
    'blanked',
    'zq',
  ];
  const threads = (filter: string) => messages['threads']?.({ filter, limit: 100, offset: 0 }) as { peer: string }[];
  const sequences = Array.from({ length: 70 }, (_, index) => index + 1);
  return {
    threads: threads(''),
    found: Object.fromEntries<unknown>(filters.map((filter) => [filter, threads(filter).map(({ peer }) => peer)])),
    events: Object.fromEntries<unknown>(
      PEERS.map((peer) => [peer, messages['events']?.(peer, { beforeSequence: null, limit: 1_000 })]),
    ),
    page: messages['events']?.(ALICE, { beforeSequence: 40, limit: 10 }),
    unread: messages['unreadCount']?.(),
    unfinished: messages['unfinishedOutgoing']?.(),
    last: messages['lastOutgoing']?.(),
    owed: messages['owedReports']?.(),
    steps: sequences.map((sequence) => messages['steps']?.(sequence)),
    drafts: [...PEERS, 'sip:nobody@relay.example'].map((peer) => drafts['draft']?.(peer)),
    contacts: contacts['contacts']?.(''),
    alertProfile: settings['setting']?.('alert-profile'),
  };
}

const [checkout = '', version = ''] = process.argv.slice(2);
const path = join(import.meta.dirname, `handset-${version}.db`);
const open = await opener(checkout, path);
const store = open();
const marked = tell(store);
store.close();
blankAndRemove(path, marked);
const again = open();
writeFileSync(join(import.meta.dirname, `handset-${version}.json`), `${JSON.stringify(read(again), null, 2)}\n`);
again.close();
