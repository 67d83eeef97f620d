import { describe, expect, it } from 'vitest';
import type { TryOutcome } from '../../../src/domain/history/failure-reason.ts';
import { ACCEPTED, laterIn, NO_NETWORK, OutboxBench, peer, REFUSED } from './outbox-bench.ts';

const BOB = peer('bob');
const CAROL = peer('carol');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const answered = (sipStatus: number): TryOutcome => ({
  kind: 'unanswered',
  sipStatus,
  reason: 'server-fault',
  retryAfterMs: null,
});
const SILENCE: TryOutcome = { kind: 'unanswered', sipStatus: null, reason: 'server-fault', retryAfterMs: null };
const HUNG_UP: TryOutcome = { ...SILENCE, hungUp: true };

/** Takes every message but those whose name begins with "bad". */
function benchWhere(bad: TryOutcome): OutboxBench {
  const bench = new OutboxBench();
  bench.answer = ({ id }) => (id.startsWith('bad') ? bad : ACCEPTED);
  return bench;
}
const accepted = (bench: OutboxBench): readonly string[] =>
  [...bench.rows.values()].filter(({ status }) => status === 'enqueued').map(({ id }) => id);

describe('a message that always meets the same answer', () => {
  it.each([
    ['500', answered(500)],
    ['480 in no time', { ...laterIn(1_000), sipStatus: 480 }],
    ['503 in a second', laterIn(1_000)],
    ['503 in a day', laterIn(24 * HOUR_MS)],
    ['401', answered(401)],
    ['nothing, from a server that is there', SILENCE],
  ])('(%s) keeps those behind it back for a minute at most', (_, bad) => {
    const bench = benchWhere(bad);
    const first = bench.enter('bad', BOB);
    bench.enter('second', BOB);
    bench.enter('third', BOB);
    bench.pass(MINUTE_MS);
    expect(accepted(bench)).toEqual(['second', 'third']);
    expect(bench.status(first)).toBe('waiting');
  });

  it('gives way after three equal answers: those to its Enter, to the Enter of the next, and 3 s later', () => {
    const bench = benchWhere(answered(500));
    bench.enter('bad', BOB);
    bench.enter('second', BOB);
    bench.pass(2_999);
    expect(bench.triesOf('second')).toEqual([]);
    bench.pass(1);
    expect(bench.triesOf('second')).toEqual([3_000]);
  });

  it.each([
    ['500', answered(500)],
    ['486', { ...answered(486), reason: 'peer-cannot-take-it' } as const],
  ])('(%s) gives way after three answers in all, when the handset starts again upon each of them', (_, bad) => {
    const bench = benchWhere(bad);
    bench.enter('bad', BOB);
    bench.enter('second', BOB);
    for (let starts = 0; starts < 3; starts += 1) {
      bench.restart(1_000);
      bench.feed({ kind: 'triggered', by: 'registered' });
    }
    expect(bench.triesOf('second')).toHaveLength(1);
    expect(accepted(bench)).toEqual(['second']);
  });

  it('has not given way after a restart because there was no network', () => {
    const bench = benchWhere(NO_NETWORK);
    bench.enter('bad', BOB);
    bench.enter('second', BOB);
    bench.pass(MINUTE_MS);
    bench.restart(1_000);
    bench.answer = ({ id }) => (id === 'bad' ? answered(500) : ACCEPTED);
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.triesOf('second')).toEqual([]);
  });

  it('does not keep back what is sent later', () => {
    const bench = benchWhere(answered(500));
    bench.enter('bad', BOB);
    bench.pass(HOUR_MS);
    bench.tries.length = 0;
    bench.enter('later', BOB);
    expect(accepted(bench)).toEqual(['later']);
    bench.enter('still later', BOB);
    expect(bench.tries.map(({ id }) => id)).toEqual(['bad', 'later', 'still later']);
  });

  it('is tried on at a slower and slower pace of its own, whatever is sent beside it, and is sent when it can be', () => {
    const bench = benchWhere(answered(500));
    const id = bench.enter('bad', BOB);
    for (let sent = 0; sent < 300; sent += 1) {
      bench.enter(`good ${sent}`, BOB);
      bench.feed({ kind: 'triggered', by: 'keep-alive' });
      bench.pass(MINUTE_MS);
    }
    const waits = bench.triesOf('bad').map((atMs, at, all) => atMs - (all[at - 1] ?? 0));
    expect(bench.triesOf('bad').length).toBeLessThan(20);
    expect(waits.slice(-3).every((waitMs) => waitMs === 30 * MINUTE_MS)).toBe(true);
    bench.answer = () => ACCEPTED;
    bench.pass(30 * MINUTE_MS);
    expect(bench.status(id)).toBe('enqueued');
  });

  it('is told as failed at its end, with what kept it here', () => {
    const bench = benchWhere(answered(500));
    const id = bench.enter('bad', BOB);
    bench.enter('good', BOB);
    bench.pass(13 * HOUR_MS);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
    expect(bench.rows.get(id)!.cause).toBe('server-fault');
    expect(bench.warnings.map((warning) => warning.id)).toEqual([id]);
  });

  it('is the first again when the owner sends it again', () => {
    const bench = benchWhere(answered(500));
    const id = bench.enter('bad', BOB);
    bench.enter('good', BOB);
    bench.pass(HOUR_MS);
    bench.tries.length = 0;
    bench.resend(id);
    expect(bench.tries.map((each) => each.id)).toEqual(['bad']);
  });

  it('and others like it do not keep back a good one', () => {
    const bench = benchWhere(answered(500));
    for (let count = 1; count <= 20; count += 1) bench.enter(`bad ${count}`, BOB);
    bench.enter('good', BOB);
    for (let minutes = 0; minutes < 60; minutes += 1) {
      bench.feed({ kind: 'triggered', by: 'keep-alive' });
      bench.pass(MINUTE_MS);
    }
    expect(accepted(bench)).toEqual(['good']);
  });

  it('upon which the server hangs up does not go first over the next connection', () => {
    const bench = benchWhere(ACCEPTED);
    bench.answer = ({ id }) => {
      if (!bench.state.flow) return NO_NETWORK;
      if (id !== 'bad') return ACCEPTED;
      bench.state = { ...bench.state, flow: false };
      return HUNG_UP;
    };
    bench.enter('bad', BOB);
    bench.enter('good', BOB);
    for (let times = 0; times < 5; times += 1) {
      bench.feed({ kind: 'flowChanged', up: false, reason: null });
      bench.pass(MINUTE_MS);
      bench.feed({ kind: 'flowChanged', up: true });
      bench.feed({ kind: 'triggered', by: 'registered' });
    }
    expect(accepted(bench)).toEqual(['good']);
  });
});

