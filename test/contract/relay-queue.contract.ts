import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceAgeMs, epochMs } from '../../src/domain/time.ts';
import type { RelayQueue } from '../../src/ports/store/relay-queue.ts';
import { alice, bob, carol, request, valueOf } from '../support/store-fixtures.ts';
import { addOne } from '../support/add-one.ts';

export function describeRelayQueue(adapter: string, open: () => RelayQueue): void {
  describe(`${adapter} keeps the contract of RelayQueue:`, () => {
    let queue: RelayQueue;
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
      expect(queue.waitingFor(bob, 10, first.position)).toEqual([second]);
      expect(queue.waitingFor(bob, 10, second.position)).toEqual([]);
      expect(queue.waitingFor(carol, 10)).toEqual([other]);
      expect(queue.waitingFor(alice, 10)).toEqual([]);
    });

    it('adds several at once, in their order', () => {
      const requests = [request({ sealed: Uint8Array.of(1) }), request({ to: carol }), request({ from: carol })];
      const added = valueOf(queue.addAll(requests));
      expect(added.map(({ position: _, ...one }) => one)).toEqual(requests);
      expect([queue.waitingFor(bob, 10), queue.waitingFor(carol, 10)]).toEqual([[added[0], added[2]], [added[1]]]);
      expect(valueOf(queue.addAll([]))).toEqual([]);
    });

    it('does not share the bytes with the caller', () => {
      const sealed = Uint8Array.of(1, 2, 3);
      valueOf(addOne(queue, request({ sealed })));
      sealed.fill(9);
      expect(queue.waitingFor(bob, 1)[0]!.sealed).toEqual(Uint8Array.of(1, 2, 3));
    });

    it('removes once, and never gives the position again', () => {
      const first = valueOf(addOne(queue, request()));
      valueOf(queue.remove(first.position));
      valueOf(queue.remove(first.position));
      expect(queue.waitingFor(bob, 10)).toEqual([]);
      expect(valueOf(addOne(queue, request())).position).toBeGreaterThan(first.position);
    });

    it('replaces one by another, behind all that is there', () => {
      const first = valueOf(addOne(queue, request()));
      const second = valueOf(addOne(queue, request()));
      const report = valueOf(queue.replace(first.position, request({ from: bob, to: alice })));
      expect(report.position).toBeGreaterThan(second.position);
      expect([queue.waitingFor(bob, 10), queue.waitingFor(alice, 10)]).toEqual([[second], [report]]);
      expect(queue.usageOf('to', alice)).toEqual({ count: 1, bytes: 3 });
      expect(queue.usageOf('to', bob)).toEqual({ count: 1, bytes: 3 });
      valueOf(queue.replace(first.position, request()));
      expect(queue.waitingFor(bob, 10)).toHaveLength(2);
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
      valueOf(queue.remove(early.position));
      expect(queue.nextExpiryAgeMs()).toBe(3_000);
    });

    it('counts what a user has in it, as sender and as recipient', () => {
      valueOf(addOne(queue, request({ sealed: new Uint8Array(100) })));
      const second = valueOf(addOne(queue, request({ to: carol, sealed: new Uint8Array(50) })));
      expect(queue.usageOf('from', alice)).toEqual({ count: 2, bytes: 150 });
      expect(queue.usageOf('to', carol)).toEqual({ count: 1, bytes: 50 });
      expect(queue.usageOf('from', bob)).toEqual({ count: 0, bytes: 0 });
      expect([bob, carol, alice].map((to) => queue.countBetween(alice, to))).toEqual([1, 1, 0]);
      expect(queue.countBetween(bob, alice)).toBe(0);
      valueOf(queue.remove(second.position));
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
      expect(queue.remove(1)).toEqual({ ok: false, error: 'closed' });
      expect(queue.replace(1, request())).toEqual({ ok: false, error: 'closed' });
      expect(queue.addAll([request()])).toEqual({ ok: false, error: 'closed' });
      expect(() => queue.waitingFor(bob, 1)).toThrow(/closed/);
      expect(() => queue.nextExpiryAgeMs()).toThrow(/closed/);
      expect(() => queue.savedAge()).toThrow(/closed/);
      const age = { ageMs: deviceAgeMs(1), wallMs: epochMs(1), uptime: null };
      expect(queue.saveAge(age)).toEqual({ ok: false, error: 'closed' });
      expect(() => queue.usageOf('to', bob)).toThrow(/closed/);
      expect(() => queue.countBetween(alice, bob)).toThrow(/closed/);
    });
  });
}
