import { describe, expect, it } from 'vitest';
import { createMemoryHandsetStore } from '../../support/memory-store/memory-handset-store.ts';
import { MemoryMessageStore } from '../../support/memory-store/memory-message-store.ts';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import { MemoryTables } from '../../support/memory-store/memory-tables.ts';
import { describeContactStore } from '../../contract/contact-store.contract.ts';
import { describeDraftStore } from '../../contract/draft-store.contract.ts';
import { describeHistory } from '../../contract/history.contract.ts';
import { describeMessageStore } from '../../contract/message-store.contract.ts';
import { describeRequests } from '../../contract/requests.contract.ts';
import { describeRelayQueue } from '../../contract/relay-queue.contract.ts';
import { describeSettingsStore } from '../../contract/settings-store.contract.ts';
import { bob, incoming, received, request } from '../../support/store-fixtures.ts';
import { addOne } from '../../support/add-one.ts';

describeMessageStore('MemoryMessageStore', createMemoryHandsetStore);
describeHistory('MemoryMessageStore', createMemoryHandsetStore);
let freeBytes = 0;
describeRequests(
  'MemoryMessageStore',
  () => {
    const store = createMemoryHandsetStore();
    store.roomIs({
      get freeBytes() {
        return freeBytes;
      },
      totalBytes: 64 * 1_024 * 1_024,
    });
    return store;
  },
  (bytes) => {
    freeBytes = bytes;
  },
);
describeDraftStore('MemoryDraftStore', createMemoryHandsetStore);
describeContactStore('MemoryContactStore', createMemoryHandsetStore);
describeSettingsStore('MemorySettingsStore', createMemoryHandsetStore);
describeRelayQueue('MemoryRelayQueue', () => new MemoryRelayQueue());

it('MemoryMessageStore knows a message again after it was removed', () => {
  const tables = new MemoryTables();
  const messages = new MemoryMessageStore(tables);
  tables.events.delete(received(messages, incoming('m1')).sequence);
  expect(messages.addIncoming(incoming('m1'))).toEqual({ ok: true, value: { kind: 'duplicate', message: null } });
  expect(messages.unreadCount()).toBe(0);
});

describe('a memory store told to fail', () => {
  it('answers every write with that failure until told otherwise, and keeps reading', () => {
    const store = createMemoryHandsetStore();
    store.failWritesWith('disk-full');
    expect(store.messages.addIncoming(incoming('m1'))).toEqual({ ok: false, error: 'disk-full' });
    expect(store.drafts.saveDraft(bob, { text: 'text', cursor: 1 })).toEqual({ ok: false, error: 'disk-full' });
    expect(store.messages.unreadCount()).toBe(0);
    store.failWritesWith(null);
    expect(store.messages.addIncoming(incoming('m1')).ok).toBe(true);
  });

  it('does the same when it is the relay queue', () => {
    const queue = new MemoryRelayQueue();
    queue.failWritesWith('read-only');
    expect(addOne(queue, request())).toEqual({ ok: false, error: 'read-only' });
    queue.failWritesWith(null);
    expect(addOne(queue, request()).ok).toBe(true);
  });
});
