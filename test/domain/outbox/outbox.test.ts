import { describe, expect, it } from 'vitest';
import { GIVE_UP_AFTER_MS, SEND_TRY_TIMEOUT_MS } from '../../../src/domain/outbox/outbox-policy.ts';
import { outboxWakeUpInMs } from '../../../src/domain/outbox/outbox-schedule.ts';
import { unfinishedCount } from '../../../src/domain/outbox/outbox-state.ts';
import { ACCEPTED, laterIn, NO_NETWORK, OutboxBench, peer, REFUSED, waitingBench } from './outbox-bench.ts';

const BOB = peer('bob');
const CAROL = peer('carol');
const HOUR_MS = 3_600_000;

describe('Sending: five tries within a minute', () => {
  it('tries at once, and is enqueued by the relay’s answer', () => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    expect(bench.triesOf('hello')).toEqual([0]);
    expect(bench.status(id)).toBe('sending');
    bench.nowMs += 5;
    bench.end(BOB, ACCEPTED);
    expect(bench.status(id)).toBe('enqueued');
    expect(bench.steps.get(id)!.map(({ kind, tryNumber, sipStatus }) => ({ kind, tryNumber, sipStatus }))).toEqual([
      { kind: 'try', tryNumber: 1, sipStatus: 202 },
      { kind: 'accepted', tryNumber: null, sipStatus: 202 },
    ]);
    expect(outboxWakeUpInMs(bench.state, bench.moment)).toBeNull();
  });

  it('spreads five tries that fail at once over the minute, then waits', () => {
    const bench = new OutboxBench();
    bench.answer = () => NO_NETWORK;
    const id = bench.enter('hello', BOB);
    bench.pass(44_999);
    expect(bench.status(id)).toBe('sending');
    bench.pass(10 * 60_000);
    expect(bench.triesOf('hello')).toEqual([0, 3_000, 9_000, 21_000, 45_000]);
    expect(bench.status(id)).toBe('waiting');
    expect(bench.rows.get(id)!.tries).toBe(5);
    expect(bench.steps.get(id)!.map(({ kind }) => kind)).toEqual(['try', 'try', 'try', 'try', 'try', 'waiting']);
    expect(bench.steps.get(id)![0]).toMatchObject({ sipStatus: null, reason: 'no-network' });
  });

  it('waits 60 s after Enter when each of five tries takes its 12 s', () => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    for (let count = 1; count <= 5; count += 1) {
      expect(bench.status(id)).toBe('sending');
      bench.pass(SEND_TRY_TIMEOUT_MS);
      bench.end(BOB, NO_NETWORK);
    }
    expect(bench.triesOf('hello')).toEqual([0, 12_000, 24_000, 36_000, 48_000]);
    expect(bench.nowMs).toBe(60_000);
    expect(bench.status(id)).toBe('waiting');
    expect(bench.steps.get(id)!.at(-1)!.kind).toBe('waiting');
  });

  it('fails at once, with its reason, when the answer is final', () => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    bench.end(BOB, REFUSED);
    expect(bench.status(id)).toBe('failed: unknown-number');
    expect(bench.steps.get(id)!.at(-1)).toMatchObject({ kind: 'failed', sipStatus: 404, reason: 'unknown-number' });
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.tries).toHaveLength(1);
  });

  it('tries no sooner than the server said, and then tries', () => {
    const bench = new OutboxBench();
    bench.answer = () => laterIn(10 * 60_000);
    const id = bench.enter('hello', BOB);
    expect(bench.status(id)).toBe('waiting');
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    bench.pass(10 * 60_000 - 1);
    expect(bench.tries).toHaveLength(1);
    bench.answer = () => ACCEPTED;
    bench.pass(1);
    expect(bench.triesOf('hello')).toEqual([0, 10 * 60_000]);
    expect(bench.status(id)).toBe('enqueued');
  });
});

