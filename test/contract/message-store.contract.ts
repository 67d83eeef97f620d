import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../src/domain/history/event.ts';
import type { MessageStep, Sequence } from '../../src/domain/history/message.ts';
import { deviceAgeMs, epochMs } from '../../src/domain/time.ts';
import type { OutgoingMove } from '../../src/domain/outbox/transition.ts';
import type { EventQuery, ThreadQuery } from '../../src/ports/store/message-store.ts';
import type { HandsetStore } from '../../src/store/handset/handset-store.ts';
import { movesTo } from '../support/outgoing-moves.ts';
import { alice, bob, carol, incoming, messageId, outgoing, received, valueOf } from '../support/store-fixtures.ts';

const newest: EventQuery = { beforeSequence: null, limit: 100 };
const everyThread: ThreadQuery = { filter: '', limit: 100, offset: 0 };
const tryStep: MessageStep = {
  atMs: epochMs(1_100),
  kind: 'try',
  tryNumber: 1,
  sipStatus: 503,
  reason: 'server-fault',
};
const move = (event: OutgoingMove['event'], ...steps: readonly MessageStep[]): OutgoingMove => ({ event, steps });
const resent = (giveUpAtAgeMs: number) => move({ kind: 'resent', giveUpAtAgeMs: deviceAgeMs(giveUpAtAgeMs) });

