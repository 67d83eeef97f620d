import { describe, expect, it } from 'vitest';
import { answerChallenge } from '../../../src/wire/authentication/digest-response.ts';
import { parseChallenges } from '../../../src/wire/authentication/digest-challenge.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import type { RawSipMessage } from '../../support/raw-sip-message.ts';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf } from '../support/relay-rig.ts';

const bench = relayBench();

describe('a challenge', () => {
  it('offers SHA-256 and MD5, one header each, strongest first, for the relay’s domain', async () => {
    const alice = await bench.rig.connect('alice');
    const answer = await alice.request('REGISTER', `sip:${DOMAIN}`, { to: `<${alice.address}>` });
    expect(answer.status).toBe(401);
    const challenges = parseChallenges(answer.all('WWW-Authenticate'));
    expect(challenges.map(({ algorithm, realm, qop, stale }) => [algorithm.hash, realm, qop, stale])).toEqual([
      ['SHA-256', DOMAIN, 'auth', false],
      ['MD5', DOMAIN, 'auth', false],
    ]);
  });

  it('offers an account only what its client can answer', async () => {
    await bench.restart({ md5Users: ['bob'] });
    const bob = await bench.rig.connect('bob');
    const answer = await bob.request('REGISTER', `sip:${DOMAIN}`, { to: `<${bob.address}>` });
    expect(parseChallenges(answer.all('WWW-Authenticate')).map(({ algorithm }) => algorithm.hash)).toEqual(['MD5']);
    expect((await bob.register({ algorithm: 'MD5' })).status).toBe(200);
    const alice = await bench.rig.connect('alice');
    const other = await alice.request('REGISTER', `sip:${DOMAIN}`, { to: `<${alice.address}>` });
    expect(parseChallenges(other.all('WWW-Authenticate'))).toHaveLength(2);
  });

  it('offers an address that has no account what it offers to most that have one', async () => {
    await bench.restart({
      accounts: ['alice', 'bob', 'carol'].map((user, at) => ({
        ...{ username: user, address: addressOf(user), password: `pw-${user}` },
        digests: at === 2 ? (['MD5'] as const) : (['SHA-256'] as const),
      })),
    });
    const offered = async (user: string) => {
      const client = await bench.rig.connect('alice', { user });
      const answer = await client.request('REGISTER', `sip:${DOMAIN}`, { to: `<${client.address}>` });
      return answer.all('WWW-Authenticate').map((value) => value.replace(/nonce="[^"]*"/, ''));
    };
    expect(await offered('nobody')).toEqual(await offered('bob'));
    expect(await offered('nobody')).not.toEqual(await offered('carol'));
  });

  it('goes by the address, whatever the username is: here each is the user part of the other’s address', async () => {
    await bench.restart({
      accounts: [
        { username: 'bob', password: 'pw-a', address: addressOf('alice'), digests: ['MD5'] },
        { username: 'alice', password: 'pw-b', address: addressOf('bob') },
      ],
    });
    const alice = await bench.rig.connect('alice', { username: 'bob', password: 'pw-a' });
    const bob = await bench.rig.connect('bob', { username: 'alice', password: 'pw-b' });
    const offered = async (client: RawSipClient) => {
      const answer = await client.request('REGISTER', `sip:${DOMAIN}`, { to: `<${client.address}>` });
      return parseChallenges(answer.all('WWW-Authenticate')).map(({ algorithm }) => algorithm.hash);
    };
    expect([await offered(alice), await offered(bob)]).toEqual([['MD5'], ['SHA-256', 'MD5']]);
    expect([(await alice.register()).status, (await bob.register()).status]).toEqual([200, 200]);
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.header('From')).toContain(addressOf('alice'));
    const thief = await bench.rig.connect('alice', { username: 'alice', password: 'pw-b' });
    expect((await thief.register()).status).toBe(403);
  });

  it.each(['SHA-256', 'MD5'] as const)('is answered well with %s', async (algorithm) => {
    const alice = await bench.rig.connect('alice');
    expect((await alice.register({ algorithm })).status).toBe(200);
  });

  it('looks the same for unknown users and wrong passwords', async () => {
    const wrong = await bench.rig.connect('alice', { password: 'guess' });
    const unknown = await bench.rig.connect('alice', { user: 'nobody' });
    const shape = (answer: RawSipMessage) =>
      answer.head.replace(/nonce="[^"]*"|branch=\w+|tag=\w+|Call-ID: \w+|nobody|alice|rport=\d+/g, '');
    expect(shape(await wrong.register())).toBe(shape(await unknown.register()));
  });

  it('is repeated with stale=true when its nonce is 5 minutes old', async () => {
    const alice = await bench.rig.connect('alice');
    const login = await challenged(alice);
    expect((await login(1, alice, undefined, { headers: ['Contact: <sip:a@b>'] })).status).toBe(200);
    bench.clock.advance(300_000);
    const answer = await login(2);
    expect(answer.status).toBe(401);
    expect(parseChallenges(answer.all('WWW-Authenticate'))[0]?.stale).toBe(true);
  });

  it('takes each count of a nonce once: an overheard answer is worth nothing', async () => {
    const alice = await bench.rig.connect('alice');
    const login = await challenged(alice);
    expect((await login(1)).status).toBe(200);
    expect((await login(1)).status).toBe(401);
    expect((await login(2)).status).toBe(200);
  });

  it('after a wrong password does not say that only the nonce was too old', async () => {
    const alice = await bench.rig.connect('alice', { password: 'guess' });
    const answer = await alice.register();
    expect(answer.status).toBe(401);
    expect(parseChallenges(answer.all('WWW-Authenticate'))[0]?.stale).toBe(false);
  });

  it('is not answered by what another connection was asked', async () => {
    const alice = await bench.rig.connect('alice');
    const thief = await bench.rig.connect('alice');
    const login = await challenged(alice);
    const stolen = await login(1, thief);
    expect(stolen.status).toBe(401);
    expect((await login(1)).status).toBe(200);
  });

  it('is not answered by a digest made for another request', async () => {
    const alice = await bench.rig.connect('alice');
    const login = await challenged(alice);
    expect((await login(1, alice, { method: 'MESSAGE', uri: `sip:${DOMAIN}` })).status).toBe(401);
    expect((await login(2, alice, { method: 'REGISTER', uri: `sip:bob@${DOMAIN}` })).status).toBe(401);
    expect((await login(3)).status).toBe(200);
    const again = await challenged(await bench.rig.connect('alice'));
    expect((await again(1, undefined, { method: 'REGISTER', uri: 'sip:elsewhere.test' })).status).toBe(401);
    expect((await again(2, undefined, { method: 'REGISTER', uri: 'no URI' })).status).toBe(401);
  });

  it('may name the resource without its parameters', async () => {
    const alice = await bench.rig.connect('alice');
    const login = await challenged(alice);
    expect((await login(1, alice, { method: 'REGISTER', uri: `sip:${DOMAIN};transport=tls` })).status).toBe(200);
  });
});

