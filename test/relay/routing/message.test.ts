import { describe, expect, it } from 'vitest';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf } from '../support/relay-rig.ts';

const bench = relayBench();

describe('a message to somebody who is online', () => {
  it('arrives with every end-to-end header and body byte, and its sender gets a bare 202', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    const body = Buffer.from([0, 1, 2, 13, 10, 13, 10, 255, 254, 0xc3, 0xb3]);
    const answer = await alice.send(addressOf('bob'), body, {
      contentType: 'multipart/mixed; boundary="a;b"',
      callId: 'call-1@alice',
      cseq: 7,
      headers: ['Date: Mon, 23 Nov 2026 12:00:00 GMT', 'Subject: żółw', 'X-Unknown: a, b', 'Priority: urgent'],
    });
    expect(answer.startLine).toBe('SIP/2.0 202 Accepted');
    expect(answer.body.length).toBe(0);
    expect(answer.all('Contact')).toEqual([]);
    await bob.until(() => bob.messages.length === 1);
    const [message] = bob.messages;
    expect(message?.startLine).toBe(`MESSAGE sip:bob@127.0.0.1:5999;transport=tls SIP/2.0`);
    expect(message?.body).toEqual(body);
    expect(message?.header('Content-Type')).toBe('multipart/mixed; boundary="a;b"');
    expect(message?.header('Call-ID')).toBe('call-1@alice');
    expect(message?.header('CSeq')).toBe('7 MESSAGE');
    expect(message?.header('Date')).toBe('Mon, 23 Nov 2026 12:00:00 GMT');
    expect(message?.header('Subject')).toBe('żółw');
    expect(message?.header('X-Unknown')).toBe('a, b');
    expect(message?.header('Max-Forwards')).toBe('69');
    expect(message?.header('From')).toMatch(/^<sip:alice@relay\.test>;tag=/);
  });

  it('is taken by its recipient alone: who answers it over another connection is not heard (RFC 3261 §18.1.2)', async () => {
    const [alice, bob, carol] = [
      await bench.rig.login('alice'),
      await bench.rig.login('bob'),
      await bench.rig.login('carol'),
    ];
    bob.answerPolicy = () => null;
    await alice.send(addressOf('bob'), 'hello');
    await bob.until(() => bob.messages.length === 1);
    carol.answer(bob.messages[0]!, '200 OK');
    carol.answer(bob.messages[0]!, '486 Busy Here');
    // Read in order: what stands behind the foreign answers has been read, so they have been too.
    await carol.send(addressOf('alice'), 'x');
    await alice.until(() => alice.messages.length === 1);
    await bench.rig.waitFor(() => bench.rig.relay.counters.delivered === 1);
    expect(bench.rig.queue.usageOf('to', addressOf('bob')).count).toBe(1);
    bob.answer(bob.messages[0]!, '200 OK');
    await bench.rig.waitFor(() => bench.rig.relay.counters.delivered === 2);
  });

  it('carries one Via, the relay’s, and no trace of where its sender is', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    await alice.send(addressOf('bob'), 'hello', {
      headers: [
        'Contact: <sip:alice@10.1.2.3>',
        `Route: <sip:${DOMAIN};lr>`,
        'Record-Route: <sip:evil.example;lr>',
        'P-Asserted-Identity: <sip:boss@relay.test>',
        'P-Preferred-Identity: <sip:boss@relay.test>',
        'Remote-Party-ID: <sip:boss@relay.test>',
        'Proxy-Authorization: Digest username="x"',
        'Authorization: Digest username="x"',
      ],
    });
    await bob.until(() => bob.messages.length === 1);
    const [message] = bob.messages;
    expect(message?.all('Via')).toHaveLength(1);
    expect(message?.header('Via')).toMatch(/^SIP\/2\.0\/TLS relay\.test;branch=z9hG4bK/);
    for (const name of ['Contact', 'Route', 'Record-Route', 'Authorization', 'Proxy-Authorization']) {
      expect(message?.all(name), name).toEqual([]);
    }
    expect(message?.head).not.toContain('boss');
  });

  it.each([
    ['"Bob <sip:bob@relay.test>" <sip:alice@relay.test>', 'a name that looks like another'],
    ['sip:alice@relay.test;x="<sip:bob@relay.test>"', 'a parameter that looks like an address'],
    ['<sip:%61lice@relay.test.:5061;maddr=10.1.2.3>', 'another spelling of the address'],
    ['\u202e\u2066Bob <sip:alice@relay.test>', 'characters that turn the line'],
  ])('says from whom it is by the address alone, whatever From holds: %s (%s)', async (from) => {
    const [alice, bob] = [await bench.rig.login('alice'), await bench.rig.login('bob')];
    const headers = ['Reply-To: <sip:boss@relay.test>', 'Call-Info: <http://boss/>;purpose=icon', 'Sender: boss'];
    expect((await alice.send(addressOf('bob'), 'hello', { from, headers })).status).toBe(202);
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.all('From')).toEqual([expect.stringMatching(/^<sip:alice@relay\.test>;tag=[0-9a-f]+$/)]);
    expect(bob.messages[0]?.head).not.toContain('boss');
  });

  it('is taken by every device of the recipient, and counts once the account’s own has it', async () => {
    const alice = await bench.rig.login('alice');
    const phone = await bench.rig.connect('bob');
    const tablet = await bench.rig.connect('bob');
    await phone.register({ instance: '1', regId: 1 });
    await tablet.register({ instance: '2', regId: 1 });
    tablet.answerPolicy = () => null;
    await alice.send(addressOf('bob'), 'hello');
    await phone.until(() => phone.messages.length === 1);
    await tablet.until(() => tablet.messages.length === 1);
    await bench.rig.waitFor(() => bench.rig.queue.usageOf('to', addressOf('bob')).count === 0);
  });

  it('keeps the order, one at a time, even when the device answers late', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => null;
    const answers = ['1', '2', '3'].map((text) => alice.send(addressOf('bob'), text));
    for (const count of [1, 2, 3]) {
      await bob.until(() => bob.messages.length === count);
      const message = bob.messages[count - 1];
      expect(message?.body.toString()).toBe(String(count));
      bob.answer(message!, '200 OK');
    }
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([202, 202, 202]);
  });

  it.each([
    '415 Unsupported Media Type',
    '413 Message Too Large',
    '606 Not Acceptable',
    '401 Unauthorized',
    '501 Not Implemented',
    '481 Call/Transaction Does Not Exist',
    '603 Decline',
  ])('that is refused for ever with %s is not kept, and its sender gets a report', async (line) => {
    const [alice, bob] = [await bench.rig.login('alice'), await bench.rig.login('bob')];
    await bench.rig.makeKnown(alice, 'bob');
    bob.answerPolicy = () => line;
    expect((await alice.send(addressOf('bob'), 'hello', { callId: 'refused' })).status).toBe(202);
    await alice.until(() => alice.messages.length === 1);
    expect(alice.messages[0]?.body.toString()).toContain('<message-id>refused</message-id>');
    expect([bob.messages.length, bench.rig.queue.usageOf('to', addressOf('bob')).count]).toEqual([1, 0]);
  });

  it.each(['480 Temporarily Unavailable', '503 Service Unavailable', '408 Request Timeout', '302 Moved'])(
    'that the device cannot take now (%s) is kept for it, and its sender gets 202',
    async (line) => {
      const alice = await bench.rig.login('alice');
      const bob = await bench.rig.login('bob');
      bob.answerPolicy = () => line;
      const answer = await alice.send(addressOf('bob'), 'hello');
      expect(answer.startLine).toBe('SIP/2.0 202 Accepted');
      expect(bench.rig.queue.usageOf('to', addressOf('bob')).count).toBe(1);
    },
  );
});

