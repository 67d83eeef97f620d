import { beforeEach, describe, expect, it } from 'vitest';
import { deviceAgeMs } from '../../../src/domain/time.ts';
import type { EndToEndMessage } from '../../../src/relay/message/end-to-end-message.ts';
import { sealMessage } from '../../../src/relay/storage/sealed-message.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { relayBench } from '../support/relay-bench.ts';
import { addressOf } from '../support/relay-rig.ts';
import { addOne } from '../../support/add-one.ts';

const LIFE_MS = 259_200_000;

const bench = relayBench();

const heldFor = (user: string): number => bench.queue.usageOf('to', addressOf(user)).count;
const texts = (client: RawSipClient): readonly string[] => client.messages.map(({ body }) => body.toString());

function put(sealed: Uint8Array, from = 'alice'): void {
  const between = { from: addressOf(from), to: addressOf('bob') };
  addOne(bench.queue, {
    ...between,
    storedAtMs: bench.clock.wallMs(),
    fromAgeMs: deviceAgeMs(0),
    expiresAtAgeMs: deviceAgeMs(LIFE_MS),
    sealed,
  });
}

/** As another version may have stored it: no gate would let this header in today. */
function withBrokenHeader(callId: string, from = 'alice'): EndToEndMessage {
  return {
    from: addressOf(from),
    to: addressOf('bob'),
    fields: [
      { name: 'From', value: `<${addressOf(from)}>;tag=1` },
      { name: 'To', value: `<${addressOf('bob')}>` },
      { name: 'Call-ID', value: callId },
      { name: 'CSeq', value: '1 MESSAGE' },
      { name: 'Content-Type', value: 'text/plain' },
      { name: 'Subject', value: 'one\r\nRoute: <sip:evil.example>' },
    ],
    body: Buffer.from('broken'),
    hopsLeft: 69,
    isRelayReport: false,
  };
}

describe('a stored message that cannot be written as SIP', () => {
  let alice: RawSipClient;
  beforeEach(async () => {
    put(sealMessage(bench.rig.sealer, withBrokenHeader('broken-one')));
    put(sealMessage(bench.rig.sealer, withBrokenHeader('broken-two')));
    alice = await bench.rig.login('alice');
    await bench.rig.makeKnown(alice, 'bob');
    await alice.send(addressOf('bob'), 'good');
  });

  it('is reported to its sender and removed, and those behind it come', async () => {
    const bob = await bench.rig.login('bob');
    await bob.until(() => bob.messages.length === 1);
    await bench.rig.waitFor(() => heldFor('bob') === 0);
    expect(texts(bob)).toEqual(['good']);
    await alice.until(() => alice.messages.length === 2);
    const ids = alice.messages.map(({ body }) => /<message-id>(.*)<\/message-id>/.exec(body.toString())?.[1]);
    expect(ids).toEqual(['broken-one', 'broken-two']);
    expect(alice.messages[0]?.body.toString()).toContain('<status><failed/></status>');
  });

  it('waits while its report cannot be stored, and holds those behind it up no longer than that', async () => {
    bench.queue.failWritesWith('disk-full');
    const bob = await bench.rig.login('bob');
    await bob.request('OPTIONS', 'sip:relay.test');
    expect([bob.messages.length, heldFor('bob')]).toEqual([0, 3]);
    bench.queue.failWritesWith(null);
    bench.clock.advance(30_000);
    await bob.until(() => bob.messages.length === 1);
    expect(texts(bob)).toEqual(['good']);
  });
});

it('one to oneself that cannot be written sends what is behind it once, though its report comes the same way', async () => {
  put(sealMessage(bench.rig.sealer, withBrokenHeader('broken', 'bob')), 'bob');
  put(sealMessage(bench.rig.sealer, plain('good')));
  const bob = await bench.rig.login('bob');
  await bench.rig.waitFor(() => heldFor('bob') === 0);
  expect(texts(bob).map((text) => (text === 'good' ? text : 'report'))).toEqual(['report', 'good']);
});

it('thousands of stored messages that do not open stand in nobody’s way, and end with their time', async () => {
  for (let count = 0; count < 2_500; count += 1) put(Buffer.from('not ours'));
  const alice = await bench.rig.login('alice');
  addOne(bench.queue, {
    ...bench.queue.waitingFor(addressOf('bob'), 1)[0]!,
    sealed: sealMessage(bench.rig.sealer, plain('readable')),
  });
  const bob = await bench.rig.login('bob');
  await bob.until(() => bob.messages.length === 1);
  expect(texts(bob)).toEqual(['readable']);
  await bench.rig.waitFor(() => heldFor('bob') === 2_500);
  bench.clock.advance(LIFE_MS);
  expect([heldFor('bob'), heldFor('alice')]).toEqual([0, 0]);
  expect(alice.messages).toHaveLength(0);
  const codes = bench.rig.log.codes('error');
  expect(codes.filter((code) => code === 'relay.stored-message-unreadable')).toHaveLength(2_500);
  expect(codes.filter((code) => code === 'relay.expired-unreadable')).toHaveLength(2_500);
});

it('thousands of delivered messages that cannot be removed stop neither the delivery of others nor the clock', async () => {
  for (let count = 0; count < 1_500; count += 1) put(sealMessage(bench.rig.sealer, plain(String(count))));
  bench.queue.failWritesWith('read-only');
  const bob = await bench.rig.login('bob');
  // In thirds, each of which has its own time: they come one after the other.
  for (const count of [500, 1_000, 1_500]) await bob.until(() => bob.messages.length >= count);
  await bob.register();
  bench.clock.advance(LIFE_MS);
  bench.queue.failWritesWith(null);
  bench.clock.advance(60_000);
  expect(heldFor('bob')).toBe(0);
  expect(bench.rig.relay.counters).toMatchObject({ delivered: 1_500, expired: 0, reported: 0 });
});

function plain(text: string): EndToEndMessage {
  const { fields, ...message } = withBrokenHeader(text);
  return { ...message, fields: fields.filter(({ name }) => name !== 'Subject'), body: Buffer.from(text) };
}