describe('an answer that all messages to a peer meet', () => {
  it('keeps their order, however long it lasts', () => {
    const bench = new OutboxBench();
    bench.answer = () => answered(480);
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const name of names) bench.enter(name, BOB);
    for (let minutes = 0; minutes < 300; minutes += 1) {
      bench.feed({ kind: 'triggered', by: 'keep-alive' });
      bench.pass(MINUTE_MS);
    }
    bench.answer = () => ACCEPTED;
    bench.tries.length = 0;
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    expect(bench.tries.map(({ id }) => id)).toEqual(names);
  });

  it('costs at most four tries a trigger', () => {
    const bench = new OutboxBench();
    bench.answer = () => answered(480);
    for (let count = 0; count < 50; count += 1) bench.enter(`${count}`, BOB);
    for (let times = 0; times < 100; times += 1) {
      bench.tries.length = 0;
      bench.feed({ kind: 'triggered', by: 'keep-alive' });
      expect(bench.tries.length).toBeLessThanOrEqual(4);
      bench.pass(2 * MINUTE_MS);
    }
  });

  it('with no network at all nothing gives way', () => {
    const bench = new OutboxBench();
    bench.answer = () => NO_NETWORK;
    bench.enter('one', BOB);
    bench.enter('two', BOB);
    bench.pass(HOUR_MS);
    expect(bench.triesOf('two')).toEqual([]);
  });
});

