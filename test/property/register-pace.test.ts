import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { examineResponse } from '../../src/wire/gate/response-gate.ts';
import {
  MAX_REGISTERS_PER_ATTEMPT,
  MAX_REGISTERS_PER_MINUTE,
  RegisterPace,
} from '../../src/sip/registration/register-pace.ts';
import { Registration } from '../../src/sip/registration/registration.ts';
import type { RequestOutcome } from '../../src/sip/transaction/request-client.ts';
import { BOB } from '../sip/support/link-bench.ts';
import { frameOf, wire } from '../sip/support/wire.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

function answer(status: number, ...headers: readonly string[]): RequestOutcome {
  const essentials = ['From: <sip:b@x>;tag=1', 'To: <sip:b@x>;tag=2', 'Call-ID: 1', 'CSeq: 1 REGISTER'];
  const lines = [`SIP/2.0 ${status} X`, 'Via: SIP/2.0/TLS h;branch=z9hG4bKq', ...essentials, ...headers];
  return { kind: 'answered', response: examineResponse(frameOf(wire(lines)))!, login: null };
}
let leastExpires = 60;
const OUTCOMES: readonly (() => RequestOutcome)[] = [
  () => answer(200, 'Contact: <sip:bob@h>;expires=1'),
  () => answer(200, 'Contact: <sip:bob@h>;expires=1099511627776'),
  () => answer(200, 'Contact: <sip:bob@h>;expires=0'),
  () => answer(200),
  () => answer(302, 'Contact: <sip:x@y>'),
  () => answer(401),
  () => answer(423, `Min-Expires: ${(leastExpires += 60)}`),
  () => answer(439),
  () => answer(503, 'Retry-After: 0'),
  () => ({ kind: 'timed-out' }),
  () => ({ kind: 'flow-lost' }),
];
/** What a server does with one attempt: how many REGISTERs it makes of it by challenges, how long it takes, what it says in the end. */
const step = fc.record({
  sent: fc.integer({ min: 1, max: MAX_REGISTERS_PER_ATTEMPT }),
  takesMs: fc.constantFrom(0, 0, 0, 1, 10, 1_000, 9_999),
  outcome: fc.nat({ max: OUTCOMES.length - 1 }),
});

test('whatever servers answer, in no 60 s do more than 36 REGISTERs go out, though every failure is followed by a new flow at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const clock = new VirtualClock();
      const pace = new RegisterPace(clock);
      const sentAtMs: number[] = [];
      let at = 0;
      let inFlight = 0;
      const request = async (): Promise<RequestOutcome> => {
        const { sent, takesMs, outcome } = steps[at++ % steps.length]!;
        expect((inFlight += 1)).toBe(1);
        for (let count = 0; count < sent; count += 1) {
          pace.sent();
          sentAtMs.push(clock.monotonicMs());
        }
        await new Promise<void>((resolve) => void clock.startTimer(takesMs, resolve));
        inFlight -= 1;
        return OUTCOMES[outcome]!();
      };
      const fresh = (): void => {
        const registration = new Registration(
          {
            address: BOB,
            contactUri: 'sip:bob@127.0.0.1:5000;transport=tls',
            instanceId: 'urn:uuid:1',
            callId: 'c',
            expiresSeconds: 60,
            clock,
            fraction: () => 0,
            pace,
            request,
          },
          {
            registered: () => undefined,
            failed: () => {
              registration.close();
              fresh();
            },
          },
        );
        registration.start();
      };
      fresh();
      await clock.run(200_000);
      expect(mostWithin(60_000, sentAtMs)).toBeLessThanOrEqual(MAX_REGISTERS_PER_MINUTE);
    }),
    { numRuns: 40 },
  );
}, 30_000);

function mostWithin(windowMs: number, atMs: readonly number[]): number {
  return Math.max(...atMs.map((from) => atMs.filter((one) => one >= from && one < from + windowMs).length));
}