describe('a server that says "later"', () => {
  function toldLater(): { readonly bench: OutboxBench; readonly id: ReturnType<OutboxBench['enter']> } {
    const bench = new OutboxBench();
    bench.answer = () => laterIn(HOUR_MS);
    const id = bench.enter('hello', BOB);
    bench.answer = () => ACCEPTED;
    return { bench, id };
  }

  it('is asked again at the time that it named, without any trigger', () => {
    const { bench, id } = toldLater();
    bench.pass(HOUR_MS - 1);
    expect(bench.status(id)).toBe('waiting');
    bench.pass(1);
    expect(bench.status(id)).toBe('enqueued');
  });

  it('is asked for another message to that peer after a minute at most, and not sooner for the first', () => {
    const { bench, id } = toldLater();
    bench.enter('more', BOB);
    bench.pass(59_999);
    expect(bench.tries).toHaveLength(1);
    bench.pass(1);
    expect(bench.triesOf('more')).toEqual([60_000]);
    bench.pass(HOUR_MS - 60_001);
    expect(bench.status(id)).toBe('waiting');
    bench.pass(1);
    expect(bench.triesOf('hello')).toEqual([0, HOUR_MS]);
  });

  it('keeps the order when it named less than a minute', () => {
    const bench = new OutboxBench();
    bench.answer = () => laterIn(20_000);
    bench.enter('first', BOB);
    bench.answer = () => ACCEPTED;
    bench.enter('second', BOB);
    bench.pass(60_000);
    expect(bench.tries.map(({ id, atMs }) => [id, atMs])).toEqual([
      ['first', 0],
      ['first', 20_000],
      ['second', 20_000],
    ]);
  });

  it('is asked again when the handset has registered anew', () => {
    const { bench, id } = toldLater();
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.status(id)).toBe('enqueued');
  });

  it('is asked again when the owner insists', () => {
    const { bench, id } = toldLater();
    bench.resend(id);
    expect(bench.status(id)).toBe('enqueued');
  });
});

it('a message whose try is still to come after a minute says that it waits from then on', () => {
  const bench = new OutboxBench();
  bench.feed({ kind: 'occupied', peer: BOB });
  const id = bench.enter('hello', BOB);
  bench.pass(60_000);
  expect(bench.status(id)).toBe('waiting');
  expect(bench.steps.get(id)!.map(({ kind, atMs }) => [kind, atMs - bench.wallOffsetMs])).toEqual([
    ['waiting', 60_000],
  ]);
});

describe('Waiting: each of the three triggers alone', () => {
  it('nothing is tried without one', () => {
    const { bench, id } = waitingBench();
    bench.pass(11 * HOUR_MS - 120_000);
    expect(bench.tries).toEqual([]);
    expect(bench.status(id)).toBe('waiting');
  });

  it('(1) the handset registers', () => {
    const { bench, id } = waitingBench();
    bench.answer = () => ACCEPTED;
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.status(id)).toBe('enqueued');
  });

  it('(2) a keep-alive is answered', () => {
    const { bench, id } = waitingBench();
    bench.answer = () => ACCEPTED;
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    expect(bench.status(id)).toBe('enqueued');
  });

  it('(3) any other message is sent', () => {
    const { bench, id } = waitingBench();
    bench.answer = () => ACCEPTED;
    bench.enter('other', CAROL);
    expect(bench.status(id)).toBe('enqueued');
  });

  it('a trigger is one try, which leaves the status alone when it fails', () => {
    const { bench, id } = waitingBench();
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    bench.pass(120_000);
    expect(bench.tries).toHaveLength(1);
    expect(bench.status(id)).toBe('waiting');
    expect(bench.rows.get(id)!.tries).toBe(6);
  });

  it('a trigger that comes while a try is in flight is not lost', () => {
    const { bench } = waitingBench();
    bench.answer = () => null;
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.tries).toHaveLength(1);
    bench.end(BOB, NO_NETWORK);
    expect(bench.tries).toHaveLength(2);
    bench.end(BOB, NO_NETWORK);
    expect(bench.tries).toHaveLength(2);
  });
});

