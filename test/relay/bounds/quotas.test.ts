import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RelayLimits } from '../../../src/relay/bounds/relay-limits.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import type { RawSipMessage } from '../../support/raw-sip-message.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { RelayRig, addressOf, makeTestTls, type TestTls, type TestUser } from '../support/relay-rig.ts';

const HOUR_MS = 3_600_000;
/** Below this every message of these tests is in the store, whatever its head takes. */
const KIB = 1_024;
/** What is not named here is out of the way. */
const NOTHING_RESERVED = { reservedPerSender: 0, reservedBytesPerSender: 0 };

let tls: TestTls;
let clock: VirtualClock;
let rig: RelayRig;

beforeAll(() => {
  tls = makeTestTls();
});
afterEach(() => rig.stop());

async function start(limits: Partial<RelayLimits>): Promise<void> {
  clock = new VirtualClock();
  rig = await RelayRig.start({ tls, clock, config: { limits } });
}

/** Logged in, and known to all of them. */
async function knownTo(user: TestUser, ...others: readonly TestUser[]): Promise<RawSipClient> {
  const client = await rig.login(user);
  for (const other of others) await rig.makeKnown(client, other);
  return client;
}

const told = (answer: RawSipMessage) => `${answer.status ?? ''} ${answer.header('Retry-After')}`.trim();
const kib = (count: number) => Buffer.alloc(count * KIB, 'x');

async function statuses(client: RawSipClient, to: TestUser, count: number, body?: Buffer) {
  const found = [];
  for (let at = 0; at < count; at += 1) found.push((await client.send(addressOf(to), body ?? `${at}`)).status);
  return found;
}

describe('a box', () => {
  it('that is full is 480 with Retry-After for its senders, other boxes are not, and room comes back', async () => {
    await start({ ...NOTHING_RESERVED, storedPerRecipient: 2 });
    const alice = await knownTo('alice', 'bob', 'dave');
    const carol = await knownTo('carol', 'bob');
    expect([...(await statuses(alice, 'bob', 1)), ...(await statuses(carol, 'bob', 1))]).toEqual([202, 202]);
    expect(told(await alice.send(addressOf('bob'), '3'))).toBe('480 300');
    expect((await alice.send(addressOf('dave'), '4')).status).toBe(202);
    const bob = await rig.login('bob');
    await bob.until(() => bob.messages.length === 2);
    await rig.waitFor(() => rig.queue.usageOf('to', addressOf('bob')).count === 0);
    expect((await alice.send(addressOf('bob'), '5')).status).toBe(202);
  });

  it('counts bytes as well', async () => {
    await start({ ...NOTHING_RESERVED, storedBytesPerRecipient: 40 * KIB, shareOfOneSender: 0.75 });
    const alice = await knownTo('alice', 'bob');
    const carol = await knownTo('carol', 'bob');
    expect(await statuses(alice, 'bob', 3, kib(12))).toEqual([202, 202, 480]);
    expect(await statuses(carol, 'bob', 2, kib(12))).toEqual([202, 480]);
    expect(await statuses(carol, 'bob', 1, kib(1))).toEqual([202]);
  });

  it('is not filled by one sender alone, counted over a restart', async () => {
    await start({ ...NOTHING_RESERVED, storedPerRecipient: 4 });
    expect(await statuses(await knownTo('dave', 'bob'), 'bob', 2)).toEqual([202, 202]);
    const { queue } = rig;
    await rig.stop();
    rig = await RelayRig.start({
      tls,
      clock,
      queue,
      config: { limits: { ...NOTHING_RESERVED, storedPerRecipient: 4 } },
    });
    expect(await statuses(await knownTo('dave', 'bob'), 'bob', 1)).toEqual([480]);
    expect(await statuses(await knownTo('alice', 'bob'), 'bob', 3)).toEqual([202, 202, 480]);
  });

  it('has room for each sender that two others with all they can send do not take', async () => {
    await start({ reservedPerSender: 3, storedPerRecipient: 12, strangerMessages: 1 });
    for (const user of ['alice', 'dave'] as const) {
      expect((await statuses(await knownTo(user, 'bob'), 'bob', 8)).filter((status) => status === 202)).toHaveLength(6);
    }
    expect(await statuses(await knownTo('carol', 'bob'), 'bob', 4)).toEqual([202, 202, 202, 480]);
  });

  it('that fills up within one write is refused from there on', async () => {
    await start({ ...NOTHING_RESERVED, storedPerRecipient: 4 });
    const alice = await knownTo('alice', 'bob');
    const answers = await Promise.all([1, 2, 3].map((text) => alice.send(addressOf('bob'), String(text))));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 480]);
  });
});

