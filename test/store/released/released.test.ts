import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { messageOf } from '../../../src/domain/history/event.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { HandsetStore } from '../../../src/store/handset/handset-store.ts';
import { HANDSET_SCHEMA } from '../../../src/store/handset/handset-schema.ts';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { incoming, received, valueOf } from '../../support/store-fixtures.ts';
import { dataFolder } from '../database/data-folder.ts';
import { STORE_KEY } from '../database/store-key.ts';

/** What the released code read in its own file, as `write-released.ts` wrote it down. */
interface Recorded {
  readonly threads: readonly { readonly peer: PeerAddress }[];
  readonly found: Readonly<Record<string, readonly PeerAddress[]>>;
  readonly events: Readonly<Record<PeerAddress, readonly unknown[]>>;
  readonly page: readonly unknown[];
  readonly unread: number;
  readonly unfinished: readonly unknown[];
  readonly last: unknown;
  readonly owed: readonly unknown[];
  readonly steps: readonly (readonly unknown[])[];
  readonly drafts: readonly unknown[];
  readonly contacts: readonly unknown[];
  readonly alertProfile: string;
}

const ALICE = 'sip:alice@relay.example' as PeerAddress;
const NOBODY = 'sip:nobody@relay.example' as PeerAddress;

function opened(version: number): HandsetStore {
  const path = join(dataFolder(), 'handset.db');
  copyFileSync(join(import.meta.dirname, `handset-${version}.db`), path);
  const store = valueOf(openHandsetStore({ path, key: STORE_KEY }));
  onTestFinished(() => {
    store.close();
  });
  return store;
}

const recordedOf = (version: number): Recorded =>
  JSON.parse(readFileSync(join(import.meta.dirname, `handset-${version}.json`), 'utf8')) as Recorded;

const EARLIER = HANDSET_SCHEMA.migrations.slice(0, -1).map(({ version }) => version);

describe.each(EARLIER)('a file that the released code of schema %i wrote opens with', (version) => {
  const recorded = recordedOf(version);
  const peers = Object.keys(recorded.events) as PeerAddress[];

  it('all its messages and unreachable lines, in their order', () => {
    const { messages } = opened(version);
    for (const peer of peers) {
      expect(messages.events(peer, { beforeSequence: null, limit: 1_000 })).toMatchObject(recorded.events[peer]!);
    }
    expect(messages.events(ALICE, { beforeSequence: 40, limit: 10 })).toMatchObject(recorded.page);
    expect(recorded.page.length).toBeGreaterThanOrEqual(10);
  });

  it('its threads in their order, unread counts and drafts', () => {
    const { messages, drafts } = opened(version);
    const threads = messages.threads({ filter: '', limit: 100, offset: 0 });
    // Until schema 4 the last event could only be a message.
    const lastOf = version < 4 ? messageOf : (last: (typeof threads)[number]['last']) => last;
    expect(threads.map((thread) => ({ ...thread, last: lastOf(thread.last) }))).toMatchObject(recorded.threads);
    expect(threads).toHaveLength(recorded.threads.length);
    expect(messages.unreadCount()).toBe(recorded.unread);
    expect([...peers, NOBODY].map((peer) => drafts.draft(peer))).toEqual(recorded.drafts);
  });

  it('everybody as known to whom the owner has written or who is a contact', () => {
    const { standings } = opened(version);
    expect(peers.map((peer) => standings.standing(peer))).toEqual(peers.map(() => 'known'));
    expect(standings.standing(NOBODY)).toBe('stranger');
  });

  it('what waits to be sent, every step, and the reports that are owed', () => {
    const { messages } = opened(version);
    expect(messages.unfinishedOutgoing()).toMatchObject(recorded.unfinished);
    expect(messages.unfinishedOutgoing()).toHaveLength(2);
    expect(messages.lastOutgoing()).toMatchObject(recorded.last as object);
    expect(recorded.steps.map((_, index) => messages.steps(index + 1))).toEqual(recorded.steps);
    expect(messages.owedReports()).toEqual(recorded.owed);
  });

  it('the same search hits, and none in what was blanked or removed', () => {
    const { messages } = opened(version);
    const filters = Object.keys(recorded.found);
    const hits = (filter: string) => messages.threads({ filter, limit: 100, offset: 0 }).map(({ peer }) => peer);
    expect(Object.fromEntries(filters.map((filter) => [filter, hits(filter)]))).toEqual(recorded.found);
    expect(hits('secret')).toEqual([]);
    expect(hits('number 7')).toEqual([ALICE]);
  });

  it('its contacts and settings', () => {
    const { contacts, settings } = opened(version);
    expect(contacts.contacts('')).toEqual(recorded.contacts);
    expect(settings.setting('alert-profile')).toBe(recorded.alertProfile);
  });

  it('room for more: new messages stand behind all others, nothing passes for a removed one, the open line is closed', () => {
    const { messages } = opened(version);
    const lastRemoved = recorded.steps.findLastIndex((steps) => steps.length > 0) + 2;
    const next = received(messages, incoming('in-after', { peer: ALICE }));
    expect(next.sequence).toBeGreaterThan(lastRemoved);
    for (const id of ['in-removed', 'in-blanked']) {
      const again = incoming(id, { peer: 'sip:bob@relay.example' as PeerAddress, body: 'again' });
      // No earlier schema says which text was removed. It may come a second time, but no other is lost for it.
      expect(valueOf(messages.addIncoming(again)).kind).toBe('conflict');
    }
    const page = () => messages.events(ALICE, { beforeSequence: null, limit: 2 });
    expect(page().map(({ kind }) => kind)).toEqual(['message', 'unreachable', 'message']);
    expect(page()[1]).toMatchObject({ period: { toMs: null } });
    const [fromMs, toMs] = [incoming('x').receivedAtMs, next.receivedAtMs];
    valueOf(messages.recordUnreachable({ fromMs, toMs }));
    expect(page()[1]).toMatchObject({ period: { toMs } });
  });
});