describe('giving up after 12 h', () => {
  it('warns one hour before, once, and fails at the deadline', () => {
    const { bench, id } = waitingBench();
    bench.pass(13 * HOUR_MS);
    expect(bench.warnings).toEqual([{ id, atMs: 11 * HOUR_MS }]);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
    const failedAtMs = bench.steps.get(id)!.at(-1)!.atMs - bench.wallOffsetMs;
    expect(failedAtMs).toBe(GIVE_UP_AFTER_MS);
  });

  it.each([-365 * 24 * HOUR_MS, 365 * 24 * HOUR_MS])('keeps the deadline when the clock is set by %i ms', (jumpMs) => {
    const { bench, id } = waitingBench();
    bench.wallOffsetMs += jumpMs;
    bench.pass(GIVE_UP_AFTER_MS - 60_000 - 1);
    expect(bench.status(id)).toBe('waiting');
    bench.pass(1);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
  });

  it('begins no try that could end after the deadline', () => {
    const { bench, id } = waitingBench();
    bench.pass(GIVE_UP_AFTER_MS - 60_000 - SEND_TRY_TIMEOUT_MS);
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.tries).toEqual([]);
    bench.pass(SEND_TRY_TIMEOUT_MS);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
  });

  it('waits for a try in flight, whose answer may still be yes', () => {
    const { bench, id } = waitingBench();
    bench.answer = () => null;
    bench.pass(GIVE_UP_AFTER_MS - 60_000 - SEND_TRY_TIMEOUT_MS - 1);
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    bench.pass(SEND_TRY_TIMEOUT_MS + 500);
    expect(bench.status(id)).toBe('waiting');
    bench.end(BOB, ACCEPTED);
    expect(bench.status(id)).toBe('enqueued');
  });

  it('gives a message that the owner resends a new 12 h and five new tries', () => {
    const { bench, id } = waitingBench();
    bench.pass(11.5 * HOUR_MS);
    bench.resend(id);
    expect(bench.status(id)).toBe('sending');
    bench.pass(60_000);
    expect(bench.tries).toHaveLength(5);
    expect(bench.status(id)).toBe('waiting');
    bench.pass(GIVE_UP_AFTER_MS - 60_000 - 1);
    expect(bench.status(id)).toBe('waiting');
    bench.pass(1);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
    expect(bench.warnings).toHaveLength(2);
  });

  it('sends a failed message again under the same id', () => {
    const { bench, id } = waitingBench();
    bench.pass(13 * HOUR_MS);
    bench.answer = () => ACCEPTED;
    bench.resend(id);
    expect(bench.status(id)).toBe('enqueued');
  });
});

describe('a restart', () => {
  it('tries again, under the same id, what was in flight', () => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    bench.restart();
    expect(bench.tries).toHaveLength(1);
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.triesOf('hello')).toHaveLength(2);
    bench.end(BOB, ACCEPTED);
    expect(bench.status(id)).toBe('enqueued');
  });

  it('tries what was sending by itself when no registration comes', () => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    bench.restart();
    bench.answer = () => NO_NETWORK;
    bench.pass(60_000);
    expect(bench.status(id)).toBe('waiting');
    expect(bench.tries.length).toBeGreaterThan(1);
  });

  it('leaves what was waiting to the triggers, and keeps its deadline', () => {
    const { bench, id } = waitingBench();
    bench.restart(2 * HOUR_MS);
    bench.pass(HOUR_MS);
    expect(bench.tries).toEqual([]);
    bench.pass(9 * HOUR_MS - 60_000);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
  });

  it('fails at once what went past its deadline while the power was off', () => {
    const { bench, id } = waitingBench();
    bench.restart(20 * HOUR_MS);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
    expect(unfinishedCount(bench.state)).toBe(0);
  });

  it('keeps the order of a peer’s messages', () => {
    const bench = new OutboxBench();
    for (const name of ['one', 'two', 'three']) bench.enter(name, BOB);
    bench.restart();
    bench.tries.length = 0;
    bench.answer = () => ACCEPTED;
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.tries.map(({ id }) => id)).toEqual(['one', 'two', 'three']);
  });
});

describe('a report that comes before the relay’s answer', () => {
  it('ends the tries, and the late answer is only noted', () => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    bench.feed({ kind: 'settled', id, peer: BOB });
    bench.end(BOB, NO_NETWORK);
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.tries).toHaveLength(1);
    expect(bench.steps.get(id)!.map(({ kind }) => kind)).toEqual(['try']);
    expect(bench.state.lanes.size).toBe(0);
  });

  it('keeps one request in flight even when the next message is ready', () => {
    const bench = new OutboxBench();
    const id = bench.enter('one', BOB);
    bench.enter('two', BOB);
    bench.feed({ kind: 'settled', id, peer: BOB });
    expect(bench.tries).toHaveLength(1);
    bench.end(BOB, ACCEPTED);
    expect(bench.triesOf('two')).toHaveLength(1);
  });
});
