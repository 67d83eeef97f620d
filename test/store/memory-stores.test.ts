import { describe, expect, it } from 'vitest';
import { createMemoryHandsetStore } from '../../src/store/memory-handset-store.ts';
import { MemoryRelayQueue } from '../../src/store/memory-relay-queue.ts';
import { describeContactStore } from '../contract/contact-store.contract.ts';
import { describeDraftStore } from '../contract/draft-store.contract.ts';
import { describeHistory } from '../contract/history.contract.ts';
import { describeMessageStore } from '../contract/message-store.contract.ts';
import { describeRelayQueue } from '../contract/relay-queue.contract.ts';
import { describeSettingsStore } from '../contract/settings-store.contract.ts';
import { bob, incoming, request } from './fixtures.ts';

describeMessageStore('MemoryMessageStore', createMemoryHandsetStore);
describeHistory('MemoryMessageStore', createMemoryHandsetStore);
describeDraftStore('MemoryDraftStore', createMemoryHandsetStore);
describeContactStore('MemoryContactStore', createMemoryHandsetStore);
describeSettingsStore('MemorySettingsStore', createMemoryHandsetStore);
describeRelayQueue('MemoryRelayQueue', () => new MemoryRelayQueue());

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

  it('does so for the queue too', () => {
    const queue = new MemoryRelayQueue();
    queue.failWritesWith('read-only');
    expect(queue.add(request())).toEqual({ ok: false, error: 'read-only' });
    queue.failWritesWith(null);
    expect(queue.add(request()).ok).toBe(true);
  });
});
