import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { dataFolder } from '../database/data-folder.ts';
import { STORE_KEY } from '../database/store-key.ts';
import { befriend, bob, carol, incoming, received, valueOf } from '../../support/store-fixtures.ts';

const NEEDLE = 'xylophonequartz';

/** Every byte of the file, as plain text: what somebody with the key would find in any page. */
function plainBytes(path: string): string {
  const copy = join(dataFolder(), 'plain.db');
  copyFileSync(path, copy);
  const file = new Database(copy) as Database.Database & { key(key: Buffer): number };
  file.pragma("cipher = 'chacha20'");
  file.key(Buffer.concat([Buffer.from('raw:'), STORE_KEY]));
  file.pragma('journal_mode = DELETE');
  file.pragma("rekey = ''");
  file.close();
  return readFileSync(copy, 'latin1');
}

function filled() {
  const path = join(dataFolder(), 'handset.db');
  const store = valueOf(openHandsetStore({ path, key: STORE_KEY }));
  befriend(store.contacts, bob, carol);
  for (let index = 0; index < 60; index += 1) {
    received(store.messages, incoming(`b${index}`, { peer: bob, body: `${NEEDLE} number ${index} of bob` }));
    received(store.messages, incoming(`c${index}`, { peer: carol, body: `kept number ${index} of carol` }));
  }
  return { path, store };
}

function eraseAll({ messages }: ReturnType<typeof filled>['store']): number {
  let calls = 1;
  while (valueOf(messages.eraseDeleted())) calls += 1;
  return calls;
}

describe('a text that was deleted', () => {
  it('is in no page of the file, used or free, nor in its log; the test finds what is there', () => {
    const { path, store } = filled();
    valueOf(store.messages.deleteThread(bob));
    eraseAll(store);
    expect(statSync(`${path}-wal`).size).toBe(0);
    const bytes = plainBytes(path);
    expect(bytes).toContain('number 7 of carol');
    for (const trace of [NEEDLE, 'of bob', 'xyl', 'ylo']) expect(bytes.includes(trace), trace).toBe(false);
    expect(store.messages.threads({ filter: 'carol', limit: 9, offset: 0 })).toHaveLength(1);
    store.close();
  });

  it('alone among others of its thread leaves none of its letters that the others have not', () => {
    const { path, store } = filled();
    const odd = received(store.messages, incoming('odd', { peer: bob, body: 'jukebox żółw' }));
    valueOf(store.messages.deleteEvent(odd.sequence));
    eraseAll(store);
    const bytes = plainBytes(path);
    for (const trace of ['jukebox', 'juk', 'ju']) expect(bytes.includes(trace), trace).toBe(false);
    const found = (filter: string) => store.messages.threads({ filter, limit: 9, offset: 0 }).length;
    expect([found('ju'), found('x '), found('xylo'), found('xy')]).toEqual([0, 0, 1, 1]);
    store.close();
  });

  it('goes in small parts, and what is left of a thread goes after a restart', () => {
    const { path, store } = filled();
    valueOf(store.messages.deleteThread(bob));
    expect(valueOf(store.messages.eraseDeleted())).toBe(true);
    store.close();
    const again = valueOf(openHandsetStore({ path, key: STORE_KEY }));
    expect(again.lostChanges).toBeNull();
    expect(again.messages.threads({ filter: '', limit: 9, offset: 0 })).toHaveLength(1);
    expect(eraseAll(again)).toBeGreaterThan(10);
    expect(plainBytes(path).includes(NEEDLE)).toBe(false);
    again.close();
  });

  it('does not look like a loss when the power fails right after the log was emptied', () => {
    const { path, store } = filled();
    valueOf(store.messages.deleteThread(bob));
    eraseAll(store);
    const copy = join(dataFolder(), 'handset.db');
    for (const part of ['', '-wal', '-mark']) if (existsSync(path + part)) copyFileSync(path + part, copy + part);
    const again = valueOf(openHandsetStore({ path: copy, key: STORE_KEY }));
    expect(again.lostChanges).toBeNull();
    again.close();
    received(store.messages, incoming('next', { peer: bob }));
    for (const part of ['', '-wal', '-mark']) copyFileSync(path + part, copy + part);
    const third = valueOf(openHandsetStore({ path: copy, key: STORE_KEY }));
    expect([third.lostChanges, third.messages.unreadCount()]).toEqual([null, 61]);
    third.close();
    store.close();
  });
});

describe('the index', () => {
  it('costs a long text, and any text of a stranger, no more than its length', () => {
    const { path, store } = filled();
    const random = (length: number, seed: number): string =>
      Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7_919 + seed * 104_729) % 20_000))).join(
        '',
      );
    const sizeNow = (): number => {
      while (valueOf(store.messages.eraseDeleted())) continue;
      return statSync(path).size;
    };
    const before = sizeNow();
    for (let index = 0; index < 100; index += 1) {
      received(store.messages, incoming(`long${index}`, { peer: bob, body: random(1_360, index) }));
    }
    const text = 100 * 1_360 * 3;
    // The text itself and its search form; 16 times as much when it was indexed.
    expect(sizeNow() - before).toBeLessThan(text * 2.6);
    expect(store.messages.threads({ filter: random(3, 99), limit: 9, offset: 0 }).map(({ peer }) => peer)).toEqual([
      bob,
    ]);
    store.close();
  });
});
