import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { deflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import { passwordOf, type TestUser } from '../support/sip-server.ts';

// What the configuration that ships promises, seen on the wire by a client of sockets and strings.
describeWithPeers(['kamailio'], "Kamailio with the fleet's configuration", () => {
  let kamailio: Kamailio;
  const clients: RawSipClient[] = [];

  beforeAll(async () => {
    kamailio = await Kamailio.start({
      algorithm: 'SHA-256',
      settings: [
        '#!define STORE_CLEAN_SECONDS 1',
        '#!define LOGIN_SECONDS 2',
        '#!define MESSAGES_PER_MINUTE 40',
        '#!define STORED_PER_USER 60',
        '#!define RESERVED_PER_SENDER 2',
        '#!define WRONG_PASSWORDS 5',
        '#!define WRONG_PASSWORDS_A_USER 3',
        '#!define WRONG_PASSWORDS_AN_ACCOUNT 4',
      ],
    });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.destroy()));
  });
  afterAll(() => kamailio.stop());

  const to = (user: string): string => `sip:${user}@${kamailio.domain}`;
  const connected = async (
    user: TestUser,
    password = passwordOf(user),
    localAddress = '127.0.0.1',
  ): Promise<RawSipClient> => {
    const ca = readFileSync(kamailio.caFile, 'utf8');
    const client = await RawSipClient.connect({
      host: '127.0.0.1',
      port: kamailio.port,
      ca,
      domain: kamailio.domain,
      user,
      password,
      localAddress,
    });
    clients.push(client);
    return client;
  };
  const registered = async (user: TestUser): Promise<RawSipClient> => {
    const client = await connected(user);
    const answer = await client.register({ instance: '00000000-0000-4000-8000-000000000001', regId: 1 });
    expect(answer.startLine).toBe('SIP/2.0 200 OK');
    return client;
  };

  it('registers an outbound flow by SHA-256 and says how often to keep it alive, in a header that ends as it must', async () => {
    const client = await connected('alice');
    const answer = await client.register({ instance: '00000000-0000-4000-8000-000000000001', regId: 1 });
    expect(answer.status).toBe(200);
    expect(answer.header('Require')).toBe('outbound');
    expect(answer.header('Flow-Timer')).toBe('120');
    expect(answer.head).not.toContain('\0');
    expect(client.tlsProtocol).toBe('TLSv1.3');
  });

  it('answers a keep-alive', async () => {
    const client = await registered('alice');
    client.write('\r\n\r\n');
    await client.until(() => client.pongs === 1);
  });

  it('brings a stored message as it was sent: type with parameters, encoding, Call-ID, Date, priority and every byte', async () => {
    const alice = await registered('alice');
    const deflated = deflateSync(Buffer.from('<imdn xmlns="urn:ietf:params:xml:ns:imdn"></imdn>'));
    const accepted = await alice.send(to('bob'), deflated, {
      contentType: 'message/imdn+xml; charset="utf-8"',
      callId: 'call-1@alice',
      headers: ['Content-Encoding: deflate', 'Date: Mon, 23 Nov 2026 12:00:00 GMT', 'Priority: non-urgent'],
    });
    expect(accepted.status).toBe(202);
    const bob = await registered('bob');
    await bob.until(() => bob.messages.length === 1);
    const [message] = bob.messages;
    expect(message?.body).toEqual(deflated);
    expect(message?.all('Content-Type')).toEqual(['message/imdn+xml; charset="utf-8"']);
    expect(message?.all('Content-Encoding')).toEqual(['deflate']);
    expect(message?.all('Call-ID')).toEqual(['call-1@alice']);
    expect(message?.all('Date')).toEqual(['Mon, 23 Nov 2026 12:00:00 GMT']);
    expect(message?.all('Priority')).toEqual(['non-urgent']);
    expect(message?.header('From')).toContain('<sip:alice@relay.test>');
    expect(message?.head).not.toMatch(/X-(Kept|Inner)/);
  });

  it('tells when a stored message came in, if its sender did not', async () => {
    const alice = await registered('alice');
    const beforeMs = Date.now() - 5_000; // its clock ticks in seconds, and late
    expect((await alice.send(to('bob'), 'undated')).status).toBe(202);
    const bob = await registered('bob');
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.all('Date')).toHaveLength(1);
    const dateMs = Date.parse(bob.messages[0]?.header('Date') ?? '');
    expect(dateMs).toBeGreaterThanOrEqual(beforeMs);
    expect(dateMs).toBeLessThanOrEqual(Date.now());
  });

  it('brings stored messages in their order, once, and forgets them when they were taken', async () => {
    const alice = await registered('alice');
    const texts = Array.from({ length: 10 }, (_, index) => `number ${index}`);
    for (const text of texts) expect((await alice.send(to('bob'), text)).status).toBe(202);
    const bob = await registered('bob');
    await bob.until(() => bob.messages.length === texts.length);
    expect(bob.messages.map(({ body }) => body.toString())).toEqual(texts);
    await expect.poll(() => kamailio.storedMessages(), { timeout: 8_000 }).toBe(0);
    expect((await bob.register()).status).toBe(200);
    // What was stored again would come before this one.
    await alice.send(to('bob'), 'the last');
    expect(bob.messages.map(({ body }) => body.toString())).toEqual([...texts, 'the last']);
  });

  it('keeps a message that the device could not keep, for its next registration', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    bob.answerPolicy = () => '500 Disk Full';
    expect((await alice.send(to('bob'), 'keep it')).status).toBe(202);
    bob.answerPolicy = () => '200 OK';
    await bob.register();
    await bob.until(() => bob.messages.length === 2);
    expect(bob.messages.map(({ body }) => body.toString())).toEqual(['keep it', 'keep it']);
    expect(bob.messages[1]?.header('Call-ID')).toBe(bob.messages[0]?.header('Call-ID'));
  });

  it('takes the text out of a stored CPIM message for a device that refuses CPIM, but never a report', async () => {
    const alice = await registered('alice');
    const cpim = (type: string, content: string): string =>
      `From: <${to('alice')}>\r\nTo: <${to('bob')}>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: x\r\n\r\n` +
      `Content-Type: ${type}\r\n\r\n${content}`;
    const contentType = 'message/cpim';
    await alice.send(to('bob'), cpim('message/imdn+xml', '<imdn/>'), { contentType });
    await alice.send(to('bob'), cpim('text/plain; charset=UTF-8', 'żółw 🐢\r\n\r\nsecond'), {
      contentType,
      callId: 'wrapped',
    });
    const bob = await connected('bob');
    bob.answerPolicy = (message) =>
      message.header('Content-Type').startsWith('text/plain') ? '200 OK' : '415 Unsupported Media Type';
    await bob.register();
    await bob.until(() => bob.messages.length === 3);
    const taken = bob.messages.filter((message) => message.header('Content-Type').startsWith('text/plain'));
    expect(taken.map(({ body }) => body.toString())).toEqual(['żółw 🐢\r\n\r\nsecond']);
    expect(taken[0]?.all('Content-Type')).toHaveLength(1);
    expect(taken[0]?.all('Call-ID')).toEqual(['wrapped']);
  });

  it('tells an online sender that the device refuses the type, so that he can send another', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    bob.answerPolicy = () => '415 Unsupported Media Type';
    expect((await alice.send(to('bob'), 'x', { contentType: 'message/cpim' })).status).toBe(415);
  });

  it('lets nobody write as somebody else, with or without a registration', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    expect((await alice.send(to('bob'), 'x', { from: `<${to('carol')}>` })).status).toBe(407);
    expect((await alice.sendWithPassword(to('bob'), 'x', { from: `<${to('carol')}>` })).status).toBe(403);
    expect((await alice.sendWithPassword(to('bob'), 'x', { from: '<sip:alice@elsewhere.test>' })).status).toBe(403);
    const carol = await connected('carol');
    expect((await carol.send(to('bob'), 'x')).status).toBe(407);
    const asDave = { to: `<${to('dave')}>`, from: `<${to('dave')}>` };
    expect((await carol.request('REGISTER', `sip:${kamailio.domain}`, asDave)).status).toBe(401);
    expect(bob.messages).toEqual([]);
  });

  it('refuses what it does not serve, each by its name', async () => {
    const alice = await registered('alice');
    expect((await alice.send(to('nobody'), 'x')).status).toBe(404);
    expect((await alice.send('sip:bob@elsewhere.test', 'x')).status).toBe(403);
    expect((await alice.send(to('bob'), Buffer.alloc(60_001, 'x'))).status).toBe(413);
    const invite = await alice.request('INVITE', to('bob'));
    expect(invite.status).toBe(405);
    expect(invite.header('Allow')).toBe('REGISTER, MESSAGE, OPTIONS');
    expect((await alice.request('OPTIONS', `sip:${kamailio.domain}`)).status).toBe(200);
  });

  it('bounds what is stored for one user', async () => {
    const alice = await registered('alice');
    const answers: (number | null)[] = [];
    for (let count = 0; count < 14; count++) answers.push((await alice.send(to('dave'), `${count}`)).status);
    expect(answers.filter((status) => status === 202)).toHaveLength(12);
    const last = await alice.send(to('dave'), 'one more');
    expect(last.status).toBe(480);
    expect(last.header('Retry-After')).toBe('60');
  });

  it('bounds what one sender sends, and nobody else feels it', async () => {
    const [dave, carol] = [await registered('dave'), await registered('carol')];
    const answers = await Promise.all(Array.from({ length: 60 }, () => dave.send(to('carol'), 'flood')));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
    expect(refused).toHaveLength(20);
    expect(refused[0]?.header('Retry-After')).toBe('60');
    expect((await carol.send(to('dave'), 'still here')).status).toBe(200);
  });

  it('closes a connection that does not log in', async () => {
    const logged = await registered('alice');
    const silent = connect({
      host: '127.0.0.1',
      port: kamailio.port,
      rejectUnauthorized: false,
      servername: kamailio.domain,
    });
    silent.on('error', () => undefined).resume();
    const closed = new Promise<void>((resolve) =>
      silent.once('close', () => {
        resolve();
      }),
    );
    await closed;
    expect(logged.isClosed).toBe(false);
    expect((await logged.send(to('nobody'), 'x')).status).toBe(404);
  }, 20_000);

  it('delivers over its inner socket only what it stored itself', async () => {
    const { createConnection } = await import('node:net');
    const socket = createConnection(kamailio.innerPort, '127.0.0.1');
    const request = [
      `MESSAGE ${to('bob')} SIP/2.0`,
      'Via: SIP/2.0/TCP 127.0.0.1:5999;branch=z9hG4bKforged',
      'Max-Forwards: 70',
      `From: <${to('alice')}>;tag=1`,
      `To: <${to('bob')}>`,
      'Call-ID: forged',
      'CSeq: 1 MESSAGE',
      'Content-Type: text/plain',
      'Content-Length: 1',
      '',
      'x',
    ].join('\r\n');
    const answer = await new Promise<string>((resolve, reject) => {
      socket.once('data', (data) => {
        resolve(data.toString());
      });
      socket.once('error', reject);
      socket.write(request);
    });
    socket.destroy();
    expect(answer.split('\r\n')[0]).toBe('SIP/2.0 403 Forbidden');
  });

  const guess = async (user: TestUser, from: string, password = 'a guess'): Promise<number | null> =>
    (await (await connected(user, password, from)).register()).status;

  it('shuts out an address after too many wrong passwords for one user, but not its other users', async () => {
    for (let count = 0; count < 3; count++) expect(await guess('carol', '127.0.0.5')).toBe(401);
    expect(await guess('carol', '127.0.0.5', passwordOf('carol'))).toBe(403);
    expect(await guess('alice', '127.0.0.5', passwordOf('alice'))).toBe(200);
  });

  it('shuts strangers out of an account that is guessed at from everywhere, but not its owner', async () => {
    expect(await guess('dave', '127.0.0.6', passwordOf('dave'))).toBe(200);
    for (const stranger of ['127.0.0.7', '127.0.0.8'])
      for (let count = 0; count < 2; count++) expect(await guess('dave', stranger)).toBe(401);
    expect(await guess('dave', '127.0.0.9', passwordOf('dave'))).toBe(403);
    expect(await guess('dave', '127.0.0.6', passwordOf('dave'))).toBe(200);
  });

  // Last: it shuts this machine's address out for a while.
  it('shuts out an address after too many wrong passwords', async () => {
    const statuses: (number | null)[] = [];
    for (let count = 0; count < 8; count++) statuses.push(await guess(count % 2 === 0 ? 'bob' : 'alice', '127.0.0.1'));
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(403);
  });
});
