import { describe, expect, it } from 'vitest';
import { ACCEPTED, laterIn, NO_NETWORK, OutboxBench, peer, REFUSED, waitingBench } from './outbox-bench.ts';

const BOB = peer('bob');
const CAROL = peer('carol');
const HOUR_MS = 3_600_000;

describe('without a flow', () => {
  it('waiting messages are not tried when another one is sent, and go out when the flow is back', () => {
    const { bench, id } = waitingBench();
    bench.feed({ kind: 'flowChanged', up: false, reason: 'no-network' });
    bench.enter('other', CAROL);
    bench.pass(HOUR_MS);
    expect(bench.triesOf('first')).toEqual([]);
    bench.answer = () => ACCEPTED;
    bench.feed({ kind: 'flowChanged', up: true });
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.status(id)).toBe('enqueued');
  });

  it.each([
    ['another message was entered meanwhile', NO_NETWORK],
    ['the time that the server named came meanwhile', laterIn(HOUR_MS / 2)],
  ])('one registration is one try, also when %s', (_what, lastAnswer) => {
    const { bench } = waitingBench();
    bench.answer = () => lastAnswer;
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    bench.answer = () => NO_NETWORK;
    bench.feed({ kind: 'flowChanged', up: false, reason: 'no-network' });
    bench.enter('other', CAROL);
    bench.pass(HOUR_MS);
    bench.tries.length = 0;
    bench.answer = () => null;
    bench.feed({ kind: 'flowChanged', up: true });
    bench.feed({ kind: 'triggered', by: 'registered' });
    bench.end(BOB, NO_NETWORK);
    bench.pass(60_000);
    expect(bench.triesOf('first')).toHaveLength(1);
  });

  it('a new message still has its five tries, so that Details tell why it waits', () => {
    const bench = new OutboxBench();
    bench.feed({ kind: 'flowChanged', up: false, reason: 'no-network' });
    bench.answer = () => NO_NETWORK;
    const id = bench.enter('hello', BOB);
    bench.pass(60_000);
    expect(bench.tries).toHaveLength(5);
    expect(bench.status(id)).toBe('waiting');
  });
});

describe('what keeps a message here', () => {
  it('is the reason of the last try that failed, also for those that wait behind it', () => {
    const bench = new OutboxBench();
    bench.answer = () => NO_NETWORK;
    const first = bench.enter('first', BOB);
    const second = bench.enter('second', BOB);
    bench.pass(30_000);
    expect(bench.rows.get(first)!.cause).toBe('no-network');
    bench.answer = () => ({ kind: 'unanswered', sipStatus: 401, reason: 'login-refused', retryAfterMs: null });
    bench.pass(60_000);
    expect([bench.status(first), bench.status(second)]).toEqual(['waiting', 'waiting']);
    expect([bench.rows.get(first)!.cause, bench.rows.get(second)!.cause]).toEqual(['login-refused', 'login-refused']);
  });

  it('is known for a message that begins to wait behind a waiting one', () => {
    const { bench } = waitingBench();
    bench.feed({ kind: 'flowChanged', up: true });
    bench.answer = () => null;
    const second = bench.enter('second', BOB);
    bench.feed({ kind: 'occupied', peer: BOB });
    bench.pass(60_000);
    expect(bench.rows.get(second)).toMatchObject({ status: 'waiting', cause: 'no-network' });
  });

  it('is forgotten when the relay accepts or refuses the message, or the owner sends it again', () => {
    const { bench, id } = waitingBench();
    bench.answer = () => ACCEPTED;
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.rows.get(id)).toMatchObject({ status: 'enqueued', cause: null });
    bench.answer = () => REFUSED;
    const refused = bench.enter('refused', BOB);
    expect(bench.rows.get(refused)).toMatchObject({ status: 'failed', cause: null });
  });

  it('is told with the failure after 12 h: why there is no flow, or else why the last try failed', () => {
    const { bench, id } = waitingBench();
    bench.feed({ kind: 'flowChanged', up: false, reason: 'certificate-not-trusted' });
    bench.pass(12 * HOUR_MS);
    expect(bench.status(id)).toBe('failed: not-sent-in-12-h');
    expect(bench.rows.get(id)!.cause).toBe('certificate-not-trusted');
    const other = waitingBench();
    other.bench.pass(12 * HOUR_MS);
    expect(other.bench.rows.get(other.id)!.cause).toBe('no-network');
  });
});