/** What every `MessageStore` does, whatever it stands on. `open` gives a new, empty store each time. */
export function describeMessageStore(adapter: string, open: () => HandsetStore): void {
  describe(`${adapter} keeps the contract of MessageStore:`, () => {
    let store: HandsetStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => {
      store.close();
    });
    const messageAt = (sequence: Sequence) => messageOf(store.messages.find(sequence));

    describe('outgoing', () => {
      it('begins in status sending with a composed step', () => {
        const added = valueOf(store.messages.addOutgoing(outgoing('m1', { body: 'żółw 🐢' })));
        expect(added).toEqual({
          direction: 'outgoing',
          sequence: added.sequence,
          id: 'm1',
          peer: bob,
          body: 'żółw 🐢',
          composedAtMs: 1_000,
          status: 'sending',
          failure: null,
          cause: null,
          tries: 0,
          giveUpAtAgeMs: 43_200_000,
          blanked: false,
        });
        expect(messageAt(added.sequence)).toEqual(added);
        expect(store.messages.steps(added.sequence)).toEqual([
          { atMs: 1_000, kind: 'composed', tryNumber: null, sipStatus: null, reason: null },
        ]);
      });

      it('clears the draft of that peer and of no other', () => {
        valueOf(store.drafts.saveDraft(bob, { text: 'text', cursor: 4 }));
        valueOf(store.drafts.saveDraft(carol, { text: 'other', cursor: 0 }));
        valueOf(store.messages.addOutgoing(outgoing('m1')));
        expect(store.drafts.draft(bob)).toBeNull();
        expect(store.drafts.draft(carol)).toEqual({ text: 'other', cursor: 0 });
      });

      it('throws on an id used before, and changes nothing', () => {
        valueOf(store.messages.addOutgoing(outgoing('m1')));
        valueOf(store.drafts.saveDraft(carol, { text: 'kept', cursor: 0 }));
        expect(() => store.messages.addOutgoing(outgoing('m1', { peer: carol }))).toThrow(/id used before: m1/);
        expect(store.drafts.draft(carol)).not.toBeNull();
        expect(store.messages.threads(everyThread)).toHaveLength(1);
      });

      it('moves status, tries and deadline, and appends the steps', () => {
        const { sequence } = valueOf(store.messages.addOutgoing(outgoing('m1')));
        const waits = move({ kind: 'waits', cause: 'no-network', tries: 5 }, tryStep);
        const moved = valueOf(store.messages.moveOutgoing(messageId('m1'), waits));
        expect(moved).toMatchObject({ statusChanged: true, message: { sequence, status: 'waiting', tries: 5 } });
        expect(messageAt(sequence)).toEqual(moved.message);
        valueOf(store.messages.moveOutgoing(messageId('m1'), resent(99_000.5)));
        const again = move({ kind: 'unanswered', cause: 'no-network', tries: 6 }, { ...tryStep, tryNumber: 6 });
        expect(valueOf(store.messages.moveOutgoing(messageId('m1'), again)).statusChanged).toBe(false);
        expect(store.messages.steps(sequence).map((step) => [step.kind, step.tryNumber])).toEqual([
          ['composed', null],
          ['try', 1],
          ['try', 6],
        ]);
        expect(store.messages.steps(sequence)[1]).toEqual(tryStep);
        expect(messageAt(sequence)).toMatchObject({ status: 'sending', tries: 6, giveUpAtAgeMs: 99_000.5 });
      });

      it('keeps what holds a message back until it is accepted', () => {
        const { sequence } = valueOf(store.messages.addOutgoing(outgoing('m1')));
        const waits = move({ kind: 'waits', cause: 'certificate-not-trusted', tries: 1 });
        valueOf(store.messages.moveOutgoing(messageId('m1'), waits));
        expect(messageAt(sequence)).toMatchObject({ cause: 'certificate-not-trusted' });
        expect(store.messages.unfinishedOutgoing()).toMatchObject([{ cause: 'certificate-not-trusted' }]);
        valueOf(store.messages.moveOutgoing(messageId('m1'), move({ kind: 'accepted', tries: 2 })));
        expect(messageAt(sequence)).toMatchObject({ cause: null });
      });

      it('keeps a failure exactly while failed', () => {
        const { sequence } = valueOf(store.messages.addOutgoing(outgoing('m1')));
        const refused = move({ kind: 'refused', reason: 'unknown-number', tries: 1 });
        valueOf(store.messages.moveOutgoing(messageId('m1'), refused));
        expect(messageAt(sequence)).toMatchObject({ status: 'failed', failure: 'unknown-number' });
        valueOf(store.messages.moveOutgoing(messageId('m1'), resent(1)));
        expect(messageAt(sequence)).toMatchObject({ status: 'sending', failure: null });
      });

      it('lets nothing happen that the status forbids, and keeps of it only what the relay did', () => {
        const { sequence } = valueOf(store.messages.addOutgoing(outgoing('m1')));
        valueOf(store.messages.moveOutgoing(messageId('m1'), ...movesTo('delivered')));
        const before = messageAt(sequence);
        const waiting: MessageStep = { ...tryStep, kind: 'waiting' };
        const moved = valueOf(
          store.messages.moveOutgoing(
            messageId('m1'),
            move({ kind: 'waits', cause: 'no-network', tries: 5 }, tryStep, waiting),
            move({ kind: 'accepted', tries: 5 }, { ...tryStep, kind: 'accepted' }),
            move({ kind: 'gaveUp', cause: null, tries: 5 }, { ...waiting, kind: 'failed' }),
            resent(1),
          ),
        );
        expect(moved).toEqual({ statusChanged: false, message: before });
        expect(messageAt(sequence)).toEqual(before);
        expect(store.messages.steps(sequence).map(({ kind }) => kind)).toEqual(['composed', 'try', 'accepted']);
      });

      it('takes several events at once, each from where the one before has led', () => {
        const { sequence } = valueOf(store.messages.addOutgoing(outgoing('m1')));
        const events = [
          move({ kind: 'waits', cause: null, tries: 1 }),
          move({ kind: 'waits', cause: 'no-network', tries: 2 }),
          move({ kind: 'accepted', tries: 3 }),
        ];
        expect(valueOf(store.messages.moveOutgoing(messageId('m1'), ...events)).message.status).toBe('enqueued');
        expect(messageAt(sequence)).toMatchObject({ status: 'enqueued', tries: 3 });
      });

      it('throws when an unknown message is moved', () => {
        valueOf(store.messages.addIncoming(incoming('m1')));
        expect(() => store.messages.moveOutgoing(messageId('m1'), move({ kind: 'noted' }))).toThrow(
          /no outgoing message m1/,
        );
      });

      it('lists what is unfinished in the order of sending', () => {
        for (const id of ['m1', 'm2', 'm3', 'm4']) valueOf(store.messages.addOutgoing(outgoing(id)));
        valueOf(store.messages.moveOutgoing(messageId('m1'), ...movesTo('waiting')));
        valueOf(store.messages.moveOutgoing(messageId('m2'), ...movesTo('enqueued')));
        valueOf(store.messages.moveOutgoing(messageId('m3'), ...movesTo('failed', { reason: 'too-long' })));
        expect(store.messages.unfinishedOutgoing().map(({ id, status }) => [id, status])).toEqual([
          ['m1', 'waiting'],
          ['m4', 'sending'],
        ]);
        valueOf(store.messages.moveOutgoing(messageId('m3'), resent(1)));
        expect(store.messages.unfinishedOutgoing().map(({ id }) => id)).toEqual(['m1', 'm3', 'm4']);
      });

      it('finds by id, and only for the peer that it went to', () => {
        const added = valueOf(store.messages.addOutgoing(outgoing('m1')));
        expect(store.messages.findOutgoing(messageId('m1'), null)).toEqual(added);
        expect(store.messages.findOutgoing(messageId('m1'), bob)).toEqual(added);
        expect(store.messages.findOutgoing(messageId('m1'), carol)).toBeNull();
        expect(store.messages.findOutgoing(messageId('m2'), null)).toBeNull();
      });

      it('knows the last one sent, whatever came in since', () => {
        expect(store.messages.lastOutgoing()).toBeNull();
        valueOf(store.messages.addOutgoing(outgoing('m1')));
        const last = valueOf(store.messages.addOutgoing(outgoing('m2', { peer: carol })));
        valueOf(store.messages.addIncoming(incoming('x1')));
        valueOf(store.messages.moveOutgoing(messageId('m1'), ...movesTo('delivered')));
        expect(store.messages.lastOutgoing()).toEqual(last);
      });
    });

    describe('incoming', () => {
      it('begins unread with a received step', () => {
        const message = received(store.messages, incoming('m1', { sentAtMs: null }));
        expect(message).toEqual({
          direction: 'incoming',
          sequence: message.sequence,
          id: 'm1',
          peer: bob,
          body: 'text of m1',
          cutBytes: 0,
          receivedAtMs: 2_000,
          sentAtMs: null,
          read: false,
          conflict: false,
          blanked: false,
        });
        expect(messageAt(message.sequence)).toEqual(message);
        expect(store.messages.steps(message.sequence)).toEqual([
          { atMs: 2_000, kind: 'received', tryNumber: null, sipStatus: null, reason: null },
        ]);
      });

      it('adds a message once, however often it comes, and keeps it read', () => {
        const message = received(store.messages, incoming('m1', { owesDeliveryReport: true }));
        valueOf(store.messages.markRead(bob, message.sequence, epochMs(3_000)));
        const again = valueOf(store.messages.addIncoming(incoming('m1', { receivedAtMs: epochMs(9_000) })));
        expect(again).toEqual({ kind: 'duplicate', message: { ...message, read: true } });
        expect(store.messages.events(bob, newest)).toHaveLength(1);
        expect(store.messages.unreadCount()).toBe(0);
        expect(store.messages.owedReports()).toHaveLength(1);
      });

      it('keeps the first text of an id and marks it when another comes', () => {
        const message = received(store.messages, incoming('m1'));
        const conflict = valueOf(store.messages.addIncoming(incoming('m1', { body: 'something else' })));
        expect(conflict).toEqual({ kind: 'conflict', message: { ...message, conflict: true } });
        expect(messageAt(message.sequence)).toEqual({ ...message, conflict: true });
        expect(valueOf(store.messages.addIncoming(incoming('m1'))).kind).toBe('duplicate');
        expect(store.messages.events(bob, newest)).toHaveLength(1);
      });

      it('tells texts apart by the whole of them, also where the kept part is the same', () => {
        const message = received(store.messages, incoming('m1', { cutBytes: 9, digest: 'one' }));
        const again = incoming('m1', { cutBytes: 9, digest: 'other' });
        expect(valueOf(store.messages.addIncoming(again))).toMatchObject({ kind: 'conflict', message: { id: 'm1' } });
        const same = incoming('m1', { cutBytes: 9, digest: 'one' });
        expect(valueOf(store.messages.addIncoming(same))).toMatchObject({ kind: 'duplicate' });
        expect(store.messages.find(message.sequence)).not.toBeNull();
      });

      it('takes one id from two peers, and from itself, as different messages', () => {
        valueOf(store.messages.addOutgoing(outgoing('m1')));
        expect(valueOf(store.messages.addIncoming(incoming('m1', { peer: bob }))).kind).toBe('stored');
        expect(valueOf(store.messages.addIncoming(incoming('m1', { peer: carol }))).kind).toBe('stored');
      });

      it('marks read up to a message, of one peer only, and tells how many were unread', () => {
        const [first, second, third] = ['m1', 'm2', 'm3'].map((id) => received(store.messages, incoming(id)));
        valueOf(store.messages.addIncoming(incoming('c1', { peer: carol })));
        expect(store.messages.unreadCount()).toBe(4);
        expect(valueOf(store.messages.markRead(bob, second!.sequence, epochMs(5_000)))).toBe(2);
        expect(valueOf(store.messages.markRead(bob, second!.sequence, epochMs(6_000)))).toBe(0);
        expect(store.messages.unreadCount()).toBe(2);
        expect(messageAt(first!.sequence)).toMatchObject({ read: true });
        expect(messageAt(third!.sequence)).toMatchObject({ read: false });
        expect(store.messages.steps(first!.sequence).map(({ kind, atMs }) => [kind, atMs])).toEqual([
          ['received', 2_000],
          ['read', 5_000],
        ]);
        expect(valueOf(store.messages.markRead(alice, third!.sequence, epochMs(6_000)))).toBe(0);
      });

      it('marks only what was seen, and knows what of a peer is still unread after that', () => {
        const [first, second, third, last] = ['m1', 'm2', 'm3', 'm4'].map((id) =>
          received(store.messages, incoming(id)),
        );
        valueOf(store.messages.addIncoming(incoming('c1', { peer: carol })));
        expect(store.messages.unread(bob, 0)).toEqual({ count: 4, first: first!.sequence });
        expect(valueOf(store.messages.markRead(bob, third!.sequence, epochMs(5_000), second!.sequence))).toBe(2);
        expect(store.messages.unread(bob, 0)).toEqual({ count: 2, first: first!.sequence });
        expect(store.messages.unread(bob, first!.sequence)).toEqual({ count: 1, first: last!.sequence });
        expect(store.messages.unread(bob, last!.sequence)).toEqual({ count: 0, first: null });
        expect(store.messages.unread(alice, 0)).toEqual({ count: 0, first: null });
        expect(store.messages.unreadCount()).toBe(3);
        expect(store.messages.threads(everyThread).find(({ peer }) => peer === bob)?.unread).toBe(2);
      });
    });

    describe('what was not sent', () => {
      it('is told until it was seen, whatever is sent after it', () => {
        const first = valueOf(store.messages.addOutgoing(outgoing('o1')));
        valueOf(store.messages.moveOutgoing(messageId('o1'), ...movesTo('failed', { reason: 'unknown-number' })));
        valueOf(store.messages.addOutgoing(outgoing('o2')));
        valueOf(store.messages.moveOutgoing(messageId('o2'), ...movesTo('waiting')));
        const last = valueOf(store.messages.addOutgoing(outgoing('o3')));
        expect(store.messages.notSentCount()).toBe(1);
        expect(store.messages.unsent().map(({ id }) => id)).toEqual(['o2', 'o1']);
        expect(store.messages.threads(everyThread)).toMatchObject([{ unread: 0, notSent: 1 }]);
        expect(store.messages.unreadCount()).toBe(0);
        expect(store.messages.newestUnread()).toBeNull();
        expect(valueOf(store.messages.markRead(first.peer, last.sequence, epochMs(9)))).toBe(1);
        expect(store.messages.notSentCount()).toBe(0);
        expect(store.messages.unsent().map(({ id }) => id)).toEqual(['o2']);
        expect(store.messages.steps(first.sequence).some(({ kind }) => kind === 'read')).toBe(false);
      });

      it('is another failure when it was sent again in vain, and none once it was delivered after all', () => {
        const { peer, sequence } = valueOf(store.messages.addOutgoing(outgoing('o1')));
        const move = (...moves: readonly OutgoingMove[]) =>
          valueOf(store.messages.moveOutgoing(messageId('o1'), ...moves));
        move(...movesTo('failed', { reason: 'unknown-number' }));
        valueOf(store.messages.markRead(peer, sequence, epochMs(9)));
        move(
          { event: { kind: 'resent', giveUpAtAgeMs: deviceAgeMs(9) }, steps: [] },
          ...movesTo('failed', { reason: 'unknown-number' }),
        );
        expect(store.messages.notSentCount()).toBe(1);
        move(...movesTo('delivered'));
        expect(store.messages.notSentCount()).toBe(0);
      });

      it('hides no unread text of the same peer', () => {
        const sent = valueOf(store.messages.addOutgoing(outgoing('o1')));
        valueOf(store.messages.moveOutgoing(messageId('o1'), ...movesTo('failed', { reason: 'unknown-number' })));
        const { sequence } = received(store.messages, incoming('m1', { peer: sent.peer }));
        expect(store.messages.newestUnread()).toMatchObject({ peer: sent.peer, unread: 1, notSent: 1 });
        expect(store.messages.unread(sent.peer, 0)).toEqual({ count: 1, first: sequence });
        valueOf(store.messages.markRead(sent.peer, sent.sequence, epochMs(9)));
        expect(store.messages.unreadCount()).toBe(1);
        expect(store.messages.threads(everyThread)[0]).toMatchObject({ unread: 1, notSent: 0 });
      });
    });

    describe('reports owed', () => {
      const owed = () => store.messages.owedReports().map(({ id, disposition }) => `${id} ${disposition}`);

      it('owes delivery from the start and display only once read, oldest first, until sent', () => {
        const both = { owesDeliveryReport: true, owesReadReport: true };
        const message = received(store.messages, incoming('m1', both));
        valueOf(store.messages.addIncoming(incoming('m2', { peer: carol, ...both })));
        valueOf(store.messages.addIncoming(incoming('m3')));
        expect(owed()).toEqual(['m1 delivered', 'm2 delivered']);
        valueOf(store.messages.markRead(bob, message.sequence + 9, epochMs(5_000)));
        expect(owed()).toEqual(['m1 delivered', 'm1 displayed', 'm2 delivered']);
        const report = store.messages.owedReports()[0]!;
        expect(report).toEqual({ sequence: message.sequence, peer: bob, id: 'm1', disposition: 'delivered' });
        valueOf(store.messages.reportSent(report));
        valueOf(store.messages.reportSent(report));
        expect(owed()).toEqual(['m1 displayed', 'm2 delivered']);
        valueOf(store.messages.reportSent(...store.messages.owedReports(), report));
        expect(owed()).toEqual([]);
      });
    });

    it('refuses every write once closed, and throws on reading', () => {
      const added = valueOf(store.messages.addOutgoing(outgoing('m1')));
      store.close();
      store.close();
      const closed = { ok: false, error: 'closed' };
      expect(store.messages.addOutgoing(outgoing('m2'))).toEqual(closed);
      expect(store.messages.moveOutgoing(messageId('m1'), move({ kind: 'noted' }))).toEqual(closed);
      expect(store.messages.addIncoming(incoming('m3'))).toEqual(closed);
      expect(store.messages.markRead(bob, 1, epochMs(1))).toEqual(closed);
      expect(store.messages.recordUnreachable({ fromMs: epochMs(1), toMs: null })).toEqual(closed);
      expect(
        store.messages.reportSent({ sequence: 1, peer: bob, id: messageId('x'), disposition: 'delivered' }),
      ).toEqual(closed);
      expect(() => store.messages.threads(everyThread)).toThrow(/closed/);
      expect(() => store.messages.events(bob, newest)).toThrow(/closed/);
      expect(() => store.messages.find(added.sequence)).toThrow(/closed/);
      expect(() => store.messages.unreadCount()).toThrow(/closed/);
    });
  });
}
