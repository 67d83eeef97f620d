import { describe, expect, it } from 'vitest';
import { MAX_TRIES_IN_FLIGHT } from '../../../src/domain/outbox/outbox-policy.ts';
import { isPeerBusy } from '../../../src/domain/outbox/outbox-state.ts';
import { ACCEPTED, NO_NETWORK, OutboxBench, peer, REFUSED, waitingBench } from './outbox-bench.ts';

const BOB = peer('bob');
const CAROL = peer('carol');

describe('order and independence of peers', () => {
  it('has one message to a peer in flight, and sends the next when the first is accepted', () => {
    const bench = new OutboxBench();
    bench.enter('one', BOB);
    bench.enter('two', BOB);
    expect(bench.tries.map(({ id }) => id)).toEqual(['one']);
    bench.end(BOB, ACCEPTED);
    expect(bench.tries.map(({ id }) => id)).toEqual(['one', 'two']);
  });

  it('never lets a later message to the same peer overtake one that waits', () => {
    const { bench, id } = waitingBench();
    const second = bench.enter('second', BOB);
    bench.pass(60_000);
    expect(bench.triesOf('second')).toEqual([]);
    expect(bench.status(second)).toBe('waiting');
    bench.answer = () => ACCEPTED;
    bench.tries.length = 0;
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.tries.map((each) => each.id)).toEqual(['first', 'second']);
    expect([bench.status(id), bench.status(second)]).toEqual(['enqueued', 'enqueued']);
  });

  it('puts a message that is sent again back to its place among those that wait', () => {
    const bench = new OutboxBench();
    const first = bench.enter('first', BOB);
    bench.end(BOB, REFUSED);
    bench.answer = () => NO_NETWORK;
    bench.enter('second', BOB);
    bench.enter('third', BOB);
    bench.pass(120_000);
    bench.resend(first);
    bench.pass(120_000);
    bench.answer = () => ACCEPTED;
    bench.tries.length = 0;
    bench.feed({ kind: 'triggered', by: 'registered' });
    expect(bench.tries.map((each) => each.id)).toEqual(['first', 'second', 'third']);
  });

  it('sends the next message after a refused one', () => {
    const bench = new OutboxBench();
    bench.enter('one', BOB);
    const second = bench.enter('two', BOB);
    bench.end(BOB, REFUSED);
    bench.end(BOB, ACCEPTED);
    expect(bench.status(second)).toBe('enqueued');
  });

  it('sends to one peer while another does not answer', () => {
    const bench = new OutboxBench();
    bench.enter('to Bob', BOB);
    const id = bench.enter('to Carol', CAROL);
    bench.end(CAROL, ACCEPTED);
    expect(bench.status(id)).toBe('enqueued');
  });

  it('gives a message five tries of its own when the one before it took long', () => {
    const bench = new OutboxBench();
    bench.enter('one', BOB);
    const second = bench.enter('two', BOB);
    bench.pass(5_000);
    bench.end(BOB, ACCEPTED);
    bench.answer = () => NO_NETWORK;
    bench.end(BOB, NO_NETWORK);
    bench.pass(54_000);
    expect(bench.triesOf('two')).toEqual([5_000, 8_000, 14_000, 26_000, 50_000]);
    expect(bench.status(second)).toBe('waiting');
  });

  it('bounds the tries in flight, and keeps room for what the owner sends now', () => {
    const bench = new OutboxBench();
    bench.answer = () => NO_NETWORK;
    for (let index = 0; index < 100; index += 1) bench.enter(`waits ${index}`, peer(`peer${index}`));
    bench.pass(60_000);
    bench.answer = () => null;
    bench.feed({ kind: 'triggered', by: 'registered' });
    const waitingInFlight = bench.flying.size;
    expect(waitingInFlight).toBeLessThan(MAX_TRIES_IN_FLIGHT);
    bench.enter('urgent', CAROL);
    expect(bench.flying.has(CAROL)).toBe(true);
    expect(bench.flying.size).toBe(waitingInFlight + 1);
    for (let index = 0; index < 30; index += 1) bench.enter(`more ${index}`, peer(`more${index}`));
    expect(bench.flying.size).toBe(MAX_TRIES_IN_FLIGHT);
  });

  it('tries each of a hundred waiting peers once per trigger, however few at a time', () => {
    const bench = new OutboxBench();
    bench.answer = () => NO_NETWORK;
    for (let index = 0; index < 100; index += 1) bench.enter(`${index}`, peer(`peer${index}`));
    bench.pass(120_000);
    bench.tries.length = 0;
    bench.answer = () => null;
    bench.feed({ kind: 'triggered', by: 'keep-alive' });
    while (bench.flying.size > 0) bench.end([...bench.flying.keys()][0]!, NO_NETWORK);
    expect(new Set(bench.tries.map(({ id }) => id)).size).toBe(100);
    expect(bench.tries).toHaveLength(100);
  });

  it('holds a message back while a report to that peer is in flight', () => {
    const bench = new OutboxBench();
    bench.feed({ kind: 'occupied', peer: BOB });
    expect(isPeerBusy(bench.state, BOB)).toBe(true);
    bench.enter('hello', BOB);
    expect(bench.tries).toEqual([]);
    bench.feed({ kind: 'released', peer: BOB });
    expect(bench.tries).toHaveLength(1);
  });
});
