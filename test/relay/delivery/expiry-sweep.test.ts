import { beforeEach, describe, expect, it } from 'vitest';
import { deviceAgeMs } from '../../../src/domain/time.ts';
import { ExpirySweep } from '../../../src/relay/delivery/expiry-sweep.ts';
import { sealMessage } from '../../../src/relay/storage/sealed-message.ts';
import { addOne } from '../../support/add-one.ts';
import type { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import { valueOf } from '../../support/store-fixtures.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import { addressOf } from '../support/relay-rig.ts';
import { StoredBench, storedText } from '../support/stored-bench.ts';

const [ALICE, BOB] = [addressOf('alice'), addressOf('bob')];
let bench: StoredBench;
let clock: VirtualClock;
let queue: MemoryRelayQueue;
let sweep: ExpirySweep;
let canReport: boolean;
let onItsWay: Set<number>;
let told: string[];
let expired: number;
let released: string[][];

beforeEach(() => {
  bench = new StoredBench();
  ({ clock, queue } = bench);
  const { stored, log } = bench;
  [canReport, onItsWay, told, expired, released] = [true, new Set(), [], 0, []];
  sweep = new ExpirySweep({
    ...{ stored, clock, log },
    reportFailure: ({ row, message }, disposition) => {
      if (!canReport) return false;
      told.push(`${message.body.toString()} ${disposition}`);
      stored.remove(row);
      return true;
    },
    isOnItsWay: ({ position }) => onItsWay.has(position),
    onExpired: () => {
      expired += 1;
    },
    onReleased: (users) => {
      if (users.length > 0) released.push([...users]);
    },
  });
});

function put(text: string | null, expiresInMs: number, fromInMs = 0): number {
  const row = addOne(queue, {
    ...{ from: ALICE, to: BOB, storedAtMs: clock.wallMs() },
    fromAgeMs: deviceAgeMs(fromInMs),
    expiresAtAgeMs: deviceAgeMs(expiresInMs),
    sealed: text === null ? Buffer.from('not ours') : sealMessage(bench.sealer, storedText(text)),
  });
  return valueOf(row).position;
}
const left = (): number => queue.usageOfAll().count;

describe('the sweep', () => {
  it('ends each message at its time and not before, and looks at nothing meanwhile', () => {
    put('one', 20_000);
    put('two', 50_000);
    sweep.start();
    clock.advance(0);
    const started = clock.startedTimers;
    clock.advance(19_999);
    expect([told, clock.startedTimers]).toEqual([[], started]);
    clock.advance(1);
    expect([told, expired, left()]).toEqual([['one expired'], 1, 1]);
    clock.advance(30_000);
    expect([told, expired, left()]).toEqual([['one expired', 'two expired'], 2, 0]);
  });

  it('looks once a minute when nothing is held, or nothing ends sooner', () => {
    sweep.start();
    clock.advance(0);
    const started = clock.startedTimers;
    clock.advance(300_000);
    expect(clock.startedTimers - started).toBe(5);
    put('late', 10 * 300_000);
    clock.advance(300_000);
    expect(clock.startedTimers - started).toBe(10);
  });

  it('is there in time for a message that is stored later and ends sooner, and not earlier for one that ends later', () => {
    sweep.start();
    clock.advance(0);
    const started = clock.startedTimers;
    sweep.expiryAdded(60_001);
    expect(clock.startedTimers).toBe(started);
    put('short', 5_000);
    sweep.expiryAdded(5_000);
    clock.advance(5_000);
    expect(told).toEqual(['short expired']);
  });

  it('ends thousands at once, some at a time', () => {
    for (let count = 0; count < 300; count += 1) put(String(count), 1_000);
    sweep.start();
    clock.advance(1_000);
    expect([expired, left()]).toEqual([300, 0]);
  });

  it('leaves one that a device is just getting, and looks again 5 s later', () => {
    const position = put('on its way', 1_000);
    onItsWay.add(position);
    sweep.start();
    clock.advance(1_000);
    onItsWay.clear();
    clock.advance(4_999);
    expect([told, expired]).toEqual([[], 0]);
    clock.advance(1);
    expect([told, expired]).toEqual([['on its way expired'], 1]);
  });

  it('counts one whose report cannot be stored when it can, 5 s later', () => {
    canReport = false;
    put('untold', 1_000);
    sweep.start();
    clock.advance(1_000);
    expect([expired, left()]).toEqual([0, 1]);
    const started = clock.startedTimers;
    clock.advance(4_999);
    expect(clock.startedTimers).toBe(started);
    canReport = true;
    clock.advance(1);
    expect([told, expired, left()]).toEqual([['untold expired'], 1, 0]);
  });

  it('is not worn out by 64 that cannot be ended: it rests 5 s between two looks', () => {
    canReport = false;
    for (let count = 0; count < 64; count += 1) put(String(count), 1_000);
    sweep.start();
    clock.advance(1_000);
    const started = clock.startedTimers;
    clock.advance(10_000);
    expect(clock.startedTimers - started).toBe(2);
  });

  it('removes one that does not open, tells the operator and nobody else', () => {
    put(null, 1_000);
    sweep.start();
    clock.advance(1_000);
    expect([told, expired, left()]).toEqual([[], 1, 0]);
    expect(bench.log.codes('error')).toEqual(['relay.expired-unreadable']);
  });

  it('asks a store that cannot be read, or that removes nothing, neither at once nor without end', () => {
    put('kept', 1_000);
    queue.failWritesWith('read-only');
    sweep.start();
    clock.advance(1_000);
    let started = clock.startedTimers;
    clock.advance(1_000);
    // Four looks; each also begins to remove it anew.
    expect(clock.startedTimers - started).toBeLessThanOrEqual(8);
    expect(expired).toBe(1);
    queue.close();
    clock.advance(1_000);
    started = clock.startedTimers;
    clock.advance(60_000);
    expect(clock.startedTimers - started).toBe(1);
  });

  it('brings what was kept back until now, each once', () => {
    put('early', 100_000, 1);
    put('late', 100_000, 60_000);
    sweep.start();
    clock.advance(60_000);
    expect(released).toEqual([[BOB]]);
    clock.advance(30_000);
    expect(released).toEqual([[BOB]]);
  });

  it('rests when it is stopped, whatever is stored then', () => {
    put('kept', 1_000);
    sweep.start();
    sweep.stop();
    sweep.expiryAdded(10);
    clock.advance(100_000);
    expect([clock.pendingTimers, told]).toEqual([0, []]);
  });
});
