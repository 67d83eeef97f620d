import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TryOutcome } from '../../src/domain/history/failure-reason.ts';
import { ACCEPTED, NO_NETWORK, OutboxBench, peer } from '../domain/outbox/outbox-bench.ts';

const BOB = peer('bob');
const MINUTE_MS = 60_000;

/** Every answer that is no end, with every time that a server may name. */
const anyFault: fc.Arbitrary<TryOutcome> = fc.record({
  kind: fc.constant('unanswered' as const),
  sipStatus: fc.constantFrom(401, 407, 408, 429, 480, 481, 486, 487, 491, 500, 502, 503, 504, 580, 599, null),
  reason: fc.constant('server-fault' as const),
  retryAfterMs: fc.option(fc.constantFrom(1_000, 5_000, 59_000, 61_000, 3_600_000, 86_400_000), { nil: null }),
});
type Act =
  | { readonly act: 'enter'; readonly faults: readonly TryOutcome[] | null }
  | { readonly act: 'pass'; readonly ms: number }
  | { readonly act: 'keepAlive' | 'register' };
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant('enter' as const),
    faults: fc.option(fc.array(anyFault, { minLength: 1, maxLength: 3 })),
  }),
  fc.record({ act: fc.constant('pass' as const), ms: fc.constantFrom(0, 1_000, 9_000, MINUTE_MS, 600_000) }),
  fc.record({ act: fc.constantFrom('keepAlive' as const, 'register' as const) }),
);

test('whatever the server answers to some messages, always, the others arrive, in their order', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 40 }), (acts) => {
      const bench = new OutboxBench();
      const faults = new Map<string, readonly TryOutcome[]>();
      let turn = 0;
      bench.answer = ({ id }) => {
        const own = faults.get(id);
        return own?.[(turn += 1) % own.length] ?? ACCEPTED;
      };
      const good: string[] = [];
      for (const [at, act] of acts.entries()) {
        if (act.act === 'pass') bench.pass(act.ms);
        else if (act.act === 'enter') {
          if (act.faults === null) good.push(`${at}`);
          else faults.set(`${at}`, act.faults);
          bench.enter(`${at}`, BOB);
        } else bench.feed({ kind: 'triggered', by: act.act === 'register' ? 'registered' : 'keep-alive' });
      }
      // Each of those that fail may need three keep-alives until it gives way, and up to 40 were entered.
      for (let minutes = 0; minutes < 130; minutes += 1) {
        bench.feed({ kind: 'triggered', by: 'keep-alive' });
        bench.pass(MINUTE_MS);
      }
      expect(good.filter((id) => bench.rows.get(id as never)!.status !== 'enqueued')).toEqual([]);
      const arrived = bench.tries.map(({ id }) => id).filter((id) => !faults.has(id));
      expect(arrived).toEqual(good);
    }),
    { numRuns: 300 },
  );
});

test('however a server is at fault, no message is tried more than five times a minute without a trigger', () => {
  fc.assert(
    fc.property(fc.array(anyFault, { minLength: 1, maxLength: 12 }), fc.nat(3), (answers, behind) => {
      const bench = new OutboxBench();
      let at = 0;
      bench.answer = () => answers[(at += 1) % answers.length]!;
      bench.enter('first', BOB);
      for (let count = 0; count < behind; count += 1) bench.enter(`behind ${count}`, BOB);
      const beganMs = bench.nowMs;
      bench.tries.length = 0;
      bench.pass(13 * 60 * MINUTE_MS);
      for (const id of ['first', 'behind 0', 'behind 1', 'behind 2']) {
        const tries = bench.triesOf(id);
        for (const atMs of tries) {
          expect(tries.filter((other) => other >= atMs && other < atMs + MINUTE_MS).length).toBeLessThanOrEqual(5);
        }
        expect(tries.filter((atMs) => atMs > beganMs + MINUTE_MS).length).toBeLessThan(100);
      }
    }),
    { numRuns: 200 },
  );
});

test('what all messages to a peer meet, answers and their lack alike, never changes their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(anyFault, fc.constant(NO_NETWORK)), fc.nat(5), fc.nat(20)), { maxLength: 20 }),
      (times) => {
        const bench = new OutboxBench();
        let serial = 0;
        const names: string[] = [];
        for (const [answer, entered, minutes] of times) {
          bench.answer = () => answer;
          for (let count = 0; count < entered; count += 1) {
            names.push(`${(serial += 1)}`);
            bench.enter(`${serial}`, BOB);
          }
          bench.feed({ kind: 'triggered', by: 'keep-alive' });
          bench.pass(minutes * MINUTE_MS);
        }
        bench.answer = () => ACCEPTED;
        bench.tries.length = 0;
        bench.feed({ kind: 'triggered', by: 'registered' });
        bench.pass(MINUTE_MS);
        expect(bench.tries.map(({ id }) => id)).toEqual(names);
      },
    ),
    { numRuns: 300 },
  );
});
