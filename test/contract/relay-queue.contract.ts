import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceAgeMs, epochMs } from '../../src/domain/time.ts';
import type { RelayQueue } from '../../src/ports/store/relay-queue.ts';
import { alice, bob, carol, request, valueOf } from '../support/store-fixtures.ts';
import { addOne } from '../support/add-one.ts';

export function describeRelayQueue(adapter: string, open: () => RelayQueue): void {
  describe(`${adapter} keeps the contract of RelayQueue:`, () => {
    let queue: RelayQueue;
    const remove = (...positions: readonly number[]) => valueOf(queue.change({ add: [], remove: positions }));
    beforeEach(() => {
      queue = open();
    });
    afterEach(() => {
      queue.close();
    });

    it('gives back what was added, oldest first, for its recipient only', () => {
      const first = valueOf(addOne(queue, request({ sealed: Uint8Array.of(0, 255, 10, 13) })));
      const second = valueOf(addOne(queue, request({ from: carol, sealed: new Uint8Array(0) })));
      const other = valueOf(addOne(queue, request({ to: carol })));
      expect(first).toEqual({ position: first.position, ...request({ sealed: Uint8Array.of(0, 255, 10, 13) }) });
      expect(second.position).toBeGreaterThan(first.position);
      expect(queue.waitingFor(bob, 10)).toEqual([first, second]);
      expect(queue.waitingFor(bob, 1)).toEqual([first]);
      expect(queue.waitingFor(bob, 10, { after: first.position })).toEqual([second]);
      expect(queue.waitingFor(bob, 10, { after: second.position })).toEqual([]);
      expect(queue.waitingFor(carol, 10)).toEqual([other]);
      expect(queue.waitingFor(alice, 10)).toEqual([]);
    });

    it('adds several at once, in their order', () => {
      const requests = [request({ sealed: Uint8Array.of(1) }), request({ to: carol }), request({ from: carol })];
      const added = valueOf(queue.change({ add: requests, remove: [] }));
      expect(added.map(({ position: _, ...one }) => one)).toEqual(requests);
      expect([queue.waitingFor(bob, 10), queue.waitingFor(carol, 10)]).toEqual([[added[0], added[2]], [added[1]]]);
      expect(valueOf(queue.change({ add: [], remove: [] }))).toEqual([]);
    });

    it('does not share the bytes with the caller', () => {
      const sealed = Uint8Array.of(1, 2, 3);
      valueOf(addOne(queue, request({ sealed })));
      sealed.fill(9);
      expect(queue.waitingFor(bob, 1)[0]!.sealed).toEqual(Uint8Array.of(1, 2, 3));
    });

    it('removes once, and never gives the position again', () => {
      const first = valueOf(addOne(queue, request()));
      remove(first.position);
      remove(first.position);
      expect(queue.waitingFor(bob, 10)).toEqual([]);
      expect(valueOf(addOne(queue, request())).position).toBeGreaterThan(first.position);
    });

    it('removes and adds in one change, what is new behind all that is there', () => {
      const first = valueOf(addOne(queue, request()));
      const second = valueOf(addOne(queue, request()));
      const third = valueOf(addOne(queue, request()));
      const report = request({ from: bob, to: alice });
      const [added] = valueOf(queue.change({ add: [report], remove: [first.position, second.position] }));
      expect(added!.position).toBeGreaterThan(third.position);
      expect([queue.waitingFor(bob, 10), queue.waitingFor(alice, 10)]).toEqual([[third], [added]]);
      expect(queue.usageOf('to', alice)).toEqual({ count: 1, bytes: 3 });
      expect(queue.usageOf('to', bob)).toEqual({ count: 1, bytes: 3 });
      valueOf(queue.change({ add: [request()], remove: [first.position, first.position, 10_000] }));
      expect(queue.waitingFor(bob, 10)).toHaveLength(2);
    });

    it('finds what one sender sent, and who has sent something, whose oldest is the oldest first', () => {
      const [one, , three] = [alice, carol, alice].map((from) => valueOf(addOne(queue, request({ from }))));
      expect(queue.waitingFor(bob, 10, { from: alice })).toEqual([one, three]);
      expect(queue.waitingFor(bob, 10, { from: alice, after: one!.position })).toEqual([three]);
      expect(queue.sendersTo(bob)).toEqual([alice, carol]);
      valueOf(queue.change({ add: [], remove: [one!.position] }));
      expect(queue.sendersTo(bob)).toEqual([carol, alice]);
      expect(queue.sendersTo(alice)).toEqual([]);
    });

    it('keeps back what may not be delivered yet, and tells for whom something became free', () => {
      const free = valueOf(addOne(queue, request({ fromAgeMs: deviceAgeMs(0) })));
      const later = valueOf(addOne(queue, request({ to: carol, fromAgeMs: deviceAgeMs(500) })));
      const at = (atAgeMs: number) =>
        [bob, carol].map((to) => queue.waitingFor(to, 10, { atAgeMs: deviceAgeMs(atAgeMs) }));
      expect(at(499)).toEqual([[free], []]);
      expect(at(500)).toEqual([[free], [later]]);
      expect(queue.releasedBetween(deviceAgeMs(0), deviceAgeMs(499))).toEqual([]);
      expect(queue.releasedBetween(deviceAgeMs(499), deviceAgeMs(500))).toEqual([carol]);
      expect(queue.releasedBetween(deviceAgeMs(500), deviceAgeMs(900))).toEqual([]);
    });

    it('tells what has expired, the earliest first, and when the next will', () => {
      expect(queue.nextExpiryAgeMs()).toBeNull();
      const late = valueOf(addOne(queue, request({ expiresAtAgeMs: deviceAgeMs(3_000) })));
      const early = valueOf(addOne(queue, request({ expiresAtAgeMs: deviceAgeMs(2_000), to: carol })));
      expect(queue.nextExpiryAgeMs()).toBe(2_000);
      expect(queue.expiredAt(deviceAgeMs(1_999), 10)).toEqual([]);
      expect(queue.expiredAt(deviceAgeMs(2_000), 10)).toEqual([early]);
      expect(queue.expiredAt(deviceAgeMs(9_000), 10)).toEqual([early, late]);
      expect(queue.expiredAt(deviceAgeMs(9_000), 1)).toEqual([early]);
      remove(early.position);
      expect(queue.nextExpiryAgeMs()).toBe(3_000);
    });

    it('counts what a user has in it, as sender and as recipient', () => {
      valueOf(addOne(queue, request({ sealed: new Uint8Array(100) })));
      const second = valueOf(addOne(queue, request({ to: carol, sealed: new Uint8Array(50) })));
      expect(queue.usageOf('from', alice)).toEqual({ count: 2, bytes: 150 });
      expect(queue.usageOf('to', carol)).toEqual({ count: 1, bytes: 50 });
      expect(queue.usageOf('from', bob)).toEqual({ count: 0, bytes: 0 });
      const between = [bob, carol, alice].map((to) => queue.usageBetween(alice, to));
      expect(between).toEqual([
        { count: 1, bytes: 100 },
        { count: 1, bytes: 50 },
        { count: 0, bytes: 0 },
      ]);
      expect(queue.usageBetween(bob, alice)).toEqual({ count: 0, bytes: 0 });
      expect(queue.usageOfAll()).toEqual({ count: 2, bytes: 150 });
      remove(second.position);
      expect(queue.usageOf('from', alice)).toEqual({ count: 1, bytes: 100 });
      expect(queue.usageOf('to', carol)).toEqual({ count: 0, bytes: 0 });
    });

    it('knows how old the relay was when that was last saved, and by which clocks', () => {
      expect(queue.savedAge()).toBeNull();
      const first = { ageMs: deviceAgeMs(1), wallMs: epochMs(-2), uptime: { bootId: 'a', runningMs: 3.5 } };
      valueOf(queue.saveAge(first));
      expect(queue.savedAge()).toEqual(first);
      valueOf(queue.saveAge({ ...first, ageMs: deviceAgeMs(7), uptime: null }));
      expect(queue.savedAge()).toEqual({ ageMs: 7, wallMs: -2, uptime: null });
    });

    it('throws on a limit out of range', () => {
      for (const limit of [0, 1_001, 1.5]) {
        expect(() => queue.waitingFor(bob, limit)).toThrow(RangeError);
        expect(() => queue.expiredAt(deviceAgeMs(1), limit)).toThrow(RangeError);
      }
    });

    it('refuses every write once closed, and throws on reading', () => {
      queue.close();
      queue.close();
      expect(addOne(queue, request())).toEqual({ ok: false, error: 'closed' });
      expect(queue.change({ add: [], remove: [1] })).toEqual({ ok: false, error: 'closed' });
      expect(() => queue.waitingFor(bob, 1)).toThrow(/closed/);
      expect(() => queue.nextExpiryAgeMs()).toThrow(/closed/);
      expect(() => queue.savedAge()).toThrow(/closed/);
      const age = { ageMs: deviceAgeMs(1), wallMs: epochMs(1), uptime: null };
      expect(queue.saveAge(age)).toEqual({ ok: false, error: 'closed' });
      expect(() => queue.usageOf('to', bob)).toThrow(/closed/);
      expect(() => queue.usageBetween(alice, bob)).toThrow(/closed/);
      expect(() => queue.usageOfAll()).toThrow(/closed/);
      expect(() => queue.releasedBetween(deviceAgeMs(0), deviceAgeMs(1))).toThrow(/closed/);
    });
  });
}
