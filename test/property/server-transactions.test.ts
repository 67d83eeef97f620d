import * as fc from 'fast-check';
import { TransactionState } from 'sip.js/lib/core/transactions/transaction-state.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestServer, type ReceivedRequest } from '../../src/sip/transaction/request-server.ts';
import { TransactionCore } from '../../src/sip/transaction/transaction-core.ts';
import type { GatePolicy } from '../../src/wire/gate/gate-policy.ts';
import { examineRequest } from '../../src/wire/gate/request-gate.ts';
import { TestRandom } from '../sip/support/link-bench.ts';
import { frameOf, message } from '../sip/support/wire.ts';

const POLICY: GatePolicy = {
  role: 'endpoint',
  methods: ['INVITE', 'MESSAGE', 'OPTIONS'],
  extensions: [],
  content: null,
  isOwn: null,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a server, good or evil, may do to us, in any order. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    method: fc.constantFrom('INVITE', 'INVITE', 'ACK', 'CANCEL', 'MESSAGE', 'OPTIONS', 'BYE', 'FOO'),
    branch: fc.constantFrom('a', 'b', 'constructor', '__proto__'),
    callId: fc.constantFrom('one', 'two'),
    cseq: fc.constantFrom(1, 2),
    answered: fc.constantFrom('at once', 'later', 'never'),
  }),
  fc.record({ kind: fc.constant('pass time' as const), ms: fc.constantFrom(0, 1, 500, 32_000) }),
  fc.record({ kind: fc.constant('answer late' as const), statusCode: fc.constantFrom(200, 404, 486, 603) }),
  fc.record({ kind: fc.constant('break the flow' as const) }),
);

test('whatever requests come, in whatever order: no throw, at most one answer each, and in the end nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      let isOpen = true;
      const sent: string[] = [];
      const send = (text: string): boolean => isOpen && sent.push(text) > 0;
      const random = new TestRandom();
      const core = new TransactionCore({ random, send });
      const server = new RequestServer({ core, random, send });
      const waiting: ReceivedRequest[] = [];
      for (const one of steps) {
        const before = sent.length;
        if (one.kind === 'pass time') await vi.advanceTimersByTimeAsync(one.ms);
        else if (one.kind === 'break the flow') isOpen = false;
        else if (one.kind === 'answer late') waiting.shift()?.answer({ statusCode: one.statusCode, reason: 'Late' });
        else {
          const { method, branch, callId, cseq } = one;
          const frame = frameOf(
            message({
              startLine: `${method} sip:bob@example.org SIP/2.0`,
              via: `SIP/2.0/TLS relay.example.org;branch=z9hG4bK${branch}`,
              callId,
              cseq: `${cseq} ${method}`,
            }),
          );
          const verdict = examineRequest(frame, POLICY);
          if (verdict.kind === 'discard') continue;
          const received = server.receive(frame);
          if (verdict.request !== null && !received.begin(verdict.request)) continue;
          if (one.answered === 'later') waiting.push(received);
          if (one.answered === 'at once') received.answer({ statusCode: 486, reason: 'At Once' });
        }
        // A CANCEL is answered, and so is its INVITE.
        expect(sent.length - before).toBeLessThanOrEqual(2);
      }
      expect(sent.every((text) => frameOf(text).malformed === null)).toBe(true);
      for (const received of waiting) received.answer({ statusCode: 480, reason: 'End' });
      await vi.advanceTimersByTimeAsync(32_000);
      const left = [...core.userAgentServers.values()].filter(
        ({ transaction }) => transaction.state === TransactionState.Completed,
      );
      expect(left).toEqual([]);
      core.dispose();
      expect([core.userAgentServers.size, vi.getTimerCount()]).toEqual([0, 0]);
    }),
    { numRuns: 500 },
  );
}, 60_000);
