import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageEvent, messageOf } from '../../src/domain/history/event.ts';
import { epochMs } from '../../src/domain/time.ts';
import type { EventQuery, ThreadQuery } from '../../src/ports/store/message-store.ts';
import type { HandsetStore } from '../../src/store/handset/handset-store.ts';
import { alice, bob, carol, incoming, outgoing, received, valueOf } from '../support/store-fixtures.ts';

const newest: EventQuery = { beforeSequence: null, limit: 100 };
const everyThread: ThreadQuery = { filter: '', limit: 100, offset: 0 };

/** What every `MessageStore` shows of what it holds. `open` gives a new, empty store each time. */
export function describeHistory(adapter: string, open: () => HandsetStore): void {
  describe(`${adapter} shows History as every MessageStore does:`, () => {
    let store: HandsetStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => {
      store.close();
    });
    const filtered = (filter: string) =>
      store.messages.threads({ ...everyThread, filter }).map((thread) => thread.peer);

    describe('History', () => {
      it('has one row per peer, newest first, with unread, name and draft', () => {
        valueOf(store.messages.addIncoming(incoming('b1')));
        valueOf(store.messages.addIncoming(incoming('b2')));
        const sent = valueOf(store.messages.addOutgoing(outgoing('c1', { peer: carol })));
        expect(store.messages.threads(everyThread).map((thread) => thread.peer)).toEqual([carol, bob]);
        const last = received(store.messages, incoming('b3'));
        valueOf(store.contacts.saveContact({ address: bob, name: 'Bob', favourite: false }));
        valueOf(store.drafts.saveDraft(carol, { text: 'see you', cursor: 7 }));
        expect(store.messages.threads(everyThread)).toEqual([
          { peer: bob, name: 'Bob', last: messageEvent(last), unread: 3, notSent: 0, draft: '', match: null },
          { peer: carol, name: null, last: messageEvent(sent), unread: 0, notSent: 0, draft: 'see you', match: null },
        ]);
        valueOf(store.messages.markRead(bob, last.sequence, epochMs(5_000)));
        expect(store.messages.threads(everyThread)[0]).toMatchObject({ unread: 0, last: { message: { read: true } } });
      });

      it('pages with limit and offset', () => {
        for (const [index, user] of [alice, bob, carol].entries()) {
          valueOf(store.messages.addIncoming(incoming(`m${index}`, { peer: user })));
        }
        expect(store.messages.threads({ filter: '', limit: 2, offset: 0 }).map(({ peer }) => peer)).toEqual([
          carol,
          bob,
        ]);
        expect(store.messages.threads({ filter: '', limit: 2, offset: 2 }).map(({ peer }) => peer)).toEqual([alice]);
        expect(store.messages.threads({ filter: 'TEXT', limit: 1, offset: 1 }).map(({ peer }) => peer)).toEqual([bob]);
        expect(store.messages.threads({ filter: 'text', limit: 2, offset: 5 })).toEqual([]);
      });

      it('says which text a filter was found in, the newest, unless the person is meant', () => {
        const add = (id: string, body: string) => received(store.messages, incoming(id, { body }));
        add('m1', 'the needle, once');
        const newest = add('m2', 'a Needle again');
        add('m3', 'hay for Bob');
        const match = (filter: string) => store.messages.threads({ ...everyThread, filter })[0]!.match;
        for (const filter of ['needle', 'ne', 'NEEDLE AG']) expect(match(filter)).toEqual(messageEvent(newest));
        expect(messageOf(match('once'))).toMatchObject({ body: 'the needle, once' });
        expect(match('bob')).toBeNull();
        expect(match('')).toBeNull();
      });

      it('shows only the start of a long draft, never half an emoji', () => {
        valueOf(store.messages.addIncoming(incoming('m1')));
        valueOf(store.drafts.saveDraft(bob, { text: '🐢'.repeat(150), cursor: 0 }));
        expect(store.messages.threads(everyThread)[0]!.draft).toBe('🐢'.repeat(80));
      });

      it('filters by part of name, address or any text, whatever the case', () => {
        valueOf(store.messages.addIncoming(incoming('b1', { body: 'Treffen am BAHNHOF, "Gleis 7"' })));
        valueOf(store.messages.addIncoming(incoming('b2', { body: 'ok' })));
        valueOf(store.messages.addIncoming(incoming('c1', { peer: carol, body: 'ŻÓŁW 100% _под_ снегом' })));
        valueOf(store.contacts.saveContact({ address: carol, name: 'Ωmega Dubois', favourite: false }));
        expect(filtered('bahnhof')).toEqual([bob]);
        expect(filtered('"gleis')).toEqual([bob]);
        expect(filtered('żó')).toEqual([carol]);
        expect(filtered('żółw')).toEqual([carol]);
        expect(filtered('ПОД')).toEqual([carol]);
        expect(filtered('%')).toEqual([carol]);
        expect(filtered('0% _')).toEqual([carol]);
        expect(filtered('ωMEGA')).toEqual([carol]);
        expect(filtered('carol@')).toEqual([carol]);
        expect(filtered('ok')).toEqual([bob]);
        expect(filtered('k')).toEqual([bob]);
        expect(filtered('@example.org')).toEqual([carol, bob]);
        expect(filtered('CAR')).toEqual([carol]);
        expect(filtered('l@exa')).toEqual([carol]);
        for (const shared of ['example.org', 'example', 'sip:', 'sip']) expect(filtered(shared)).toEqual([]);
        expect(filtered('nowhere')).toEqual([]);
        expect(filtered('zq')).toEqual([]);
      });

      it('filters by what the owner wrote as by what came', () => {
        valueOf(store.messages.addIncoming(incoming('b1', { body: 'Fahrkarte' })));
        valueOf(store.messages.addOutgoing(outgoing('o1', { peer: alice, body: 'Fahrplan' })));
        expect(['fahrPLAN', 'fahr', 'pl'].map(filtered)).toEqual([[alice], [alice, bob], [alice]]);
      });

      it('finds what stands behind a NUL, and a NUL as a space', () => {
        const text = received(store.messages, incoming('b1', { body: 'before\0behind' }));
        expect(messageOf(store.messages.find(text.sequence))?.body).toBe('before\0behind');
        for (const filter of ['behind', 'nd', 'before behind', 'e\0b']) expect(filtered(filter)).toEqual([bob]);
      });

      it('throws on a limit or an offset out of range', () => {
        for (const limit of [0, 1_001, 1.5]) {
          expect(() => store.messages.threads({ filter: '', limit, offset: 0 })).toThrow(RangeError);
          expect(() => store.messages.events(bob, { beforeSequence: null, limit })).toThrow(RangeError);
        }
        expect(() => store.messages.threads({ filter: '', limit: 1, offset: -1 })).toThrow(RangeError);
      });
    });

    describe("a contact's History", () => {
      it('is oldest first, of one peer, the newest before a sequence', () => {
        for (const id of ['m1', 'm2', 'm3', 'm4']) valueOf(store.messages.addIncoming(incoming(id)));
        valueOf(store.messages.addIncoming(incoming('c1', { peer: carol })));
        valueOf(store.messages.addOutgoing(outgoing('m5')));
        const page = store.messages.events(bob, { beforeSequence: null, limit: 3 });
        expect(page.map((event) => (event.kind === 'message' ? event.message.id : event.kind))).toEqual([
          'm3',
          'm4',
          'm5',
        ]);
        const first = page[0]!;
        if (first.kind !== 'message') throw new Error('a page begins with a message');
        const older = store.messages.events(bob, { beforeSequence: first.message.sequence, limit: 3 });
        expect(older.map((event) => (event.kind === 'message' ? event.message.id : event.kind))).toEqual(['m1', 'm2']);
        expect(store.messages.events(alice, newest)).toEqual([]);
      });

      it('sequences grow and are never used twice', () => {
        const sequences = [
          valueOf(store.messages.addOutgoing(outgoing('m1'))).sequence,
          received(store.messages, incoming('m2')).sequence,
          valueOf(store.messages.addOutgoing(outgoing('m3', { composedAtMs: epochMs(1) }))).sequence,
        ];
        expect(sequences).toEqual([...new Set(sequences)].sort((left, right) => left - right));
        expect(store.messages.find(sequences[2]! + 1)).toBeNull();
        expect(store.messages.steps(sequences[2]! + 1)).toEqual([]);
      });

      it('shows that another device signed in between the messages before and after it, once for each device', () => {
        const kinds = (limit: number) =>
          store.messages.events(bob, { beforeSequence: null, limit }).map(({ kind }) => kind);
        const record = (device: string, atMs: number) => valueOf(store.messages.recordSignIn(device, epochMs(atMs)));
        expect(record('first', 5)).toMatchObject({ kind: 'signIn', unread: true, atMs: 5 });
        valueOf(store.messages.addIncoming(incoming('m1')));
        record('second', 6);
        valueOf(store.messages.recordUnreachable({ fromMs: epochMs(7), toMs: null }));
        valueOf(store.messages.addIncoming(incoming('m2')));
        expect(kinds(9)).toEqual(['message', 'signIn', 'unreachable', 'message']);
        expect(kinds(2)).toEqual(['message', 'signIn', 'unreachable', 'message']);
        expect(record('first', 8)).toBeNull();
        expect(store.messages.signIns().map(({ atMs }) => atMs)).toEqual([6, 5]);
        expect([store.messages.unreadCount(), store.messages.notSentCount()]).toEqual([2, 0]);
      });

      it('keeps what was seen of sign-ins, and no more of them than 200', () => {
        const unread = () => store.messages.signIns().filter((event) => event.unread);
        for (let at = 0; at < 3; at += 1) valueOf(store.messages.recordSignIn(`d${at}`, epochMs(at)));
        valueOf(store.messages.signInsSeen(store.messages.signIns()[1]!.sequence));
        expect(unread().map(({ atMs }) => atMs)).toEqual([2]);
        for (let at = 3; at < 203; at += 1) valueOf(store.messages.recordSignIn(`d${at}`, epochMs(at)));
        expect(store.messages.signIns().map(({ atMs }) => atMs)).toEqual(
          Array.from({ length: 200 }, (_, at) => 202 - at),
        );
        expect(valueOf(store.messages.recordSignIn('d3', epochMs(1)))).toBeNull();
        expect(valueOf(store.messages.recordSignIn('d0', epochMs(999)))).toMatchObject({ atMs: 999 });
      });

      it('shows an unreachable period between the messages before and after it, once', () => {
        const kinds = (limit: number, beforeSequence: number | null = null) =>
          store.messages
            .events(bob, { beforeSequence, limit })
            .map((event) =>
              event.kind === 'unreachable' ? `${event.period.fromMs}-${event.period.toMs}` : messageOf(event)?.id,
            );
        valueOf(store.messages.recordUnreachable({ fromMs: epochMs(10), toMs: epochMs(20) }));
        valueOf(store.messages.addIncoming(incoming('m1')));
        valueOf(store.messages.recordUnreachable({ fromMs: epochMs(100), toMs: null }));
        expect(kinds(9)).toEqual(['m1', '100-null']);
        valueOf(store.messages.recordUnreachable({ fromMs: epochMs(150), toMs: null }));
        expect(kinds(9)).toEqual(['m1', '100-null']);
        valueOf(store.messages.recordUnreachable({ fromMs: epochMs(160), toMs: epochMs(200) }));
        const { sequence } = received(store.messages, incoming('m2'));
        valueOf(store.messages.recordUnreachable({ fromMs: epochMs(300), toMs: null }));
        expect(kinds(9)).toEqual(['m1', '100-200', 'm2', '300-null']);
        expect(kinds(1)).toEqual(['m2', '300-null']);
        expect(kinds(1, sequence)).toEqual(['m1', '100-200']);
      });
    });
  });
}