describe('a Retry-After is the earliest time, and no schedule', () => {
  it.each([
    ['503', laterIn(1_000)],
    ['480', { ...laterIn(1_000), sipStatus: 480 }],
  ])('%s in a second: five tries in a minute, then a back-off that grows', (_, answer) => {
    const bench = new OutboxBench();
    bench.answer = () => answer;
    bench.enter('hello', BOB);
    bench.pass(12 * HOUR_MS);
    const tries = bench.triesOf('hello');
    expect(tries.filter((atMs) => atMs <= MINUTE_MS)).toHaveLength(5);
    const waits = tries.slice(5).map((atMs, at) => atMs - tries[at + 4]!);
    expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8].map((minutes) => minutes * MINUTE_MS));
    expect(Math.max(...waits)).toBe(30 * MINUTE_MS);
    expect(tries.length).toBeLessThan(40);
  });

  it('a trigger after it brings a try before the back-off is over', () => {
    const bench = new OutboxBench();
    bench.answer = () => laterIn(1_000);
    bench.enter('hello', BOB);
    bench.pass(HOUR_MS);
    bench.tries.length = 0;
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    expect(bench.tries).toHaveLength(1);
  });
});

describe('a message that the owner cancels', () => {
  it('is not tried any more, and those behind it have their turn', () => {
    const bench = new OutboxBench();
    bench.answer = () => NO_NETWORK;
    const id = bench.enter('first', BOB);
    bench.enter('second', BOB);
    bench.pass(HOUR_MS);
    bench.answer = () => ACCEPTED;
    bench.tries.length = 0;
    bench.feed({ kind: 'cancelled', id, peer: BOB });
    expect(bench.status(id)).toBe('failed: cancelled');
    expect(bench.tries.map((each) => each.id)).toEqual(['second']);
    expect(bench.steps.get(id)!.at(-1)).toMatchObject({ kind: 'failed', reason: 'cancelled' });
  });

  it.each([
    ['is cancelled when the try in flight fails', answered(500), 'failed: cancelled'],
    ['was sent when the try in flight is accepted', ACCEPTED, 'enqueued'],
    ['has failed when the try in flight is refused', REFUSED, 'failed: unknown-number'],
  ])('%s', (_, outcome, status) => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    bench.feed({ kind: 'cancelled', id, peer: BOB });
    expect(bench.status(id)).toBe('sending');
    bench.end(BOB, outcome);
    bench.pass(HOUR_MS);
    expect(bench.status(id)).toBe(status);
    expect(bench.tries).toHaveLength(1);
  });

  it('gives those behind it their turn no sooner than the server asked of them', () => {
    const bench = benchWhere(answered(500));
    bench.answer = ({ id }) => (id === 'bad' ? answered(500) : laterIn(2 * HOUR_MS));
    const id = bench.enter('bad', BOB);
    bench.enter('later', BOB);
    bench.pass(5 * MINUTE_MS);
    expect(bench.tries.map((each) => each.id)).toContain('later');
    bench.answer = () => ACCEPTED;
    bench.tries.length = 0;
    bench.feed({ kind: 'cancelled', id, peer: BOB });
    bench.pass(HOUR_MS);
    expect(bench.tries).toEqual([]);
    bench.pass(HOUR_MS);
    expect(accepted(bench)).toEqual(['later']);
  });

  it('and one that nobody knows changes nothing', () => {
    const bench = new OutboxBench();
    const id = bench.enter('hello', BOB);
    bench.end(BOB, ACCEPTED);
    bench.feed({ kind: 'cancelled', id, peer: BOB });
    bench.feed({ kind: 'cancelled', id, peer: CAROL });
    expect(bench.status(id)).toBe('enqueued');
    const other = bench.enter('on its way', BOB);
    bench.feed({ kind: 'cancelled', id, peer: BOB });
    expect([bench.status(id), bench.status(other)]).toEqual(['enqueued', 'sending']);
  });

  it('can be sent again', () => {
    const bench = new OutboxBench();
    bench.answer = () => NO_NETWORK;
    const id = bench.enter('hello', BOB);
    bench.pass(HOUR_MS);
    bench.feed({ kind: 'cancelled', id, peer: BOB });
    bench.answer = () => ACCEPTED;
    bench.resend(id);
    expect(bench.status(id)).toBe('enqueued');
  });
});