describe('a message to a device that does not answer', () => {
  it('stays stored, goes on being tried, and is removed by a late 200 without a second copy', async () => {
    const [alice, bob] = [await bench.rig.login('alice'), await bench.rig.login('bob')];
    bob.answerPolicy = () => null;
    await alice.send(addressOf('bob'), 'hello');
    await bob.until(() => bob.messages.length === 1);
    bench.clock.advance(7_999);
    expect(bench.rig.queue.usageOf('to', addressOf('bob')).count).toBe(1);
    bob.answer(bob.messages[0]!, '200 OK');
    await bench.rig.waitFor(() => bench.rig.queue.usageOf('to', addressOf('bob')).count === 0);
    expect(bob.messages).toHaveLength(1);
  });

  it('keeps back the next ones after 8 s, until the device says anything at all', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => null;
    const first = alice.send(addressOf('bob'), 'first');
    await bob.until(() => bob.messages.length === 1);
    bench.clock.advance(8_000);
    expect((await first).status).toBe(202);
    expect((await alice.send(addressOf('bob'), 'second')).status).toBe(202);
    expect(bob.messages).toHaveLength(1);
    bob.answerPolicy = () => '200 OK';
    bob.write('\r\n\r\n');
    await bob.until(() => bob.messages.length === 3);
    expect(bob.messages.map(({ body }) => body.toString())).toEqual(['first', 'first', 'second']);
    await bench.rig.waitFor(() => bench.rig.queue.usageOf('to', addressOf('bob')).count === 0);
  });

  it('keeps the order when a message overtaken by time is stored before those behind it', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => null;
    const answers = ['1', '2', '3'].map((text) => alice.send(addressOf('bob'), text));
    await bob.until(() => bob.messages.length === 1);
    await bench.rig.waitFor(() => bench.rig.relay.counters.received === 3);
    bench.clock.advance(8_000);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([202, 202, 202]);
    bob.answerPolicy = () => '200 OK';
    bench.clock.advance(5_000);
    await bob.until(() => bob.messages.length === 4);
    expect(bob.messages.map(({ body }) => body.toString())).toEqual(['1', '1', '2', '3']);
  });
});

