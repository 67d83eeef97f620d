import { beforeEach, describe, expect, it } from 'vitest';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import type { RawSipMessage } from '../../support/raw-sip-message.ts';
import { relayBench } from '../support/relay-bench.ts';
import { addressOf } from '../support/relay-rig.ts';

const bench = relayBench();
let alice: RawSipClient;
let dave: RawSipClient;

beforeEach(async () => {
  alice = await bench.rig.login('alice');
  dave = await bench.rig.login('dave');
});

async function send(sender: RawSipClient, texts: readonly string[]): Promise<void> {
  for (const text of texts) expect((await sender.send(addressOf('bob'), text)).status).toBe(202);
}

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${name} ${at}`);

/** What Bob's device gets when it comes back, in this order. */
async function fetched(count: number): Promise<readonly string[]> {
  const bob = await bench.rig.login('bob');
  await bob.until(() => bob.messages.length === count);
  return bob.messages.map(({ body }) => body.toString());
}

describe('a box in which a stranger has left many texts', () => {
  it('gives what an acquaintance wrote last first, in order, and a text of the stranger after every eight', async () => {
    await bench.rig.makeKnown(alice, 'bob');
    await send(dave, numbered('dave', 3));
    await send(alice, numbered('alice', 10));
    const expected = [...numbered('alice', 8), 'dave 0', 'alice 8', 'alice 9', 'dave 1', 'dave 2'];
    expect(await fetched(13)).toEqual(expected);
  });

  it('gives the text of another stranger, or of a friend from before the relay started, as the second one', async () => {
    await send(dave, numbered('dave', 3));
    await send(alice, ['alice']);
    expect(await fetched(4)).toEqual(['dave 0', 'alice', 'dave 1', 'dave 2']);
  });

  it('gives what an acquaintance writes now as soon as the device has answered one text', async () => {
    await bench.rig.makeKnown(alice, 'bob');
    await send(dave, numbered('dave', 3));
    const bob = await bench.rig.connect('bob');
    const held: RawSipMessage[] = [];
    bob.answerPolicy = (message) => {
      held.push(message);
      return held.length === 1 ? null : '200 OK';
    };
    await bob.register();
    await bob.until(() => held.length === 1);
    await send(alice, ['alice']);
    await alice.request('OPTIONS', 'sip:relay.test');
    bob.answer(held[0]!, '200 OK');
    await bob.until(() => held.length === 4);
    expect(held.map(({ body }) => body.toString())).toEqual(['dave 0', 'alice', 'dave 1', 'dave 2']);
  });

  it('gives the relay’s own report about a failed message first', async () => {
    const bob = await bench.rig.login('bob');
    await bench.rig.makeKnown(alice, 'bob');
    await bench.rig.makeKnown(bob, 'alice');
    alice.answerPolicy = () => '415 Unsupported Media Type';
    await bob.destroy();
    const other = await bench.rig.connect('bob');
    await send(dave, numbered('dave', 3));
    expect((await other.sendWithPassword(addressOf('alice'), 'refused')).status).toBe(202);
    await bench.rig.waitFor(() => bench.rig.relay.counters.reported === 1);
    const texts = await fetched(4);
    expect(texts[0]).toContain('<failed/>');
    expect(texts.slice(1)).toEqual(numbered('dave', 3));
  });
});
