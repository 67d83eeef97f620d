import { describe, expect, it } from 'vitest';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import type { RawSipMessage } from '../../support/raw-sip-message.ts';
import { relayBench } from '../support/relay-bench.ts';
import { addressOf } from '../support/relay-rig.ts';

const bench = relayBench();

const heldFor = (user: string): number => bench.rig.queue.usageOf('to', addressOf(user)).count;

interface Content {
  readonly id?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

function cpim({ id = 'm-1', headers = ['Content-Type: text/plain; charset=UTF-8'], body = 'żółw' }: Content): string {
  return [
    `From: <${addressOf('alice')}>`,
    `To: <${addressOf('bob')}>`,
    'DateTime: 2026-11-23T12:00:00Z',
    'NS: imdn <urn:ietf:params:imdn>',
    `imdn.Message-ID: ${id}`,
    'imdn.Disposition-Notification: positive-delivery, negative-delivery',
    '',
    ...headers,
    '',
    body,
  ].join('\r\n');
}

/** As baresip: plain text and nothing else. */
const plainOnly = (message: RawSipMessage): string =>
  message.header('Content-Type').startsWith('text/plain') ? '200 OK' : '415 Unsupported Media Type';

let alice: RawSipClient;

async function storedThenTaken(body: string, policy: (message: RawSipMessage) => string | null): Promise<RawSipClient> {
  alice = await bench.rig.login('alice');
  await bench.rig.makeKnown(alice, 'bob');
  const answer = await alice.send(addressOf('bob'), body, { contentType: 'message/cpim', callId: 'call-1', cseq: 7 });
  expect(answer.status).toBe(202);
  const bob = await bench.rig.connect('bob');
  bob.answerPolicy = policy;
  await bob.register();
  return bob;
}

describe('a stored CPIM message for a device that takes plain text only', () => {
  it('goes out again as the text in it, under its id, and nobody is told of a failure', async () => {
    const body = 'one\r\n\r\nContent-Type: text/html\r\n\r\ntwo żółw 🐢\n';
    const bob = await storedThenTaken(cpim({ body }), plainOnly);
    await bench.rig.waitFor(() => heldFor('bob') === 0);
    expect(bob.messages).toHaveLength(2);
    const [, text] = bob.messages;
    expect(text?.body.toString()).toBe(body);
    expect(text?.all('Content-Type')).toEqual(['text/plain; charset=UTF-8']);
    expect(text?.all('Call-ID')).toEqual(['m-1']);
    expect(text?.header('CSeq')).toBe('7 MESSAGE');
    expect(text?.header('From')).toMatch(/^<sip:alice@relay\.test>;tag=/);
    expect(bench.rig.relay.counters).toMatchObject({ delivered: 2, reported: 0 });
    expect(heldFor('alice')).toBe(0);
  });

  it('keeps its place before the next one', async () => {
    alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), cpim({ body: 'first' }), { contentType: 'message/cpim' });
    await alice.send(addressOf('bob'), 'second');
    const bob = await bench.rig.connect('bob');
    bob.answerPolicy = plainOnly;
    await bob.register();
    await bob.until(() => bob.messages.length === 3);
    expect(bob.messages.slice(1).map(({ body }) => body.toString())).toEqual(['first', 'second']);
  });

  it('keeps its Call-ID when its id could not be one', async () => {
    const bob = await storedThenTaken(cpim({ id: 'm 1 <&>' }), plainOnly);
    await bob.until(() => bob.messages.length === 2);
    expect(bob.messages[1]?.header('Call-ID')).toBe('call-1');
  });

  it('is reported as failed, once and by its id, when the device takes neither', async () => {
    const bob = await storedThenTaken(cpim({}), () => '415 Unsupported Media Type');
    await alice.until(() => alice.messages.length === 1);
    expect(alice.messages[0]?.body.toString()).toContain('<message-id>m-1</message-id>');
    expect([bob.messages.length, heldFor('bob')]).toEqual([2, 0]);
  });

  it.each(['413 Request Entity Too Large', '414 URI Too Long', '493 Undecipherable', '604 Does Not Exist Anywhere'])(
    'is not tried as a text after "%s", which says nothing about its type, and is reported',
    async (answer) => {
      const bob = await storedThenTaken(cpim({}), (message) =>
        message.header('Content-Type').startsWith('text/plain') ? '200 OK' : answer,
      );
      await alice.until(() => alice.messages.length === 1);
      expect(bob.messages.map((message) => message.header('Content-Type'))).toEqual(['message/cpim']);
    },
  );

  it('stays when the device goes before it has taken the text, and comes again', async () => {
    const bob = await storedThenTaken(cpim({}), (message) =>
      message.header('Content-Type').startsWith('text/plain') ? null : '415 Unsupported Media Type',
    );
    await bob.until(() => bob.messages.length === 2);
    await bob.destroy();
    const again = await bench.rig.connect('bob');
    again.answerPolicy = plainOnly;
    await again.register();
    await again.until(() => again.messages.length === 2);
    await bench.rig.waitFor(() => heldFor('bob') === 0);
    expect(bench.rig.relay.counters.reported).toBe(0);
  });

  it.each([
    ['a report', { headers: ['Content-Type: message/imdn+xml'], body: '<imdn/>' }],
    ['a picture', { headers: ['Content-Type: image/png'] }],
    ['a text in base64', { headers: ['Content-Type: text/plain', 'Content-Transfer-Encoding: base64'] }],
    ['a deflated text', { headers: ['Content-Type: text/plain', 'Content-Encoding: deflate'] }],
    ['something that does not say what it is', { headers: ['Content-Length: 5'] }],
  ])('is never taken apart when it holds %s', async (_what, content) => {
    const bob = await storedThenTaken(cpim(content), plainOnly);
    await bench.rig.waitFor(() => heldFor('bob') === 0);
    await bob.request('OPTIONS', 'sip:relay.test');
    expect(bob.messages).toHaveLength(1);
  });

  it('goes out in the same way when the device was there all the time', async () => {
    alice = await bench.rig.login('alice');
    const bob = await bench.rig.connect('bob');
    bob.answerPolicy = plainOnly;
    await bob.register();
    expect((await alice.send(addressOf('bob'), cpim({}), { contentType: 'message/cpim' })).status).toBe(202);
    await bob.until(() => bob.messages.length === 2);
    expect(bob.messages[1]?.body.toString()).toBe('żółw');
  });
});