describe('who gets nothing through', () => {
  it('a stranger on an unregistered flow is asked for a password', async () => {
    const alice = await bench.rig.connect('alice');
    const bob = await bench.rig.login('bob');
    const answer = await alice.send(addressOf('bob'), 'hello');
    expect(answer.status).toBe(407);
    expect(answer.all('Proxy-Authenticate')).toHaveLength(2);
    expect(bob.messages).toHaveLength(0);
  });

  it('with the right password an unregistered flow may send as itself', async () => {
    const alice = await bench.rig.connect('alice');
    const bob = await bench.rig.login('bob');
    expect((await alice.sendWithPassword(addressOf('bob'), 'hello')).status).toBe(202);
    await bob.until(() => bob.messages.length === 1);
  });

  it.each([`<sip:carol@${DOMAIN}>`, '<sip:alice@elsewhere.test>', '<tel:+390612345>', `"alice" <sip:carol@${DOMAIN}>`])(
    'an impostor as %s is refused, registered or with a password of its own',
    async (from) => {
      const bob = await bench.rig.login('bob');
      const registered = await bench.rig.login('alice');
      const unregistered = await bench.rig.connect('dave');
      expect((await registered.send(addressOf('bob'), 'x', { from })).status).toBe(403);
      expect((await unregistered.sendWithPassword(addressOf('bob'), 'x', { from })).status).toBe(403);
      expect(bob.messages).toHaveLength(0);
    },
  );

  it('trust ends with the registration', async () => {
    const alice = await bench.rig.login('alice');
    await alice.register({ expires: 0 });
    expect((await alice.send(addressOf('carol'), 'x')).status).toBe(407);
    await alice.register({ expires: 60 });
    expect((await alice.send(addressOf('carol'), 'x')).status).toBe(202);
    bench.clock.advance(60_000);
    expect((await alice.send(addressOf('carol'), 'y')).status).toBe(407);
  });

  it('nothing leaves the domain, and unknown users are told apart from absent ones', async () => {
    const alice = await bench.rig.login('alice');
    expect((await alice.send('sip:bob@elsewhere.test', 'x')).status).toBe(404);
    expect((await alice.send(`sip:nobody@${DOMAIN}`, 'x')).status).toBe(404);
    expect((await alice.send(`sip:${DOMAIN}`, 'x')).status).toBe(404);
    expect((await alice.send('tel:+390612345', 'x')).status).toBe(416);
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
  });

  it('the address is one however it is written', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    for (const uri of ['sip:%62ob@RELAY.test', 'sips:bob@relay.test.:5061;transport=tls', 'sip:bob@relay.test;gr=1']) {
      expect((await alice.send(uri, uri)).status, uri).toBe(202);
    }
    await bob.until(() => bob.messages.length === 3);
  });
});

