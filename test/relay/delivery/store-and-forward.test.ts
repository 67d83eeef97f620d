import { describe, expect, it } from 'vitest';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import type { RawSipMessage } from '../../support/raw-sip-message.ts';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf } from '../support/relay-rig.ts';

const HOUR_MS = 3_600_000;

const bench = relayBench();

const heldFor = (user: string): number => bench.queue.usageOf('to', addressOf(user)).count;
const texts = (client: RawSipClient): readonly string[] => client.messages.map(({ body }) => body.toString());

describe('a message to somebody who is away', () => {
  it('is answered 202 once it is in the queue, sealed: neither text nor headers can be read there', async () => {
    const alice = await bench.rig.login('alice');
    const answer = await alice.send(addressOf('bob'), 'a secret text', { callId: 'call-id-in-clear' });
    expect(answer.startLine).toBe('SIP/2.0 202 Accepted');
    const [row] = bench.queue.waitingFor(addressOf('bob'), 1);
    const bytes = Buffer.from(row!.sealed).toString('latin1');
    expect(bytes).not.toContain('secret');
    expect(bytes).not.toContain('call-id-in-clear');
    expect(bytes).not.toContain('text/plain');
    expect(row).toMatchObject({ from: addressOf('alice'), to: addressOf('bob') });
    expect(row!.expiresAtAgeMs - bench.queue.savedAge()!.ageMs).toBe(72 * HOUR_MS);
  });

  it('comes after the 200 of the REGISTER, oldest first, one at a time, as it was sent, and leaves the queue soon after each 200', async () => {
    const alice = await bench.rig.login('alice');
    const contentType = 'message/cpim; charset="utf-8"; x=y';
    for (const text of ['1', '2', '3']) {
      await alice.send(addressOf('bob'), `zażółć ${text}`, {
        contentType,
        callId: `call-${text}`,
        cseq: Number(text),
        headers: ['Date: Mon, 23 Nov 2026 11:00:00 GMT', 'X-Order: a', 'X-Order: b'],
      });
    }
    const bob = await bench.rig.connect('bob');
    bob.answerPolicy = () => null;
    const registered = bob.register();
    let messagesBeforeAnswer = 0;
    void registered.then(() => (messagesBeforeAnswer = bob.messages.length));
    for (const count of [1, 2, 3]) {
      await bob.until(() => bob.messages.length === count);
      expect(heldFor('bob')).toBe(4 - count);
      bob.answer(bob.messages[count - 1]!, '200 OK');
      // It leaves together with others, a moment later.
      await bench.rig.waitFor(() => {
        bench.clock.advance(1);
        return heldFor('bob') === 3 - count;
      });
    }
    expect((await registered).status).toBe(200);
    expect(messagesBeforeAnswer).toBeLessThanOrEqual(1);
    expect(texts(bob)).toEqual(['zażółć 1', 'zażółć 2', 'zażółć 3']);
    const [first] = bob.messages;
    expect(first?.header('Content-Type')).toBe(contentType);
    expect(first?.header('Call-ID')).toBe('call-1');
    expect(first?.header('CSeq')).toBe('1 MESSAGE');
    expect(first?.all('Date')).toEqual(['Mon, 23 Nov 2026 11:00:00 GMT']);
    expect(first?.all('X-Order')).toEqual(['a', 'b']);
    expect(first?.header('From')).toMatch(/^<sip:alice@relay\.test>;tag=/);
  });

  it('gets the time of its arrival as Date when its sender gave none', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'x');
    bench.clock.advance(60_000);
    const bob = await bench.rig.login('bob');
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.header('Date')).toBe('Mon, 23 Nov 2026 12:00:00 GMT');
  });

  it('is not overtaken by a new one while it is being delivered', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), '1');
    const bob = await bench.rig.connect('bob');
    bob.answerPolicy = () => null;
    await bob.register();
    await bob.until(() => bob.messages.length === 1);
    expect((await alice.send(addressOf('bob'), '2')).status).toBe(202);
    expect(bob.messages).toHaveLength(1);
    bob.answerPolicy = () => '200 OK';
    bob.answer(bob.messages[0]!, '200 OK');
    await bob.until(() => bob.messages.length === 2);
    expect(texts(bob)).toEqual(['1', '2']);
    await alice.send(addressOf('bob'), '3');
    await bob.until(() => bob.messages.length === 3);
  });

  it('leaves the queue after the next one was sent, so that a full box does not wait for the disk each time', async () => {
    const passed: string[] = [];
    await bench.restart({ faultPoint: (name) => passed.push(name) });
    const alice = await bench.rig.login('alice');
    for (const text of ['1', '2']) await alice.send(addressOf('bob'), text);
    passed.length = 0;
    const bob = await bench.rig.login('bob');
    await bob.until(() => bob.messages.length === 2);
    await bench.rig.waitFor(() => heldFor('bob') === 0);
    expect(passed.filter((name) => name === 'after-forward' || name === 'before-delete')).toEqual([
      'after-forward',
      'after-forward',
      'before-delete',
    ]);
  });

  it('is stored, with all behind it, when the device’s connection breaks, and comes in order after the next REGISTER', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => null;
    const numbers = Array.from({ length: 40 }, (_, index) => String(index));
    const answers = numbers.map((text) => alice.send(addressOf('bob'), text));
    await bench.rig.waitFor(() => bench.rig.relay.counters.received === 40);
    await bob.destroy();
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([202]));
    const again = await bench.rig.login('bob');
    await again.until(() => again.messages.length === 40);
    expect(texts(again)).toEqual(numbers);
  });

  it('is tried again after 5 s, 30 s and so on while the device stays registered but cannot take it, and at each REGISTER', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => '503 Service Unavailable';
    await alice.send(addressOf('bob'), 'x');
    await bob.until(() => bob.messages.length === 1);
    await bob.request('OPTIONS', `sip:${DOMAIN}`);
    const triesAfter = async (delayMs: number): Promise<number> => {
      bench.clock.advance(delayMs);
      await bob.request('OPTIONS', `sip:${DOMAIN}`);
      return bob.messages.length;
    };
    expect(await triesAfter(4_999)).toBe(1);
    expect(await triesAfter(1)).toBe(2);
    expect(await triesAfter(29_999)).toBe(2);
    expect(await triesAfter(1)).toBe(3);
    await bob.register();
    await bob.until(() => bob.messages.length === 4);
    expect(heldFor('bob')).toBe(1);
  });

  it('waits as long as the device asks for', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => null;
    bob.onMessage = (message) => {
      bob.answer(message, '500 Disk Full', ['Retry-After: 60']);
    };
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
    await bob.until(() => bob.messages.length === 1);
    await bob.request('OPTIONS', `sip:${DOMAIN}`);
    bench.clock.advance(59_999);
    await bob.request('OPTIONS', `sip:${DOMAIN}`);
    expect(bob.messages).toHaveLength(1);
    bench.clock.advance(1);
    await bob.until(() => bob.messages.length === 2);
  });

  it('is kept no longer than its own Expires says, and "now or never" for the time of a delivery', async () => {
    const alice = await bench.rig.login('alice');
    expect((await alice.send(addressOf('bob'), 'now or never', { headers: ['Expires: 0'] })).status).toBe(202);
    expect((await alice.send(addressOf('bob'), 'soon', { headers: ['Expires: 30'] })).status).toBe(202);
    bench.clock.advance(10_000);
    expect(heldFor('bob')).toBe(1);
    bench.clock.advance(20_000);
    expect(heldFor('bob')).toBe(0);
  });
});

