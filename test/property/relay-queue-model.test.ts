import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceAgeMs, epochMs, type DeviceAgeMs } from '../../src/domain/time.ts';
import type { RelayQueue } from '../../src/ports/store/relay-queue.ts';
import { MemoryRelayQueue } from '../support/memory-store/memory-relay-queue.ts';
import { openRelayQueue } from '../../src/store/relay/open-relay-queue.ts';
import { peer, valueOf } from '../support/store-fixtures.ts';
import { STORE_KEY } from '../store/database/store-key.ts';
import { addOne } from '../support/add-one.ts';

const USERS = ['ann', 'bob', 'cyd'].map(peer);
type Step = (queue: RelayQueue) => unknown;

const user = fc.constantFrom(...USERS);
const atMs = fc.nat({ max: 100 }).map(epochMs);
const ageMs = fc.nat({ max: 100 }).map(deviceAgeMs);
const request = fc.record({
  from: user,
  to: user,
  storedAtMs: atMs,
  fromAgeMs: ageMs,
  expiresAtAgeMs: ageMs,
  sealed: fc.uint8Array({ maxLength: 40 }),
});
const add = request.map(
  (added): Step =>
    (queue) =>
      addOne(queue, added),
);
const positions = fc.array(fc.nat({ max: 20 }), { maxLength: 4 });
const change = fc.record({ add: fc.array(request, { maxLength: 2 }), remove: positions, declined: positions }).map(
  (wanted): Step =>
    (queue) =>
      queue.change(wanted),
);
const uptime = fc.option(fc.record({ bootId: fc.constantFrom('a', 'b'), runningMs: fc.nat() }));
const saveAge = fc.record({ ageMs, wallMs: atMs, uptime }).map(
  (saved): Step =>
    (queue) =>
      queue.saveAge(saved),
);
const moment = fc.record({
  step: fc.oneof({ weight: 4, arbitrary: add }, { weight: 3, arbitrary: change }, saveAge),
  reopen: fc.boolean(),
  nowMs: ageMs,
  limit: fc.integer({ min: 1, max: 5 }),
});

function allOf(queue: RelayQueue, nowMs: DeviceAgeMs, limit: number) {
  return {
    waiting: USERS.map((to) => [
      queue.waitingFor(to, 1_000),
      queue.waitingFor(to, limit),
      queue.waitingFor(to, limit, { after: limit }),
      queue.waitingFor(to, 1_000, { atAgeMs: nowMs }),
      USERS.map((from) => queue.waitingFor(to, limit, { from })),
      queue.sendersTo(to),
    ]),
    expired: [queue.expiredAt(nowMs, 1_000), queue.expiredAt(nowMs, limit)],
    nextExpiryAgeMs: queue.nextExpiryAgeMs(),
    savedAge: queue.savedAge(),
    usage: USERS.map((address) => [queue.usageOf('from', address), queue.usageOf('to', address)]),
    released: [...queue.releasedBetween(deviceAgeMs(limit), nowMs)].sort(),
    between: USERS.flatMap((from) => USERS.map((to) => queue.usageBetween(from, to))),
    all: queue.usageOfAll(),
  };
}

describe('whatever is added and removed, and opened again at any moment,', () => {
  it('the encrypted queue answers as the one in memory does', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 30 }), (moments) => {
        const folder = mkdtempSync(join(tmpdir(), 'handset-queue-model-'));
        const open = () => valueOf(openRelayQueue({ path: join(folder, 'queue.db'), key: STORE_KEY })).queue;
        const model = new MemoryRelayQueue();
        let queue = open();
        try {
          for (const { step, reopen, nowMs, limit } of moments) {
            expect(step(queue)).toEqual(step(model));
            if (reopen) {
              queue.close();
              queue = open();
            }
            expect(allOf(queue, nowMs, limit)).toEqual(allOf(model, nowMs, limit));
          }
        } finally {
          queue.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 40 },
    );
  });
});