describe('requests that the relay does not forward', () => {
  it('answers 483 when no hop is left, 405 with Allow to other methods, 501 to unknown ones', async () => {
    const alice = await bench.rig.login('alice');
    const zero = await alice.exchange(
      'z9hG4bKzero',
      Buffer.from(
        `MESSAGE ${addressOf('bob')} SIP/2.0\r\nVia: SIP/2.0/TLS a;branch=z9hG4bKzero\r\nMax-Forwards: 0\r\n` +
          `From: <${addressOf('alice')}>;tag=1\r\nTo: <${addressOf('bob')}>\r\nCall-ID: z\r\nCSeq: 1 MESSAGE\r\n` +
          'Content-Length: 0\r\n\r\n',
      ),
    );
    expect(zero.status).toBe(483);
    const invite = await alice.request('INVITE', addressOf('bob'));
    expect([invite.status, invite.header('Allow')]).toEqual([405, 'REGISTER, MESSAGE, OPTIONS']);
    expect((await alice.request('SING', addressOf('bob'))).status).toBe(501);
    expect((await alice.request('MESSAGE', addressOf('bob'), { headers: ['Proxy-Require: magic'] })).status).toBe(420);
  });

  it('answers OPTIONS about itself, and about nobody else', async () => {
    const alice = await bench.rig.connect('alice');
    expect((await alice.request('OPTIONS', `sip:${DOMAIN}`)).status).toBe(200);
    expect((await alice.request('OPTIONS', addressOf('bob'))).status).toBe(404);
    expect((await alice.request('OPTIONS', `sip:nobody@${DOMAIN}`)).status).toBe(404);
  });

  it('notes in Via where the request came from', async () => {
    const alice = await bench.rig.login('alice');
    const answer = await alice.send(addressOf('bob'), 'x');
    expect(answer.header('Via')).toContain(`;rport=${alice.localPort}`);
  });
});

describe('a message that comes twice', () => {
  it('while the first try is in progress goes out once, and both tries get the answer', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => null;
    const tries = [1, 2].map(() => alice.send(addressOf('bob'), 'x', { callId: 'same', cseq: 5 }));
    await bench.rig.waitFor(() => bench.rig.relay.counters.received === 2);
    await bob.until(() => bob.messages.length === 1);
    bob.answer(bob.messages[0]!, '200 OK');
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([202, 202]);
    expect(bob.messages).toHaveLength(1);
  });

  it('is stored once, by Call-ID and CSeq and by imdn.Message-ID', async () => {
    const alice = await bench.rig.login('alice');
    const cpim = [
      `From: <${addressOf('alice')}>`,
      `To: <${addressOf('bob')}>`,
      'NS: q <urn:ietf:params:imdn>',
      'q.Message-ID: m1',
      '',
      'Content-Type: text/plain',
      '',
      'hello',
    ].join('\r\n');
    for (const callId of ['a', 'a', 'b', 'c']) {
      const answer = await alice.send(addressOf('bob'), cpim, { contentType: 'message/cpim', callId });
      expect(answer.status).toBe(202);
    }
    expect(bench.rig.queue.usageOf('to', addressOf('bob')).count).toBe(1);
  });

  it('with another content is another message: nothing is swallowed', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'one', { callId: 'a' });
    await alice.send(addressOf('bob'), 'two', { callId: 'a' });
    expect(bench.rig.queue.usageOf('to', addressOf('bob')).count).toBe(2);
  });
});