const cpim = (wishes: string | null, innerType = 'text/plain'): string =>
  [
    `From: <${addressOf('alice')}>`,
    `To: <${addressOf('bob')}>`,
    'NS: imdn <urn:ietf:params:imdn>',
    'imdn.Message-ID: m-1&<x>',
    ...(wishes === null ? [] : [`imdn.Disposition-Notification: ${wishes}`]),
    '',
    `Content-Type: ${innerType}`,
    '',
    'hello',
  ].join('\r\n');

const asReport = (message: RawSipMessage | undefined) => {
  const body = message?.body.toString() ?? '';
  return {
    contentType: message?.header('Content-Type'),
    from: /^<([^>]*)>/.exec(message?.header('From') ?? '')?.[1],
    innerType: /^Content-Type: (.*)$/m.exec(body)?.[1]?.trim(),
    messageId: /<message-id>(.*)<\/message-id>/.exec(body)?.[1],
    recipient: /<recipient-uri>(.*)<\/recipient-uri>/.exec(body)?.[1],
    status: /<status>(.*)<\/status>/.exec(body)?.[1],
  };
};

describe('a message that nobody came for in 72 h', () => {
  it('is removed then, not a moment before, and reported to its sender once', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), cpim('positive-delivery, negative-delivery'), { contentType: 'message/cpim' });
    await alice.register({ expires: 0 });
    bench.clock.advance(72 * HOUR_MS - 1);
    expect(heldFor('bob')).toBe(1);
    bench.clock.advance(1);
    expect(heldFor('bob')).toBe(0);
    expect(heldFor('alice')).toBe(1);
    const again = await bench.rig.login('alice');
    await again.until(() => again.messages.length === 1);
    expect(asReport(again.messages[0])).toEqual({
      contentType: 'message/cpim',
      from: addressOf('bob'),
      innerType: 'message/imdn+xml',
      messageId: 'm-1&amp;&lt;x&gt;',
      recipient: addressOf('bob'),
      status: '<failed/><expired xmlns="urn:secure-handset:imdn"/>',
    });
    await bench.rig.waitFor(() => heldFor('alice') === 0);
    const bob = await bench.rig.login('bob');
    await bob.request('OPTIONS', `sip:${DOMAIN}`);
    expect(bob.messages).toHaveLength(0);
  });

  it('as plain text is reported under its Call-ID', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'plain', { callId: 'the-call-id' });
    bench.clock.advance(72 * HOUR_MS);
    const again = await bench.rig.login('alice');
    await again.until(() => again.messages.length === 1);
    expect(asReport(again.messages[0]).messageId).toBe('the-call-id');
  });

  it.each([
    ['a report', cpim('negative-delivery', 'message/imdn+xml'), 'message/cpim'],
    ['a bare report', '<imdn/>', 'message/imdn+xml'],
    ['a message whose sender asked for no report', cpim(null), 'message/cpim'],
    ['a message whose sender asked only for display', cpim('display'), 'message/cpim'],
  ])('is not reported when it is %s', async (_what, body, contentType) => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), body, { contentType });
    bench.clock.advance(72 * HOUR_MS);
    expect(heldFor('bob')).toBe(0);
    expect(heldFor('alice')).toBe(0);
  });

  it('is not reported about a report of the relay’s own', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'x');
    await alice.destroy();
    bench.clock.advance(72 * HOUR_MS);
    expect([heldFor('alice'), heldFor('bob')]).toEqual([1, 0]);
    bench.clock.advance(72 * HOUR_MS);
    expect([heldFor('alice'), heldFor('bob')]).toEqual([0, 0]);
  });

  it('stays when its report cannot be stored, and is reported later', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'x');
    await alice.destroy();
    bench.queue.failWritesWith('disk-full');
    bench.clock.advance(72 * HOUR_MS);
    expect(heldFor('bob')).toBe(1);
    bench.queue.failWritesWith(null);
    bench.clock.advance(60_000);
    expect([heldFor('alice'), heldFor('bob')]).toEqual([1, 0]);
  });

  it('is not expired while a device is being given it: delivered or expired, never both', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'x', { headers: ['Expires: 10'] });
    bench.clock.advance(6_000);
    const bob = await bench.rig.connect('bob');
    bob.answerPolicy = () => null;
    await bob.register();
    await bob.until(() => bob.messages.length === 1);
    bench.clock.advance(5_000);
    expect(heldFor('bob')).toBe(1);
    bob.answer(bob.messages[0]!, '200 OK');
    await bench.rig.waitFor(() => heldFor('bob') === 0);
    bench.clock.advance(60_000);
    expect(bench.rig.relay.counters.reported).toBe(0);
  });
});

describe('stopping', () => {
  it('keeps what still waits for a device’s answer, has told its senders 202, and loses nothing', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => null;
    const answers = ['1', '2', '3'].map((text) => alice.send(addressOf('bob'), text));
    await bench.rig.waitFor(() => bench.rig.relay.counters.received === 3);
    await bench.rig.stopRelay();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(heldFor('bob')).toBe(3);
    expect(bench.clock.pendingTimers).toBe(0);
  });

  it('is the same when asked twice, and another relay on the same queue delivers', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'kept');
    await Promise.all([bench.rig.stopRelay(), bench.rig.stopRelay()]);
    await bench.restart();
    const bob = await bench.rig.login('bob');
    await bob.until(() => bob.messages.length === 1);
    expect(texts(bob)).toEqual(['kept']);
  });
});