describe('a sender', () => {
  it('of too many stored messages gets 503 with Retry-After, others may go on', async () => {
    await start({ storedPerSender: 2 });
    const alice = await knownTo('alice', 'bob', 'carol', 'dave');
    expect([...(await statuses(alice, 'bob', 1)), ...(await statuses(alice, 'carol', 1))]).toEqual([202, 202]);
    expect(told(await alice.send(addressOf('dave'), '3'))).toBe('503 300');
    expect((await (await knownTo('carol', 'dave')).send(addressOf('dave'), 'x')).status).toBe(202);
  });

  it('of too many bytes gets the same', async () => {
    await start({ storedBytesPerSender: 30 * KIB });
    const alice = await knownTo('alice', 'bob', 'carol');
    expect([...(await statuses(alice, 'bob', 2, kib(12))), ...(await statuses(alice, 'carol', 1, kib(12)))]).toEqual([
      202, 202, 503,
    ]);
  });

  it('keeps some room in a store that others have filled', async () => {
    await start({ storedBytes: 50 * KIB, reservedBytesInStore: 15 * KIB });
    const alice = await knownTo('alice', 'bob');
    const filled = await statuses(alice, 'bob', 6, kib(12));
    expect(filled.filter((status) => status === 202)).toHaveLength(4);
    expect(told(await alice.send(addressOf('bob'), kib(12)))).toBe('503 300');
    expect(await statuses(await knownTo('carol', 'dave'), 'dave', 2, kib(12))).toEqual([202, 503]);
  });
});

describe('a stranger, to whom the recipient never wrote,', () => {
  const limits = {
    strangerMessages: 3,
    strangerBytes: 50 * KIB,
    strangerMessagesToAll: 5,
    strangerBytesToAll: 500 * KIB,
  };

  it.each(['off', 'on and taking all', 'on and refusing all'])(
    'is let through as often and answered the same while the device is %s',
    async (how) => {
      await start(limits);
      if (how !== 'off') {
        const bob = await rig.login('bob');
        if (how === 'on and refusing all') bob.answerPolicy = () => '415 Unsupported Media Type';
      }
      const mallory = await rig.login('dave');
      expect(await statuses(mallory, 'bob', 5)).toEqual([202, 202, 202, 503, 503]);
      expect(told(await mallory.send(addressOf('bob'), 'x'))).toBe('503 1200');
      clock.advance(25 * HOUR_MS);
      const later = await rig.login('dave');
      expect(await statuses(later, 'bob', 2)).toEqual([202, 503]);
      expect([...mallory.messages, ...later.messages]).toEqual([]);
    },
  );

  it('has its bytes counted, and all to whom it writes', async () => {
    await start(limits);
    const mallory = await rig.login('dave');
    expect(await statuses(mallory, 'bob', 3, kib(20))).toEqual([202, 202, 503]);
    expect(await statuses(mallory, 'carol', 4)).toEqual([202, 202, 202, 503]);
    expect(await statuses(mallory, 'alice', 1)).toEqual([503]);
  });

  it('is none any more once the recipient has written', async () => {
    await start(limits);
    const alice = await rig.login('alice');
    expect(await statuses(alice, 'bob', 4)).toEqual([202, 202, 202, 503]);
    await rig.makeKnown(alice, 'bob');
    expect(await statuses(alice, 'bob', 10)).toEqual(Array(10).fill(202));
  });

  it('takes no room that is reserved for others: each has its own', async () => {
    await start({ ...limits, storedPerRecipient: 1, reservedPerSender: 6 });
    for (const user of ['alice', 'carol', 'dave'] as const) {
      expect(await statuses(await rig.login(user), 'bob', 4)).toEqual([202, 202, 202, 503]);
    }
  });
});
