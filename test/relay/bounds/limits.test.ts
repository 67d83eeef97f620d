import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { RELAY_LIMITS } from '../../../src/relay/bounds/relay-limits.ts';
import type { EmbeddedRelayConfig } from '../../../src/relay/relay.ts';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { DOMAIN, RelayRig, addressOf, makeTestTls, type TestTls } from '../support/relay-rig.ts';

let tls: TestTls;
let clock: VirtualClock;
let rig: RelayRig;

beforeAll(() => {
  tls = makeTestTls();
});
afterEach(() => rig.stop());

async function start(config: Partial<EmbeddedRelayConfig> = {}): Promise<void> {
  clock = new VirtualClock();
  rig = await RelayRig.start({ tls, clock, config });
}

const statusAndWait = (answer: { status: number | null; header(name: string): string }) => [
  answer.status,
  answer.header('Retry-After'),
];

describe('TLS', () => {
  it('is 1.3 alone, unless the operator has clients that know only 1.2; older never', async () => {
    await start();
    const alice = await rig.login('alice');
    expect(alice.tlsProtocol).toBe('TLSv1.3');
    expect(rig.relay.tlsVersion).toBe('TLSv1.3');
    const outcomeOf = (maxVersion: 'TLSv1.1' | 'TLSv1.2'): Promise<string> => {
      const options = { host: '127.0.0.1', port: rig.port, minVersion: 'TLSv1' as const, maxVersion };
      return new Promise((resolve) => {
        const socket = connectTls({ ...options, ciphers: 'ALL@SECLEVEL=0', rejectUnauthorized: false }, () => {
          socket.destroy();
          resolve('connected');
        });
        socket.on('error', () => {
          resolve('refused');
        });
      });
    };
    expect(await outcomeOf('TLSv1.2')).toBe('refused');
    rig.relay.renewCertificate({ ...tls, oldestTls: 'TLSv1.2' });
    expect(await outcomeOf('TLSv1.2')).toBe('connected');
    expect(await outcomeOf('TLSv1.1')).toBe('refused');
    await rig.waitFor(() => rig.log.codes('info').includes('relay.handshake-failed'));
  });

  it('must be spoken within the time for the handshake', async () => {
    await start({ limits: { handshakeTimeoutMs: 50 } });
    const socket = connectTcp(rig.port, '127.0.0.1');
    await new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
    expect(rig.log.codes('info')).toContain('relay.handshake-failed');
    await rig.login('alice');
  });

  it('shows a renewed certificate to new connections and keeps those that stand', async () => {
    await start();
    const alice = await rig.login('alice');
    const renewed = makeTestTls();
    rig.relay.renewCertificate(renewed);
    await expect(rig.connect('bob')).rejects.toThrow();
    await (await rig.connect('bob', { ca: renewed.caPem })).register();
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
  });

  it('lets no client begin a handshake anew on a standing connection, also after a renewal', async () => {
    await start({ tls: { ...tls, oldestTls: 'TLSv1.2' } });
    const outcomes: (string | undefined)[] = [];
    for (let round = 0; round < 2; round += 1) {
      const options = { host: '127.0.0.1', port: rig.port, maxVersion: 'TLSv1.2' as const, rejectUnauthorized: false };
      const socket = connectTls(options);
      await once(socket, 'secureConnect');
      const failed = new Promise<NodeJS.ErrnoException>((resolve) => socket.on('error', resolve));
      socket.renegotiate({}, (error) => {
        if (error === null) socket.destroy(new Error('renegotiated'));
      });
      outcomes.push((await failed).code);
      rig.relay.renewCertificate({ ...makeTestTls(), oldestTls: 'TLSv1.2' });
    }
    expect(outcomes).toEqual(['ERR_SSL_NO_RENEGOTIATION', 'ERR_SSL_NO_RENEGOTIATION']);
  });
});