describe('a registration', () => {
  it('is answered with its contact, the time it lasts, outbound and how often to ping', async () => {
    const alice = await bench.rig.connect('alice');
    const answer = await alice.register({ instance: 'a-1', regId: 1, expires: 600 });
    expect(answer.header('Contact')).toBe(
      '<sip:alice@127.0.0.1:5999;transport=tls>;+sip.instance="<urn:uuid:a-1>";reg-id=1;expires=600',
    );
    expect(answer.header('Require')).toBe('outbound');
    expect(answer.header('Flow-Timer')).toBe('120');
    expect(answer.header('Date')).toBe('Mon, 23 Nov 2026 12:00:00 GMT');
  });

  it('requires outbound of nobody who did not offer it, for another device’s sake neither', async () => {
    const outbound = await bench.rig.connect('alice');
    expect((await outbound.register({ instance: 'one', regId: 1 })).all('Require')).toEqual(['outbound']);
    const plain = await bench.rig.connect('alice');
    const supported = { headers: ['Supported: path, outbound'] };
    expect(
      (await plain.register({ contact: '<sip:alice@127.0.0.9;transport=tls>', ...supported })).all('Require'),
    ).toEqual([]);
    const old = await bench.rig.connect('alice');
    const contact = '<sip:alice@127.0.0.8;transport=tls>;+sip.instance="<urn:uuid:two>";reg-id=1';
    expect((await old.register({ contact })).all('Require')).toEqual([]);
  });

  it('may last 60 to 3,600 s: less is 423 with Min-Expires, more is shortened, nothing said is an hour', async () => {
    const alice = await bench.rig.connect('alice');
    const brief = await alice.register({ expires: 59 });
    expect([brief.status, brief.header('Min-Expires')]).toEqual([423, '60']);
    expect((await alice.register({ expires: 60 })).header('Contact')).toMatch(/;expires=60$/);
    expect((await alice.register({ expires: 86_400 })).header('Contact')).toMatch(/;expires=3600$/);
    expect((await alice.register({ contact: '<sip:a@b>;expires=70' })).all('Contact')).toContain(
      '<sip:a@b>;expires=70',
    );
  });

  it('can be asked about, ended, and ended for all contacts at once', async () => {
    const alice = await bench.rig.login('alice');
    expect((await alice.register({ contact: null })).all('Contact')).toHaveLength(1);
    expect((await alice.register({ expires: 0 })).all('Contact')).toEqual([]);
    await alice.register({ contact: '<sip:a@b>, <sip:c@d>' });
    expect(bench.rig.relay.registeredUsers).toEqual([addressOf('alice')]);
    expect((await alice.register({ contact: '*', expires: 60 })).status).toBe(400);
    expect((await alice.register({ contact: '*', expires: 0 })).all('Contact')).toEqual([]);
    expect(bench.rig.relay.registeredUsers).toEqual([]);
  });

  it('ends by itself when its time is over', async () => {
    const alice = await bench.rig.connect('alice');
    await alice.register({ expires: 60 });
    bench.clock.advance(59_999);
    expect(bench.rig.relay.counters.registeredUsers).toBe(1);
    bench.clock.advance(1);
    expect(bench.rig.relay.counters.registeredUsers).toBe(0);
  });

  it('ends with its connection, and the listener hears of both', async () => {
    const counts: number[] = [];
    bench.rig.relay.onChange(() => counts.push(bench.rig.relay.counters.registeredUsers));
    const alice = await bench.rig.login('alice');
    await alice.destroy();
    await bench.rig.waitFor(() => counts.length === 2);
    expect(counts).toEqual([1, 0]);
  });

  it('of the same device over a new flow takes the old one’s place, and closes it', async () => {
    const old = await bench.rig.connect('bob');
    await old.register({ instance: 'b-1', regId: 1 });
    const fresh = await bench.rig.connect('bob');
    const answer = await fresh.register({ instance: 'b-1', regId: 1 });
    expect(answer.all('Contact')).toHaveLength(1);
    await old.closed;
    const alice = await bench.rig.login('alice');
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
    await fresh.until(() => fresh.messages.length === 1);
  });

  it('whose flow was replaced hears and says nothing more over the old one', async () => {
    const old = await bench.rig.connect('bob');
    await old.register({ instance: 'b-1', regId: 1 });
    old.write('\r\n\r\n');
    await old.until(() => old.pongs === 1);
    const fresh = await bench.rig.connect('bob');
    await fresh.register({ instance: 'b-1', regId: 1 });
    void old.send(addressOf('carol'), 'from the old flow').catch(() => undefined);
    const alice = await bench.rig.login('alice');
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
    await fresh.until(() => fresh.messages.length === 1);
    await old.closed;
    expect([old.messages.length, fresh.messages.length]).toEqual([0, 1]);
    expect(bench.rig.queue.usageOf('to', addressOf('carol')).count).toBe(0);
  });

  it('of a second device takes nothing from the first, is shown to it, and can be ended by it', async () => {
    const own = await bench.rig.connect('bob');
    await own.register({ instance: 'own', regId: 1 });
    const stolen = await bench.rig.connect('bob', { localAddress: '127.0.0.3' });
    await stolen.register({ instance: 'stolen', regId: 1, contact: '<sip:bob@127.0.0.3>' });
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'both get it');
    await own.until(() => own.messages.length === 1);
    await stolen.until(() => stolen.messages.length === 1);
    expect((await own.register({ contact: null })).all('Contact')).toContainEqual(expect.stringContaining('127.0.0.3'));
    await own.register({ contact: '*', expires: 0 });
    await own.register({ instance: 'own', regId: 1 });
    await alice.send(addressOf('bob'), 'only one gets it');
    await own.until(() => own.messages.length === 2);
    expect([own.messages.length, stolen.messages.length]).toEqual([2, 1]);
    expect((await stolen.send(addressOf('alice'), 'x')).status).toBe(407);
  });

  it('gives a message that the old flow swallowed to the new one at once', async () => {
    const alice = await bench.rig.login('alice');
    const old = await bench.rig.connect('bob');
    await old.register({ instance: 'b-1', regId: 1 });
    old.answerPolicy = () => null;
    const answered = alice.send(addressOf('bob'), 'hello');
    await old.until(() => old.messages.length === 1);
    const fresh = await bench.rig.connect('bob');
    await fresh.register({ instance: 'b-1', regId: 1 });
    await fresh.until(() => fresh.messages.length === 1);
    expect((await answered).status).toBe(202);
    await bench.rig.waitFor(() => bench.rig.queue.usageOf('to', addressOf('bob')).count === 0);
  });

  it('of more devices at once than an account may have is refused, and changes nothing', async () => {
    const alice = await bench.rig.login('alice');
    const contacts = Array.from({ length: 9 }, (_, at) => `<sip:alice@127.0.0.1:6${at}>;+sip.instance="<urn:x:${at}>"`);
    const refused = await alice.register({ contact: contacts.join(', ') });
    expect([refused.status, refused.startLine]).toEqual([400, 'SIP/2.0 400 Too Many Contacts']);
    const fewer = await alice.register({ contact: contacts.slice(1).join(', ') });
    expect(fewer.status).toBe(200);
  });

  it('of a ninth device takes the place of the oldest but the account’s own, which the first one is', async () => {
    const devices: RawSipClient[] = [];
    for (let index = 0; index < 9; index += 1) {
      const device = await bench.rig.connect('bob');
      const answer = await device.register({ instance: `b-${index}`, regId: 1 });
      expect(answer.all('Contact')).toHaveLength(1);
      devices.push(device);
      const all = await devices[0]!.register({ contact: null });
      expect(all.all('Contact')).toHaveLength(Math.min(index + 1, 8));
    }
    await devices[1]?.closed;
    expect(devices[0]?.isClosed).toBe(false);
  });

  it.each([
    ['somebody else’s address', { to: `<sip:bob@${DOMAIN}>` }, 403],
    ['somebody else’s From', { from: `<sip:bob@${DOMAIN}>` }, 403],
    ['an unknown extension', { headers: ['Require: gruu'] }, 420],
    ['a contact that is no SIP URI', { headers: ['Contact: <mailto:a@b.c>'] }, 400],
    ['a malformed contact', { headers: ['Contact: <sip:a@b'] }, 400],
  ])('with %s is refused and changes nothing', async (_what, parts, status) => {
    const alice = await bench.rig.connect('alice');
    const login = await challenged(alice);
    expect((await login(1, alice, undefined, parts)).status).toBe(status);
    expect(bench.rig.relay.registeredUsers).toEqual([]);
  });

  it('that is older than the one in force is refused', async () => {
    const alice = await bench.rig.connect('alice');
    const contact = ['Contact: <sip:a@b>'];
    const login = await challenged(alice);
    const of = (cseq: number) => ({ callId: 'one', cseq, headers: contact });
    expect((await login(1, alice, undefined, of(5))).status).toBe(200);
    expect((await login(2, alice, undefined, of(5))).status).toBe(500);
    expect((await login(3, alice, undefined, of(6))).status).toBe(200);
  });

  it('through an element that does not keep the flow is refused when it relies on that', async () => {
    const alice = await bench.rig.connect('alice');
    const parts = {
      headers: ['Via: SIP/2.0/TLS b;branch=z9hG4bKb', 'Contact: <sip:a@b>;+sip.instance="<urn:uuid:1>";reg-id=1'],
    };
    const login = await challenged(alice);
    expect((await login(1, alice, undefined, parts)).status).toBe(439);
  });

  it('puts no headers of a contact’s URI into what is delivered', async () => {
    const bob = await bench.rig.connect('bob');
    await bob.register({ contact: '<sip:bob@127.0.0.1?Route=%3Csip:evil%3E>' });
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'x');
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.startLine).toBe('MESSAGE sip:bob@127.0.0.1 SIP/2.0');
    expect(bob.messages[0]?.head).not.toContain('evil');
  });

  it.each(['+sip.instance', '+sip.instance=""'])(
    'whose contact names no instance by %s counts by its URI, and is shown without it',
    async (nothing) => {
      const alice = await bench.rig.connect('alice');
      for (const contact of ['<sip:a@b>', '<sip:c@d>']) await alice.register({ contact: `${contact};${nothing}` });
      const answer = await alice.register({ contact: null });
      expect(answer.all('Contact')).toEqual(['<sip:c@d>;expires=600', '<sip:a@b>;expires=600']);
      expect(answer.all('Require')).toEqual([]);
    },
  );

  it('at another domain is refused', async () => {
    const alice = await bench.rig.connect('alice');
    expect((await alice.request('REGISTER', 'sip:elsewhere.test')).status).toBe(403);
  });
});

type RequestParts = NonNullable<Parameters<RawSipClient['request']>[2]>;

/** Lets the client be challenged; then logs in with that nonce, by any count, connection, digest and headers. */
async function challenged(client: RawSipClient) {
  const { user, password } = client.options;
  const first = await client.request('REGISTER', `sip:${DOMAIN}`, { to: `<${client.address}>` });
  const [challenge] = parseChallenges(first.all('WWW-Authenticate'));
  return (
    nonceCount: number,
    via: RawSipClient = client,
    target = { method: 'REGISTER', uri: `sip:${DOMAIN}` },
    parts: RequestParts = {},
  ) => {
    const answer = answerChallenge({
      challenge: challenge!,
      username: user,
      password,
      ...target,
      nonceCount,
      clientNonce: 'c',
    });
    const headers = [...(parts.headers ?? []), `Authorization: ${answer}`];
    return via.request('REGISTER', `sip:${DOMAIN}`, { to: `<${client.address}>`, ...parts, headers });
  };
}
