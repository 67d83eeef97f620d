import { beforeEach, describe, expect, it } from 'vitest';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import type { RawSipMessage } from '../../support/raw-sip-message.ts';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf } from '../support/relay-rig.ts';

const HOUR_MS = 3_600_000;
/** Longer than any wait between two tries. */
const WAIT_MS = 300_000;

const bench = relayBench();
let alice: RawSipClient;
let bob: RawSipClient;

beforeEach(async () => {
  alice = await bench.rig.login('alice');
  bob = await bench.rig.login('bob');
});

const heldFor = (user: string): number => bench.rig.queue.usageOf('to', addressOf(user)).count;
const came = (text: string): number => bob.messages.filter(({ body }) => body.toString() === text).length;
const failedIds = (client: RawSipClient): readonly (string | undefined)[] =>
  client.messages.map(({ body }) => /<message-id>(.*)<\/message-id>/.exec(body.toString())?.[1]);

/** Bob's device takes everything but texts that say so. */
const declines =
  (line: string, headers: readonly string[] = []) =>
  (message: RawSipMessage): string | null => {
    if (!message.body.toString().startsWith('bad')) return '200 OK';
    bob.answer(message, line, headers);
    return null;
  };

/** Everything that is on the way has come, and its answer was read. */
async function settled(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await bob.request('OPTIONS', `sip:${DOMAIN}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a text that the device answers with "not now", always', () => {
  it.each([
    '500 Server Internal Error',
    '503 Service Unavailable',
    '486 Busy Here',
    '600 Busy Everywhere',
    '302 Moved Temporarily',
    '480 Temporarily Unavailable',
    '408 Request Timeout',
    '491 Request Pending',
    '481 Call/Transaction Does Not Exist',
    '413 Request Entity Too Large',
    '603 Decline',
    '699 Whatever',
  ])('(%s) does not keep back what another sender writes, not even for a second', async (line) => {
    bob.answerPolicy = declines(line);
    const mallory = await bench.rig.login('dave');
    for (const text of ['bad 1', 'bad 2', 'bad 3']) await mallory.send(addressOf('bob'), text);
    await alice.send(addressOf('bob'), 'hello');
    await bob.until(() => came('hello') === 1);
  });

  it('gives way after three answers to what its own sender wrote later, and is reported then', async () => {
    await bench.rig.makeKnown(alice, 'bob');
    bob.answerPolicy = declines('500 Server Internal Error');
    await alice.send(addressOf('bob'), 'bad', { callId: 'the-bad-one' });
    for (const text of ['2', '3']) await alice.send(addressOf('bob'), text);
    await settled();
    expect([came('bad'), came('2')]).toEqual([1, 0]);
    bench.clock.advance(5_000);
    await settled();
    expect([came('bad'), came('2')]).toEqual([2, 0]);
    bench.clock.advance(30_000);
    await bob.until(() => came('3') === 1);
    expect(bob.messages.map(({ body }) => body.toString())).toEqual(['bad', 'bad', 'bad', '2', '3']);
    await alice.until(() => alice.messages.length === 1);
    expect(failedIds(alice)).toEqual(['the-bad-one']);
    bench.clock.advance(WAIT_MS);
    await settled();
    expect([came('bad'), heldFor('bob')]).toEqual([3, 0]);
  });

  it('gives way after three answers, however often the relay starts again in between', async () => {
    bob.answerPolicy = declines('500 Server Internal Error');
    for (const text of ['bad', '2', '3']) await alice.send(addressOf('bob'), text);
    await settled();
    expect([came('bad'), came('2')]).toEqual([1, 0]);
    for (const taken of [0, 1]) {
      await bench.restart();
      bob = await bench.rig.connect('bob');
      bob.answerPolicy = declines('500 Server Internal Error');
      await bob.register();
      await bob.until(() => came('bad') === 1);
      await settled();
      expect(came('2')).toBe(taken);
    }
    await bob.until(() => came('3') === 1);
  });

  it('gives way together with as many others like it as there are', async () => {
    await bench.rig.makeKnown(alice, 'bob');
    bob.answerPolicy = declines('503 Service Unavailable');
    const bad = Array.from({ length: 20 }, (_, at) => `bad ${at}`);
    for (const text of bad) await alice.send(addressOf('bob'), text, { callId: text.replace(' ', '-') });
    await alice.send(addressOf('bob'), 'good');
    for (let round = 0; round < 12 && came('good') === 0; round += 1) {
      await settled();
      bench.clock.advance(WAIT_MS);
      await bob.register();
    }
    await bob.until(() => came('good') === 1);
    await bench.rig.waitFor(() => heldFor('bob') === 0);
    expect(bench.rig.relay.counters.reported).toBe(20);
  });

  it('is delivered in its place when the device takes it after all', async () => {
    let isBusy = true;
    bob.answerPolicy = () => (isBusy ? '486 Busy Here' : '200 OK');
    for (const text of ['1', '2', '3']) await alice.send(addressOf('bob'), text);
    for (let round = 0; round < 6; round += 1) {
      await settled();
      bench.clock.advance(WAIT_MS / 2);
      await bob.register();
    }
    await settled();
    isBusy = false;
    bob.messages.length = 0;
    for (let second = 0; second < 300 && bob.messages.length === 0; second += 5) {
      bench.clock.advance(5_000);
      await settled();
    }
    await bob.until(() => bob.messages.length === 3);
    expect(bob.messages.map(({ body }) => body.toString())).toEqual(['1', '2', '3']);
    expect(bench.rig.relay.counters.reported).toBe(0);
  });

  it('is reported when its 72 h are over, if it never came to an end before', async () => {
    bob.answerPolicy = declines('500 Server Internal Error');
    await alice.send(addressOf('bob'), 'bad', { callId: 'the-bad-one' });
    await settled();
    await bob.destroy();
    bench.clock.advance(72 * HOUR_MS);
    const again = await bench.rig.login('alice');
    await again.until(() => again.messages.length === 1);
    expect(failedIds(again)).toEqual(['the-bad-one']);
  });
});

describe('Retry-After of a device', () => {
  it('is the earliest time of the next try and no schedule: the waits grow all the same', async () => {
    bob.answerPolicy = declines('503 Service Unavailable', ['Retry-After: 1']);
    await alice.send(addressOf('bob'), 'bad');
    await settled();
    for (let second = 0; second < 600; second += 1) {
      bench.clock.advance(1_000);
      if (second % 10 === 0) await settled();
    }
    expect(came('bad')).toBeLessThanOrEqual(6);
  });

  it('holds also when the device refreshes its registration, and for that sender alone', async () => {
    bob.answerPolicy = declines('500 Disk Full', ['Retry-After: 60']);
    await alice.send(addressOf('bob'), 'bad');
    await settled();
    await bob.register();
    await (await bench.rig.login('carol')).send(addressOf('bob'), 'from carol');
    await bob.until(() => came('from carol') === 1);
    bench.clock.advance(59_999);
    await settled();
    expect(came('bad')).toBe(1);
    bench.clock.advance(1);
    await bob.until(() => came('bad') === 2);
  });

  it('ends with the connection: a device that was started anew is asked again', async () => {
    bob.answerPolicy = declines('500 Disk Full', ['Retry-After: 3000']);
    await alice.send(addressOf('bob'), 'bad');
    await settled();
    await bob.destroy();
    bob = await bench.rig.login('bob');
    await bob.until(() => came('bad') === 1);
  });
});

describe('a message that the device refuses for ever', () => {
  it('is reported as failed to whom the recipient knows, removed, and the next one comes', async () => {
    await bench.rig.makeKnown(alice, 'bob');
    bob.answerPolicy = declines('415 Unsupported Media Type');
    await alice.send(addressOf('bob'), 'bad', { callId: 'bad-one' });
    await alice.send(addressOf('bob'), 'good');
    await bob.until(() => came('good') === 1);
    await alice.until(() => alice.messages.length === 1);
    expect(failedIds(alice)).toEqual(['bad-one']);
    expect(alice.messages[0]?.body.toString()).toContain('<status><failed/></status>');
    await bench.rig.waitFor(() => heldFor('bob') === 0 && heldFor('alice') === 0);
  });

  it.each([
    ['refused at once', '415 Unsupported Media Type'],
    ['never fetched', null],
  ])(
    'is never told to a stranger who gave it little time, and asks so when a device is on (%s)',
    async (_how, line) => {
      if (line === null) await bob.destroy();
      else bob.answerPolicy = () => line;
      await alice.send(addressOf('bob'), 'there?', { callId: 'there', headers: ['Expires: 10'] });
      bench.clock.advance(line === null ? 10_000 : 0);
      await bench.rig.waitFor(() => heldFor('bob') === 0);
      expect(heldFor('alice')).toBe(0);
      bench.clock.advance(73 * HOUR_MS);
      expect(heldFor('alice')).toBe(0);
      expect(bench.rig.relay.counters.reported).toBe(0);
    },
  );

  it.each([
    ['refused at once', '415 Unsupported Media Type'],
    ['never fetched', null],
  ])('is told to a stranger in the same words after the same 72 h (%s)', async (_how, line) => {
    if (line === null) await bob.destroy();
    else bob.answerPolicy = () => line;
    await alice.send(addressOf('bob'), 'bad', { callId: 'bad-one' });
    if (line !== null) await bench.rig.waitFor(() => heldFor('bob') === 0);
    await alice.register({ expires: 0 });
    bench.clock.advance(72 * HOUR_MS - 1);
    const early = await bench.rig.login('alice');
    await early.request('OPTIONS', `sip:${DOMAIN}`);
    expect(early.messages).toEqual([]);
    bench.clock.advance(60_000);
    // Time passed while it was on its way, so it may have been sent again.
    await early.until(() => early.messages.length > 0);
    expect(new Set(failedIds(early))).toEqual(new Set(['bad-one']));
    expect(early.messages[0]?.body.toString()).toContain('<expired xmlns');
  });
});