describe('connections', () => {
  it('that have not logged in make room for a new one from their address, the oldest first', async () => {
    await start({ limits: { strangersPerAddress: 2 } });
    const first = await rig.connect('alice');
    const second = await rig.connect('alice');
    await rig.connect('alice', { localAddress: '127.0.0.3' });
    const owner = await rig.login('bob');
    await first.closed;
    expect([second.isClosed, owner.isClosed]).toEqual([false, false]);
    expect(rig.log.codes('warn')).toContain('relay.connection-displaced');
  });

  it('that are bare, however many, keep no owner behind the same address out', async () => {
    await start();
    const bare: Socket[] = [];
    for (let count = 0; count < 25; count += 1) {
      const socket = connectTcp(rig.port, '127.0.0.1');
      socket.on('error', () => undefined);
      bare.push(socket);
      await once(socket, 'connect');
    }
    const owners: RawSipClient[] = [];
    for (const user of ['alice', 'bob', 'carol', 'dave'] as const) owners.push(await rig.login(user));
    expect(owners.map(({ isClosed }) => isClosed)).toEqual([false, false, false, false]);
    for (const socket of bare) socket.destroy();
  });

  it('are counted and ended at the relay’s end also before their handshake', async () => {
    await start();
    const bare = connectTcp(rig.port, '127.0.0.1');
    const closed = once(bare, 'close');
    bare.on('error', () => undefined);
    await rig.waitFor(() => rig.relay.counters.connections === 1);
    const owner = await rig.login('alice');
    expect(rig.relay.counters.connections).toBe(2);
    await owner.destroy();
    await rig.waitFor(() => rig.relay.counters.connections === 1);
    await Promise.all([rig.stopRelay(), closed]);
    expect(rig.relay.counters.connections).toBe(0);
  });

  it('that have logged in are as many from one address as there are owners', async () => {
    await start({ limits: { strangersPerAddress: 2 } });
    const owners: RawSipClient[] = [];
    for (const user of ['alice', 'bob', 'carol', 'dave'] as const) owners.push(await rig.login(user));
    expect(owners.map(({ isClosed }) => isClosed)).toEqual([false, false, false, false]);
  });

  it('of one account beyond its bound cost it the oldest', async () => {
    await start({ limits: { connectionsPerAccount: 2 } });
    const [first, second] = [await rig.login('alice'), await rig.login('alice')];
    await rig.login('alice');
    await first.closed;
    expect(second.isClosed).toBe(false);
  });

  it('are closed when nobody logs in within 15 s, pings or not', async () => {
    await start();
    const silent = await rig.connect('alice');
    const pinging = await rig.connect('bob');
    const known = await rig.login('carol');
    clock.advance(14_999);
    pinging.write('\r\n\r\n');
    await pinging.until(() => pinging.pongs === 1);
    clock.advance(1);
    await Promise.all([silent.closed, pinging.closed]);
    expect((await known.register()).status).toBe(200);
  });

  it('without a registration are closed after 5 idle minutes; registered ones stay', async () => {
    await start();
    const idle = await rig.login('alice');
    await idle.register({ expires: 0 });
    const registered = await rig.login('bob');
    clock.advance(300_000);
    await idle.closed;
    expect(registered.isClosed).toBe(false);
  });

  it('on which a message is begun and not finished in 10 s are closed', async () => {
    await start();
    const alice = await rig.login('alice');
    alice.write('MESSAGE sip:bob@relay.test SIP/2.0\r\nVia:');
    await rig.login('bob');
    clock.advance(10_000);
    await alice.closed;
  });

  it('of a client that does not read are closed when too much waits for it, and its messages are kept', async () => {
    // Many pings a turn, or filling the kernel's buffers with pongs takes long.
    await start({ limits: { unsentBytes: 200_000, messagesPerTurn: 4_000 } });
    const bob = await rig.login('bob');
    bob.pause();
    const ping = '\r\n\r\n'.repeat(4_000);
    const endMs = performance.now() + 8_000;
    while (rig.relay.counters.registeredUsers > 0 && performance.now() < endMs) {
      bob.write(ping);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(rig.relay.counters.registeredUsers).toBe(0);
    const alice = await rig.login('alice');
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
  });
});

describe('keep-alive', () => {
  it('answers a double CRLF by a single one, between messages and at once', async () => {
    await start();
    const alice = await rig.login('alice');
    alice.write('\r\n\r\n');
    await alice.until(() => alice.pongs === 1);
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
  });
});

describe('sizes', () => {
  it('takes a body of 64 KiB whole, and refuses one byte more with 413', async () => {
    await start();
    const alice = await rig.login('alice');
    const bob = await rig.login('bob');
    const body = Buffer.alloc(65_536, 'ż');
    expect((await alice.send(addressOf('bob'), body)).status).toBe(202);
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.body.equals(body)).toBe(true);
    expect((await alice.send(addressOf('bob'), Buffer.alloc(65_537, 'x'))).status).toBe(413);
    await alice.closed;
  });

  it('refuses what is above a smaller bound of the operator without closing', async () => {
    await start({ limits: { bodyBytes: 100 } });
    const alice = await rig.login('alice');
    expect((await alice.send(addressOf('bob'), 'x'.repeat(101))).status).toBe(413);
    expect((await alice.send(addressOf('bob'), 'x'.repeat(100))).status).toBe(202);
  });
});

