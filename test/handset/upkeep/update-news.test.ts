import { beforeEach, describe, expect, it } from 'vitest';
import { QUIET_AFTER_MS, QuietTime } from '../../../src/handset/upkeep/quiet-time.ts';
import { TOLD_FAILURE_MS, UpdateNews } from '../../../src/handset/upkeep/update-news.ts';
import { MemoryUpdates } from '../../support/memory-updates.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const FAILED = { kind: 'failed', version: '0.2.0', reason: 'older' } as const;
const READY = { kind: 'ready', version: '0.2.0', oneWay: false } as const;

let clock: VirtualClock;
beforeEach(() => {
  clock = new VirtualClock();
});

describe('what the owner is told of updates', () => {
  let updates: MemoryUpdates;
  let seen: string[];
  let news: UpdateNews;
  beforeEach(() => {
    updates = new MemoryUpdates();
    seen = [];
    news = new UpdateNews(updates, clock, () => seen.push(news.state.kind));
  });

  it('is what the system says, from the start and at each change', () => {
    updates.state = READY;
    news.start();
    updates.become(FAILED);
    expect(seen).toEqual(['ready', 'failed']);
  });

  it('is nothing where nothing happens', () => {
    news.start();
    expect([seen, clock.pendingTimers]).toEqual([[], 0]);
  });

  it('forgets a failure after a while, and not what came after it', async () => {
    updates.state = FAILED;
    news.start();
    await clock.run(TOLD_FAILURE_MS - 1);
    expect(news.state).toEqual(FAILED);
    await clock.run(1);
    expect(seen).toEqual(['failed', 'none']);
    updates.become({ ...FAILED });
    updates.become(READY);
    await clock.run(2 * TOLD_FAILURE_MS);
    expect(news.state).toEqual(READY);
  });

  it('ends with the handset', () => {
    updates.state = FAILED;
    news.start();
    news.stop();
    updates.become(READY);
    expect([seen, clock.pendingTimers]).toEqual([['failed'], 0]);
  });
});

describe('the time in which nobody uses the handset', () => {
  it('ends with a key and begins anew two minutes after the last', async () => {
    const told: boolean[] = [];
    const quiet = new QuietTime(clock, (isQuiet) => told.push(isQuiet));
    quiet.keyPressed();
    await clock.run(QUIET_AFTER_MS - 1);
    quiet.keyPressed();
    await clock.run(QUIET_AFTER_MS - 1);
    expect(told).toEqual([false]);
    await clock.run(1);
    expect(told).toEqual([false, true]);
    expect(clock.pendingTimers).toBe(0);
    quiet.keyPressed();
    expect(told).toEqual([false, true, false]);
    quiet.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
