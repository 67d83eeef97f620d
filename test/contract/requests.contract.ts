import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../src/domain/history/event.ts';
import type { Sequence } from '../../src/domain/history/message.ts';
import { MAX_EVICTIONS, STRANGER_QUOTA, STRANGERS_QUOTA } from '../../src/domain/history/quota.ts';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import { epochMs } from '../../src/domain/time.ts';
import type { Addition } from '../../src/ports/store/message-store.ts';
import type { HandsetStore } from '../../src/store/handset/handset-store.ts';
import { movesTo } from '../support/outgoing-moves.ts';
import { bob, carol, incoming, messageId, outgoing, peer, received, valueOf } from '../support/store-fixtures.ts';

const MIB = 1_024 * 1_024;
const mallory = peer('mallory');

/** What strangers have and may have, who is known, who is blocked, and what is deleted; whatever the store stands on. */
export function describeRequests(adapter: string, open: () => HandsetStore, roomIs: (freeBytes: number) => void): void {
  describe(adapter, () => {
    let store: HandsetStore;
    beforeEach(() => {
      roomIs(64 * MIB);
      store = open();
      valueOf(store.contacts.saveContact({ address: bob, name: 'Bob', favourite: false }));
    });
    afterEach(() => {
      store.close();
    });

    describe('keeps strangers within bounds:', () => {
      let next = 0;
      const text = (from: PeerAddress, body = 'text'): Addition =>
        valueOf(store.messages.addIncoming(incoming(`r${next++}`, { peer: from, body })));
      const textsOf = (of: PeerAddress) =>
        store.messages.events(of, { beforeSequence: null, limit: 1_000 }).map((event) => messageOf(event)?.body);
      const threads = (standing?: 'known' | 'stranger' | 'blocked') =>
        store.messages
          .threads({ filter: '', limit: 1_000, offset: 0, ...(standing === undefined ? {} : { standing }) })
          .map((thread) => thread.peer);
      const read = (of: PeerAddress) => valueOf(store.messages.markRead(of, 1e6, epochMs(1)));

      it('somebody is known who is a contact or was written to, and blocked before all', () => {
        const { standings, contacts, messages } = store;
        expect([bob, carol].map((one) => standings.standing(one))).toEqual(['known', 'stranger']);
        text(carol);
        expect(standings.standing(carol)).toBe('stranger');
        valueOf(messages.addOutgoing(outgoing('o1', { peer: carol })));
        expect(standings.standing(carol)).toBe('known');
        text(mallory);
        valueOf(standings.block(mallory, epochMs(5)));
        valueOf(standings.block(bob, epochMs(6)));
        valueOf(standings.block(bob, epochMs(7)));
        expect([mallory, bob].map((one) => standings.standing(one))).toEqual(['blocked', 'blocked']);
        expect(standings.blocked()).toEqual([bob, mallory]);
        valueOf(contacts.saveContact({ address: mallory, name: 'M', favourite: true }));
        expect(standings.standing(mallory)).toBe('blocked');
        valueOf(standings.unblock(mallory));
        valueOf(standings.unblock(bob));
        expect([mallory, bob].map((one) => standings.standing(one))).toEqual(['known', 'known']);
      });

      it('lists, counts and finds them apart from those who are known', () => {
        text(bob, 'gate one');
        text(carol, 'gate two');
        text(mallory, 'gate three');
        valueOf(store.standings.block(mallory, epochMs(1)));
        expect(threads()).toEqual([carol, bob]);
        expect(threads('known')).toEqual([bob]);
        expect(threads('stranger')).toEqual([carol]);
        expect(threads('blocked')).toEqual([mallory]);
        const { messages } = store;
        const counts = [undefined, 'known', 'stranger', 'blocked'] as const;
        expect(counts.map((standing) => messages.unreadCount(standing))).toEqual([2, 1, 1, 1]);
        for (const filter of ['gate', 'te', 'g']) {
          const found = messages.threads({ filter, limit: 10, offset: 0, standing: 'stranger' });
          expect(
            found.map((thread) => [thread.peer, thread.match === null ? null : messageOf(thread.match)?.body]),
          ).toEqual([[carol, 'gate two']]);
        }
        expect(messages.requests()).toEqual({ senders: 1, unread: 1, lastAtMs: 2_000, lost: 0 });
      });

      it('a contact is saved, and the thread with its texts is no request any more', () => {
        text(carol, 'hello');
        valueOf(store.contacts.saveContact({ address: carol, name: 'Carol', favourite: false }));
        expect(threads('known')).toEqual([carol]);
        expect(store.messages.requests()).toMatchObject({ senders: 0, unread: 0, lastAtMs: null });
        expect(store.messages.threads({ filter: 'hell', limit: 9, offset: 0 }).map((found) => found.peer)).toEqual([
          carol,
        ]);
      });

      it('one sender never has more than the quota of one; what was read goes first, then the oldest', () => {
        for (let index = 0; index < STRANGER_QUOTA.messages; index += 1) text(mallory, `text ${index}`);
        valueOf(
          store.messages.markRead(mallory, received(store.messages, incoming('x', { peer: bob })).sequence, epochMs(1)),
        );
        text(mallory, 'one more');
        expect(textsOf(mallory)).toHaveLength(STRANGER_QUOTA.messages);
        expect(textsOf(mallory)).not.toContain('text 0');
        expect(store.messages.requests()).toMatchObject({ lost: 0 });
        for (let index = 0; index < 2 * STRANGER_QUOTA.messages; index += 1) text(mallory, `again ${index}`);
        expect(textsOf(mallory)).toHaveLength(STRANGER_QUOTA.messages);
        expect(textsOf(mallory).at(-1)).toBe(`again ${2 * STRANGER_QUOTA.messages - 1}`);
        const { lost } = store.messages.requests();
        expect(lost).toBeGreaterThan(1);
        // One more was lost while the owner read the number.
        valueOf(store.messages.forgetLostRequests(lost - 1));
        expect(store.messages.requests().lost).toBe(1);
        valueOf(store.messages.forgetLostRequests(lost));
        expect(store.messages.requests().lost).toBe(0);
      });

      it('bytes count as rows do', () => {
        const large = 'ż'.repeat(2_000);
        for (let index = 0; index < 20; index += 1) text(mallory, large);
        expect(textsOf(mallory).length * 4_000).toBeLessThanOrEqual(STRANGER_QUOTA.bytes);
        expect(textsOf(mallory).length).toBeGreaterThan(STRANGER_QUOTA.bytes / 4_000 - 2);
      });

      it('all senders together never have more than theirs, however many there are', () => {
        for (let index = 0; index < STRANGERS_QUOTA.messages + 20; index += 1) text(peer(`stranger${index}`));
        expect(threads('stranger')).toHaveLength(STRANGERS_QUOTA.messages);
        expect(store.messages.requests()).toMatchObject({ unread: STRANGERS_QUOTA.messages, lost: 20 });
      }, 60_000);

      it('the oldest of whoever has most makes way, and what was read before it', () => {
        for (let index = 0; index < 20; index += 1) text(mallory, `many ${index}`);
        text(carol, 'read');
        read(carol);
        for (let index = 0; index < STRANGERS_QUOTA.messages - 21; index += 1) text(peer(`stranger${index}`));
        text(peer('late1'));
        expect(textsOf(carol)).toEqual([]);
        expect(textsOf(mallory)).toHaveLength(20);
        text(peer('late2'));
        expect(textsOf(mallory)[0]).toBe('many 1');
        expect(textsOf(peer('stranger0'))).toHaveLength(1);
      }, 60_000);

      it('nothing of a known peer is ever removed for another, and strangers touch no quota of theirs', () => {
        for (let index = 0; index < 3 * STRANGER_QUOTA.messages; index += 1) text(bob, `friend ${index}`);
        for (let index = 0; index < 3 * STRANGER_QUOTA.messages; index += 1) text(mallory, `foe ${index}`);
        expect(textsOf(bob)).toHaveLength(3 * STRANGER_QUOTA.messages);
      });

      it('a nearly full medium: strangers make way and are dropped; known peers are kept until little is left', () => {
        for (let index = 0; index < 12; index += 1) text(mallory, `foe ${index}`);
        valueOf(store.contacts.saveContact({ address: carol, name: 'Carol', favourite: true }));
        expect(store.messages.hasLittleRoom()).toBe(false);
        roomIs(15 * MIB);
        expect(store.messages.hasLittleRoom()).toBe(true);
        expect(text(mallory, 'not kept').kind).toBe('dropped');
        expect(text(bob, 'friend').kind).toBe('stored');
        expect(textsOf(mallory)).toHaveLength(12 - MAX_EVICTIONS);
        roomIs(3 * MIB);
        const refused = store.messages.addIncoming(incoming('late', { peer: bob }));
        expect(refused).toEqual({ ok: false, error: 'disk-full' });
        expect(text(carol, 'favourite').kind).toBe('stored');
        expect(textsOf(bob)).toEqual(['friend']);
        roomIs(20 * MIB);
        expect(valueOf(store.messages.addIncoming(incoming('late', { peer: bob }))).kind).toBe('stored');
      });

      it('while room is short, a known peer who has much already waits, and the others do not', () => {
        for (let index = 0; index < 70; index += 1) text(bob, 'x'.repeat(4_000));
        valueOf(store.contacts.saveContact({ address: carol, name: 'Carol', favourite: false }));
        roomIs(7 * MIB);
        expect(store.messages.addIncoming(incoming('more', { peer: bob }))).toEqual({ ok: false, error: 'disk-full' });
        expect(text(carol).kind).toBe('stored');
      });

      it('nothing of a blocked peer is kept, and what was there before stays', () => {
        text(mallory, 'before');
        valueOf(store.standings.block(mallory, epochMs(1)));
        expect(text(mallory, 'after').kind).toBe('dropped');
        expect(textsOf(mallory)).toEqual(['before']);
        expect(store.messages.requests()).toMatchObject({ senders: 0, lost: 0 });
      });

      it('tells how much of a text was cut, and what was cut comes twice as a duplicate', () => {
        const cut = incoming('long', { peer: bob, body: 'begin', cutBytes: 59_000 });
        expect(received(store.messages, cut)).toMatchObject({ cutBytes: 59_000 });
        expect(valueOf(store.messages.addIncoming(cut))).toMatchObject({
          kind: 'duplicate',
          message: { body: 'begin', cutBytes: 59_000 },
        });
      });
    });

    describe('deletes for good:', () => {
      const eraseAll = () => {
        while (valueOf(store.messages.eraseDeleted())) continue;
      };
      const found = (filter: string) => store.messages.threads({ filter, limit: 10, offset: 0 }).map((one) => one.peer);
      const sequences = (of: PeerAddress): readonly Sequence[] =>
        store.messages.events(of, { beforeSequence: null, limit: 100 }).map(({ sequence }) => sequence);

      it('one message: out of thread, search and counts, and its id stays known', () => {
        const { messages } = store;
        const first = received(messages, incoming('m1', { body: 'first harbour', owesDeliveryReport: true }));
        const second = received(messages, incoming('m2', { body: 'second' }));
        expect(messages.deleteEvent(second.sequence)).toEqual({ ok: true, value: 'deleted' });
        expect(messages.threads({ filter: '', limit: 1, offset: 0 })[0]).toMatchObject({
          last: { sequence: first.sequence },
          unread: 1,
        });
        expect(messages.unreadCount()).toBe(1);
        expect(found('seco')).toEqual([]);
        expect(found('se')).toEqual([]);
        expect(found('harb')).toEqual([bob]);
        expect(found('rb')).toEqual([bob]);
        expect(messages.find(second.sequence)).toBeNull();
        expect(messages.steps(second.sequence)).toEqual([]);
        valueOf(messages.deleteEvent(first.sequence));
        expect(messages.threads({ filter: '', limit: 1, offset: 0 })).toEqual([]);
        expect(messages.owedReports()).toEqual([]);
        expect(messages.unreadCount()).toBe(0);
        const again = incoming('m1', { body: 'first harbour' });
        expect(valueOf(messages.addIncoming(again))).toEqual({ kind: 'duplicate', message: null });
        // Its sender was told that it is kept, so it must not be taken for what the owner has deleted.
        const other = incoming('m1', { body: 'other words' });
        expect(valueOf(messages.addIncoming(other))).toEqual({ kind: 'conflict', message: null });
        expect(messages.unreadCount()).toBe(0);
        expect(messages.deleteEvent(first.sequence)).toEqual({ ok: true, value: 'deleted' });
        eraseAll();
      });

      it('a thread: gone at once for every reader, with its draft; a new text begins another', () => {
        const { messages, drafts } = store;
        for (let index = 0; index < 9; index += 1)
          received(messages, incoming(`m${index}`, { body: `harbour ${index}` }));
        valueOf(messages.addOutgoing(outgoing('o1', { body: 'own' })));
        valueOf(messages.moveOutgoing(messageId('o1'), ...movesTo('delivered')));
        received(messages, incoming('c1', { peer: carol, body: 'harbour of carol' }));
        valueOf(drafts.saveDraft(bob, { text: 'draft', cursor: 1 }));
        const gone = sequences(bob);
        expect(messages.deleteThread(bob)).toEqual({ ok: true, value: 'deleted' });
        const check = (): void => {
          expect(found('')).toEqual([carol]);
          expect(found('harbour')).toEqual([carol]);
          expect(gone.map((sequence) => messages.find(sequence))).toEqual(gone.map(() => null));
          expect([messages.lastOutgoing(), messages.findOutgoing(messageId('o1'), null)]).toEqual([null, null]);
          expect(messages.unreadCount()).toBe(1);
          expect(drafts.draft(bob)).toBeNull();
          const again = incoming('m1', { body: 'harbour 1' });
          expect(valueOf(messages.addIncoming(again))).toEqual({ kind: 'duplicate', message: null });
          const other = incoming('m1', { body: 'other' });
          expect(valueOf(messages.addIncoming(other))).toEqual({ kind: 'conflict', message: null });
        };
        check();
        eraseAll();
        check();
        expect(received(messages, incoming('new')).sequence).toBeGreaterThan(Math.max(...gone));
        expect(sequences(bob)).toHaveLength(1);
      });

      it('what is still to be sent stays', () => {
        const { messages } = store;
        const { sequence } = valueOf(messages.addOutgoing(outgoing('o1')));
        received(messages, incoming('m1'));
        expect(messages.deleteEvent(sequence)).toEqual({ ok: true, value: 'unfinished' });
        expect(messages.deleteThread(bob)).toEqual({ ok: true, value: 'unfinished' });
        expect(sequences(bob)).toHaveLength(2);
        valueOf(messages.moveOutgoing(messageId('o1'), ...movesTo('waiting')));
        expect(messages.deleteThread(bob)).toEqual({ ok: true, value: 'unfinished' });
        valueOf(messages.moveOutgoing(messageId('o1'), ...movesTo('failed', { reason: 'not-sent-in-12-h' })));
        expect(messages.deleteThread(bob)).toEqual({ ok: true, value: 'deleted' });
      });

      it('a stranger stays a stranger, and one who was only written to becomes one again', () => {
        const { messages, standings } = store;
        valueOf(messages.addOutgoing(outgoing('o1', { peer: carol })));
        valueOf(messages.moveOutgoing(messageId('o1'), ...movesTo('delivered')));
        expect(standings.standing(carol)).toBe('known');
        valueOf(messages.deleteThread(carol));
        expect(standings.standing(carol)).toBe('stranger');
        eraseAll();
      });
    });
  });
}