describe('rates and shares', () => {
  it('a sender above its rate gets 503 with Retry-After, on all its flows together, and is let through again later', async () => {
    await start({ limits: { messagesPerSecond: 2, messagesAtOnce: 3 } });
    const one = await rig.connect('alice');
    await one.register({ instance: 'a-1', regId: 1 });
    const other = await rig.connect('alice');
    await other.register({ instance: 'a-2', regId: 1 });
    for (let count = 0; count < 3; count += 1) expect((await one.send(addressOf('bob'), `${count}`)).status).toBe(202);
    expect(statusAndWait(await other.send(addressOf('bob'), 'x'))).toEqual([503, '1']);
    expect((await (await rig.login('carol')).send(addressOf('bob'), 'x')).status).toBe(202);
    clock.advance(500);
    expect((await other.send(addressOf('bob'), 'x')).status).toBe(202);
  });

  it('a connection with too many unanswered messages gets 503 for the next', async () => {
    await start({ limits: { pendingPerConnection: 2 } });
    const alice = await rig.login('alice');
    const requests = ['1', '2', '3'].map((branch) =>
      [
        `MESSAGE ${addressOf('bob')} SIP/2.0`,
        `Via: SIP/2.0/TLS a.example;branch=${branch}`,
        `From: <${addressOf('alice')}>;tag=1`,
        `To: <${addressOf('bob')}>`,
        `Call-ID: ${branch}`,
        'CSeq: 1 MESSAGE',
        'Content-Length: 0',
        '\r\n',
      ].join('\r\n'),
    );
    // In one piece, so that the relay reads the third before it has stored the first two.
    expect(statusAndWait(await alice.exchange('3', Buffer.from(requests.join(''))))).toEqual([503, '1']);
  });

  it('an answered message makes room for the next, however many there were', async () => {
    await start({ limits: { pendingPerConnection: 2 } });
    const alice = await rig.login('alice');
    await rig.login('bob');
    const statuses: (number | null)[] = [];
    for (const text of ['1', '2', '3', '4']) statuses.push((await alice.send(addressOf('bob'), text)).status);
    expect(statuses).toEqual([202, 202, 202, 202]);
  });

  it('a registered client that asks too much gets 503; a stranger is disconnected', async () => {
    await start({ limits: { otherRequestsPerSecond: 1, otherRequestsAtOnce: 4 } });
    const alice = await rig.login('alice');
    const options = (client: RawSipClient) => client.request('OPTIONS', `sip:${DOMAIN}`);
    expect([(await options(alice)).status, (await options(alice)).status]).toEqual([200, 200]);
    const { refused } = rig.relay.counters;
    expect(statusAndWait(await options(alice))).toEqual([503, '1']);
    expect(rig.relay.counters.refused).toBe(refused + 1);
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
    clock.advance(1_000);
    expect((await options(alice)).status).toBe(200);
    const stranger = await rig.connect('bob');
    for (let count = 0; count < 4; count += 1) await options(stranger);
    expect((await options(stranger)).status).toBe(503);
    clock.advance(1_000);
    await stranger.closed;
  });
});

describe('a flood', () => {
  it('to somebody who is away is stored in order, many messages a write: nobody waits for the disk once for each of them', async () => {
    const queue = new MemoryRelayQueue();
    const change = vi.spyOn(queue, 'change');
    clock = new VirtualClock();
    rig = await RelayRig.start({ tls, clock, queue });
    const alice = await rig.login('alice');
    const texts = Array.from({ length: 128 }, (_, index) => String(index));
    const answers = await Promise.all(texts.map((text) => alice.send(addressOf('bob'), text)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(change.mock.calls.length).toBeLessThan(32);
    const bob = await rig.login('bob');
    await bob.until(() => bob.messages.length === 128);
    expect(bob.messages.map(({ body }) => body.toString())).toEqual(texts);
  });

  it('of one client leaves the others their turns', async () => {
    await start({ limits: { messagesAtOnce: 1 } });
    const mallory = await rig.login('dave');
    const alice = await rig.login('alice');
    const bob = await rig.login('bob');
    let refusedBefore = Infinity;
    bob.onMessage = () => (refusedBefore = rig.relay.counters.refused);
    const flood = Array.from({ length: 5_000 }, (_, index) => mallory.send(addressOf('carol'), `flood ${index}`));
    expect((await alice.send(addressOf('bob'), 'in between')).status).toBe(202);
    await bob.until(() => bob.messages.length === 1);
    const answered = await Promise.all(flood);
    expect(answered.filter(({ status }) => status === 503).length).toBe(4_999);
    // Alice's came after all 5,000 were written; a few turns of the flood went before it. Without turns 800 and more did.
    expect(refusedBefore).toBeLessThanOrEqual(10 * RELAY_LIMITS.messagesPerTurn);
  });
});
