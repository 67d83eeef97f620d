import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { parseChallenges } from '../../src/wire/authentication/digest-challenge.ts';
import { answerChallenge } from '../../src/wire/authentication/digest-response.ts';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import type { RawSipMessage } from '../support/raw-sip-message.ts';
import { RealHandset } from '../support/real-handset.ts';
import { passwordOf, type TestUser } from '../support/sip-server.ts';

const ALICE_ADDRESS = '127.0.0.77';
const GONE_WITHIN_MS = 2_000;
const LOOKS_EVERY_MS = 8_000;

/** Carol's answer to a challenge, as a whole header line. */
function ownLogin(challenged: RawSipMessage, method: string, uri: string): string {
  const isRegister = method === 'REGISTER';
  const [challenge] = parseChallenges(challenged.all(isRegister ? 'WWW-Authenticate' : 'Proxy-Authenticate'));
  if (challenge === undefined) throw new Error(`no challenge in ${challenged.startLine}`);
  const [username, password] = ['carol', passwordOf('carol')];
  const answer = answerChallenge({ challenge, username, password, method, uri, nonceCount: 1, clientNonce: 'c' });
  return `${isRegister ? '' : 'Proxy-'}Authorization: ${answer}`;
}

// Nobody writes as another, nobody is found by what he writes, and no fault of the database is anybody's.
describeWithPeers(['kamailio'], "Kamailio with the fleet's configuration lets nobody", () => {
  let kamailio: Kamailio;
  const running: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    kamailio = await Kamailio.start({
      algorithm: 'SHA-256',
      settings: [
        '#!define STORE_CLEAN_SECONDS 1',
        '#!define STORED_PER_USER 100',
        '#!define STORED_BYTES_PER_USER 200000',
        '#!define RESERVED_PER_SENDER 2',
      ],
    });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    kamailio.changeDatabase('DELETE FROM silo');
  });
  afterAll(() => kamailio.stop());

  const to = (user: string): string => `sip:${user}@${kamailio.domain}`;
  const connected = async (user: TestUser, localAddress = '127.0.0.1', password = passwordOf(user)) => {
    const ca = readFileSync(kamailio.caFile, 'utf8');
    const { domain, port } = kamailio;
    const client = await RawSipClient.connect({ host: '127.0.0.1', port, ca, domain, user, password, localAddress });
    running.push({ stop: () => client.destroy() });
    return client;
  };
  const registered = async (user: TestUser, localAddress?: string, password?: string): Promise<RawSipClient> => {
    const client = await connected(user, localAddress, password);
    expect((await client.register()).status).toBe(200);
    return client;
  };
  const handset = async (user: TestUser): Promise<RealHandset> => {
    const started = await RealHandset.start({ user, server: kamailio });
    running.push(started);
    return started;
  };
  const secretOf = (user: TestUser, password: string): string =>
    createHash('sha256').update(`${user}:${kamailio.domain}:${password}`).digest('hex');

  /** A status, or `closed`: Kamailio looks for connections to close each second, and may come before an answer. */
  const outcomeOf = async (client: RawSipClient): Promise<number | 'closed' | null> =>
    client.send(to('bob'), 'x').then(
      ({ status }) => status,
      () => 'closed' as const,
    );
  const isShutOut = (outcome: number | 'closed' | null): boolean => outcome === 407 || outcome === 'closed';

  it('write as a handset with what it sent: no credentials reach a recipient, whatever the sender puts in', async () => {
    const alice = await handset('alice');
    const bob = await registered('bob');
    await alice.statusBecomes(alice.send('bob', 'hello'), 'enqueued');
    const careless = await registered('carol');
    const digest = 'Digest username="carol", realm="relay.test", nonce="n", uri="sip:bob@relay.test", response="r"';
    const headers = [`Authorization: ${digest}`, `proxy-authorization : ${digest}`, `Proxy-Authorization: ${digest}`];
    expect((await careless.send(to('bob'), 'careless', { headers })).status).toBe(200);
    expect((await careless.send(to('dave'), 'careless and stored', { headers })).status).toBe(202);
    const dave = await registered('dave');
    await dave.until(() => dave.messages.length === 1);
    for (const { head } of [...bob.messages, ...dave.messages])
      expect(head).not.toMatch(/digest|nonce|authori[sz]ation/i);
    expect(bob.messages).toHaveLength(2);
  });

  it('sign in with a stolen password unnoticed: the handset finds the other device in the answer to its login', async () => {
    const thief = await connected('carol');
    expect((await thief.register({ instance: 'thief', regId: 1 })).status).toBe(200);
    const carol = await handset('carol');
    await carol.otherDevices(1);
    const alice = await registered('alice');
    const headers = [`X-Relay-Notice: foreign-device;device=${'A'.repeat(43)}`];
    expect((await alice.send(to('carol'), 'false alarm', { headers })).status).toBe(200);
    await thief.until(() => thief.messages.length === 1);
    expect(thief.messages[0]?.header('X-Relay-Notice')).toBe('');
    expect(carol.handset.signIns()).toHaveLength(1);
  });

  it('use a login again: not the one who made it, and not who overheard it', async () => {
    const alice = await connected('alice');
    const seen: string[] = [];
    const write = alice.request.bind(alice);
    alice.request = (method, uri, parts) => {
      seen.push(...(parts?.headers ?? []).filter((line) => line.startsWith('Authorization:')));
      return write(method, uri, parts);
    };
    expect((await alice.register()).status).toBe(200);
    expect(seen).toHaveLength(1);
    const again = { to: `<${to('alice')}>`, headers: ['Contact: <sip:alice@127.0.0.1:5998;transport=tls>', ...seen] };
    const refused = await alice.request('REGISTER', `sip:${kamailio.domain}`, again);
    expect(refused.status).toBe(401);
    // The login is used up, and its password is not wrong.
    expect(refused.header('WWW-Authenticate')).toMatch(/stale=true/i);
    const thief = await connected('carol', '127.0.0.66');
    const asAlice = { ...again, from: `<${to('alice')}>` };
    expect((await thief.request('REGISTER', `sip:${kamailio.domain}`, asAlice)).status).toBe(401);
    const message = { from: `<${to('alice')}>`, headers: seen.slice(0, 1).map((line) => `Proxy-${line}`) };
    expect((await thief.request('MESSAGE', to('bob'), message)).status).toBe(407);
  });

  it.each([
    ['Proxy-Authorization', 'MESSAGE'],
    ['Authorization', 'MESSAGE'],
    ['Authorization', 'REGISTER'],
    ['Proxy-Authorization', 'REGISTER'],
  ] as const)('write or sign in as the one whom a second login, a false %s, names in a %s', async (name, method) => {
    const bob = await registered('bob');
    const mallory = await connected('carol');
    const asAlice = `<${to('alice')}>`;
    const uri = method === 'REGISTER' ? `sip:${kamailio.domain}` : to('bob');
    const decoy = `${name}: Digest username="alice", realm="elsewhere", nonce="n", uri="${uri}", response="00"`;
    const more = method === 'REGISTER' ? ['Contact: <sip:alice@127.0.0.1:5998>'] : ['Content-Type: text/plain'];
    for (const place of ['before', 'behind']) {
      const callId = `${place}-${name}-${method}`;
      const parts = { from: asAlice, to: method === 'REGISTER' ? asAlice : `<${uri}>`, callId };
      const own = ownLogin(await mallory.request(method, uri, { ...parts, headers: more }), method, uri);
      const logins = place === 'before' ? [decoy, own] : [own, decoy];
      const forged = await mallory.request(method, uri, { ...parts, headers: [...logins, ...more] });
      expect([forged.status, forged.startLine]).toEqual([400, 'SIP/2.0 400 More Than One Login']);
    }
    expect(bob.messages).toEqual([]);
  });

  it('learn from where a message comes, or where it was taken', async () => {
    const alice = await registered('alice', ALICE_ADDRESS);
    const bob = await registered('bob', '127.0.0.78');
    bob.answerPolicy = () => null;
    bob.onMessage = (message) => {
      bob.answer(message, '200 OK', [
        'Contact: <sip:bob@127.0.0.78:5999>',
        'Server: device of bob',
        'Record-Route: <sip:127.0.0.78>',
      ]);
    };
    const headers = [
      `Contact: <sip:alice@${ALICE_ADDRESS}:5999>`,
      `Record-Route: <sip:${ALICE_ADDRESS};lr>`,
      `Path: <sip:${ALICE_ADDRESS}>`,
      `Via: SIP/2.0/TLS ${ALICE_ADDRESS}:5997;branch=z9hG4bK-second, SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK-third`,
      `Call-Info: <http://${ALICE_ADDRESS}/icon>`,
      'reply-to : <sip:boss@relay.test>',
      'P-Access-Network-Info: 3GPP; cell-of-alice',
    ];
    const answer = await alice.send(to('bob'), 'where am I?', { headers });
    expect(answer.status).toBe(200);
    const [port] = /rport=(\d+)/.exec(answer.head)?.slice(1) ?? [];
    expect(answer.all('Via')).toHaveLength(2);
    expect(answer.all('Via')[0]).toMatch(
      /^SIP\/2\.0\/TLS 127\.0\.0\.1:5999;branch=\S+;rport=\d+;received=127\.0\.0\.77$/,
    );
    expect(answer.all('Via')[1]).toBe(headers[3]?.slice('Via: '.length));
    expect(answer.head).not.toMatch(/127\.0\.0\.78|device of bob/);
    const [{ head } = { head: '' }] = bob.messages;
    expect(head).not.toContain(ALICE_ADDRESS);
    expect(head).not.toContain(`:${port ?? 'no port'}`);
    expect(head).not.toContain('192.0.2.7');
    expect(head).not.toMatch(/received|rport|5999;branch|boss|cell-of-alice/);
  });

  it('send or receive with an account that was removed, though his connection lives', async () => {
    const thief = await registered('dave');
    const bob = await registered('bob');
    expect((await thief.send(to('bob'), 'still mine')).status).toBe(200);
    kamailio.changeDatabase(`UPDATE subscriber SET username = 'dave-was' WHERE username = 'dave'`);
    try {
      const removedAtMs = performance.now();
      await expect
        .poll(async () => (await bob.send(to('dave'), 'are you there?')).status, { timeout: GONE_WITHIN_MS })
        .toBe(404);
      await thief.closed;
      expect(performance.now() - removedAtMs).toBeLessThan(GONE_WITHIN_MS + 500);
      const again = await connected('dave');
      expect((await again.register()).status).toBe(401);
    } finally {
      kamailio.changeDatabase(`UPDATE subscriber SET username = 'dave' WHERE username = 'dave-was'`);
    }
    await expect
      .poll(async () => (await bob.send(to('dave'), 'and now?')).status, { timeout: GONE_WITHIN_MS })
      .toBe(202);
    expect((await (await registered('dave')).send(to('bob'), 'I am back')).status).toBe(200);
  });

  it('send on a connection whose account is gone, even if nobody writes to it', async () => {
    const thief = await registered('dave');
    kamailio.changeDatabase(`UPDATE subscriber SET username = 'dave-was' WHERE username = 'dave'`);
    try {
      await expect.poll(() => outcomeOf(thief), { timeout: GONE_WITHIN_MS }).toBe('closed');
    } finally {
      kamailio.changeDatabase(`UPDATE subscriber SET username = 'dave' WHERE username = 'dave-was'`);
    }
  });

  it('keep a connection whose account is gone, or has another password, though nothing is sent over it', async () => {
    const dave = [await registered('dave'), await registered('dave', '127.0.0.66')];
    const carol = await registered('carol');
    const bob = await registered('bob');
    const setSecret = (password: string): void => {
      kamailio.changeDatabase(`UPDATE subscriber SET ha1 = '${secretOf('carol', password)}' WHERE username = 'carol'`);
    };
    const changedAtMs = performance.now();
    kamailio.changeDatabase(`UPDATE subscriber SET username = 'dave-was' WHERE username = 'dave'`);
    setSecret('new');
    try {
      await Promise.all([...dave, carol].map(({ closed }) => closed));
      expect(performance.now() - changedAtMs).toBeLessThan(GONE_WITHIN_MS + 500);
      expect((await bob.send(to('bob'), 'still here')).status).toBe(200);
    } finally {
      kamailio.changeDatabase(`UPDATE subscriber SET username = 'dave' WHERE username = 'dave-was'`);
      setSecret(passwordOf('carol'));
    }
  });

  it('stay logged in with a password that was changed, once the owner has the new one', async () => {
    const thief = await registered('carol', '127.0.0.66');
    const spare = await registered('carol', '127.0.0.67');
    const bob = await registered('bob');
    const setPassword = (password: string): void => {
      kamailio.changeDatabase(`UPDATE subscriber SET ha1 = '${secretOf('carol', password)}' WHERE username = 'carol'`);
    };
    setPassword('new');
    try {
      await expect.poll(() => outcomeOf(thief), { timeout: GONE_WITHIN_MS }).toSatisfy(isShutOut);
      const owner = await registered('carol', '127.0.0.1', 'new');
      await Promise.all([spare.closed]);
      expect((await owner.send(to('bob'), 'it is me')).status).toBe(200);
      await bob.send(to('carol'), 'only for you');
      await owner.until(() => owner.messages.length === 1);
      expect([thief.messages, spare.messages]).toEqual([[], []]);
    } finally {
      setPassword(passwordOf('carol'));
    }
  });

  it('hear "no such user" or "wrong password" while the database is away; who is online is reached', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    kamailio.changeDatabase('ALTER TABLE subscriber RENAME TO away; ALTER TABLE silo RENAME TO silo_away');
    try {
      await expect.poll(async () => (await alice.send(to('carol'), 'x')).status, { timeout: GONE_WITHIN_MS }).toBe(500);
      expect((await alice.send(to('bob'), 'to one online')).status).toBe(200);
      for (const user of ['carol', 'nobody']) {
        const answer = await alice.send(to(user), 'to one away');
        expect([answer.status, answer.header('Retry-After')]).toEqual([500, '5']);
      }
      for (let count = 0; count < 12; count++) {
        const login = await (await connected('dave')).register();
        expect([login.status, login.header('Retry-After')]).toEqual([500, '5']);
      }
      expect((await bob.register()).status).toBe(500);
    } finally {
      kamailio.changeDatabase('ALTER TABLE away RENAME TO subscriber; ALTER TABLE silo_away RENAME TO silo');
    }
    await expect.poll(async () => (await alice.send(to('carol'), 'x')).status, { timeout: GONE_WITHIN_MS }).toBe(202);
    expect((await bob.register()).status).toBe(200);
    expect((await (await connected('dave')).register()).status).toBe(200);
    await expect.poll(async () => (await alice.send(to('nobody'), 'x')).status, { timeout: GONE_WITHIN_MS }).toBe(404);
  });

  it('lose a message because its failure report could not be written', async () => {
    const alice = await registered('alice');
    expect((await alice.send(to('bob'), 'too late', { callId: 'late' })).status).toBe(202);
    kamailio.changeDatabase(
      `CREATE TRIGGER no_reports BEFORE INSERT ON silo WHEN NEW.callid LIKE 'report.%' BEGIN SELECT RAISE(ABORT, 'no report today'); END`,
    );
    kamailio.makeStoredOlder(259_200 + 31);
    await expect.poll(() => kamailio.log(), { timeout: LOOKS_EVERY_MS }).toContain('no report today');
    expect(kamailio.storedMessages()).toBe(1);
    kamailio.changeDatabase('DROP TRIGGER no_reports');
    await alice.until(() => alice.messages.length === 1, LOOKS_EVERY_MS);
    expect(alice.messages[0]?.body.toString()).toContain('<message-id>late</message-id>');
    await expect.poll(() => kamailio.storedMessages(), { timeout: LOOKS_EVERY_MS }).toBe(0);
  });

  it('send a message inside a dialog', async () => {
    const alice = await registered('alice');
    const inDialog = { to: `<${to('bob')}>;tag=x`, headers: ['Content-Type: text/plain'], body: 'x' };
    expect((await alice.request('MESSAGE', to('bob'), inDialog)).status).toBe(481);
  });

  it("close somebody's box for others, by number or by size", async () => {
    const [alice, carol, dave] = [await registered('alice'), await registered('carol'), await registered('dave')];
    const fill = async (sender: RawSipClient, text: string): Promise<number> => {
      let taken = 0;
      while (taken < 100 && (await sender.send(to('bob'), text)).status === 202) taken += 1;
      return taken;
    };
    expect(await fill(alice, 'x'.repeat(30_000))).toBe(2);
    expect(await fill(alice, 'x')).toBe(0);
    expect(await fill(carol, 'x')).toBe(20);
    kamailio.changeDatabase(`UPDATE silo SET src_addr = src_addr || 's of many' WHERE src_addr LIKE '%carol%'`);
    for (let others = 0; others < 8; others++) {
      await fill(carol, 'x');
      kamailio.changeDatabase(`UPDATE silo SET src_addr = '${others}' || src_addr WHERE src_addr LIKE 'sip:carol@%'`);
    }
    expect(await fill(dave, 'I am a friend')).toBeGreaterThanOrEqual(2);
  });

  it('read a text in the files of its database, nor change one there unnoticed', async () => {
    const alice = await registered('alice');
    const canary = 'the canary sings at dawn';
    expect((await alice.send(to('bob'), canary)).status).toBe(202);
    expect((await alice.send(to('bob'), canary)).status).toBe(202);
    for (const form of [canary, Buffer.from(canary).toString('base64')]) {
      expect(kamailio.databaseHolds(Buffer.from(form))).toBe(false);
    }
    kamailio.changeDatabase(
      `UPDATE silo SET body = substr(body, 1, 160) || 'AAAA' || substr(body, 165) WHERE id = (SELECT min(id) FROM silo)`,
    );
    const bob = await registered('bob');
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.body.toString()).toBe(canary);
    await expect.poll(() => kamailio.storedMessages(), { timeout: LOOKS_EVERY_MS }).toBe(1);
    expect(bob.messages).toHaveLength(1);
    expect(kamailio.log()).toContain('does not open');
    expect(kamailio.log()).not.toContain('3a3a3a');
  });

  for (const [name, value] of [
    ['INNER_SECRET', 'CHANGE'],
    ['NONCE_SECRET', 'change-me'.repeat(4)],
    ['STORE_KEY', 'CHANGE'],
    ['STORE_KEY', 'short'],
  ] as const) {
    it(`start it with the example's secrets: ${name} = ${value}`, async () => {
      const words = await Kamailio.lastWords({ algorithm: 'SHA-256', values: { [name]: value } });
      expect(words).toContain(`settings.cfg: ${name} is the example's or has less than 24 characters`);
      expect(words).toContain('openssl rand -hex 32');
    });
  }
});
