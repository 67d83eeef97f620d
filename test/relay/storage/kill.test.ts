import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemUptime } from '../../../src/main/machine/time/system-uptime.ts';
import type { FaultPointName } from '../../../src/relay/storage/fault-point.ts';
import { RawSipClient } from '../../support/raw-sip-client.ts';
import { RelayProcess } from '../support/relay-process.ts';
import { DOMAIN, addressOf, makeTestTls, type TestTls } from '../support/relay-rig.ts';

const USERS = ['alice', 'bob'] as const;
/** The first half while the recipient is away, the second while it is online. */
const TEXTS = Array.from({ length: 12 }, (_, index) => `message ${index}`);
const AWAY = TEXTS.length / 2;

/** `FAULTS=long`: 50 kills at each point. Every point is passed six times at least. */
const PASSINGS = process.env['FAULTS'] === 'long' ? Array.from({ length: 50 }, (_, index) => 1 + (index % 6)) : [1, 4];

let tls: TestTls;
let folder: string;
let relay: RelayProcess;

beforeAll(() => {
  tls = makeTestTls();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relay-kill-'));
});
afterEach(async () => {
  await relay.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function login(user: (typeof USERS)[number], onMessage: RawSipClient['onMessage'] = () => undefined) {
  const client = await RawSipClient.connect({
    host: '127.0.0.1',
    port: relay.port,
    ca: tls.caPem,
    domain: DOMAIN,
    user,
    password: `pw-${user}`,
  });
  client.onMessage = onMessage;
  expect((await client.register()).status).toBe(200);
  return client;
}

/** Sends one after the other until the relay dies; gives back how many were answered 2xx. A retry keeps its Call-ID. */
async function sendFrom(alice: RawSipClient, first: number, end: number): Promise<number> {
  for (let index = first; index < end; index += 1) {
    const text = TEXTS[index] ?? '';
    const answer = await alice.send(addressOf('bob'), text, { callId: `call-${index}` }).catch(() => null);
    if (answer === null) return index;
    expect(answer.status === 200 || answer.status === 202, answer.startLine).toBe(true);
  }
  return end;
}

/** All that was stored came and is gone from the queue, or the relay died. */
async function drained(bob: RawSipClient, came: readonly string[]): Promise<void> {
  await bob.until(() => came.length >= AWAY || bob.isClosed);
  // Answered in order: the relay has read the 200 to the last message too.
  await bob.request('OPTIONS', `sip:${DOMAIN}`).catch(() => null);
}

const POINTS: readonly FaultPointName[] = [
  'before-store',
  'after-store',
  'before-202',
  'after-202',
  'before-forward',
  'after-forward',
  'before-delete',
  'after-delete',
];

/** Delivered messages leave many at a time, so these points are passed twice at least, and not for each message. */
function passingsOf(name: FaultPointName): readonly number[] {
  return name.endsWith('-delete') ? PASSINGS.map((_, index) => 1 + (index % 2)) : PASSINGS;
}

describe('a relay that is killed', () => {
  /** Of `copies` the recipient shows one, by their id; `doubled` came under two ids, and so would be shown twice. */
  const total = { cases: 0, kills: 0, lost: 0, doubled: 0, copies: 0 };
  afterAll(() => {
    process.stdout.write(`relay killed: ${JSON.stringify(total)}\n`);
  });

  it.each(POINTS.flatMap((name) => passingsOf(name).map((passing) => ({ name, passing }))))(
    'at $name, passing $passing, has lost nothing that it had answered for, and goes on in order',
    async ({ name, passing }) => {
      const queuePath = join(folder, 'queue.db');
      const came: string[] = [];
      const ids = new Set<string>();
      const receive: RawSipClient['onMessage'] = (message) => {
        came.push(message.body.toString());
        ids.add(message.header('Call-ID'));
      };
      relay = await RelayProcess.start(tls, queuePath, USERS, { killAt: { name, passing } });
      let alice = await login('alice');
      let answered = await sendFrom(alice, 0, AWAY);
      if (answered === AWAY) {
        // It may die from here on, while it delivers or forwards.
        const bob = await login('bob', receive).catch(() => null);
        if (bob !== null) await drained(bob, came);
        answered = await sendFrom(alice, AWAY, TEXTS.length);
      }
      expect(await relay.ended, `${name} was never passed`).toBe('SIGKILL');
      total.kills += 1;

      relay = await RelayProcess.start(tls, queuePath, USERS);
      alice = await login('alice');
      expect(await sendFrom(alice, answered, TEXTS.length)).toBe(TEXTS.length);
      const bob = await login('bob', receive);
      // Patient: a machine that is busy with other things is late, and has lost nothing.
      await bob.until(() => new Set(came).size === TEXTS.length, 20_000).catch(() => undefined);
      const shown = [...new Set(came)];
      total.cases += 1;
      total.lost += TEXTS.length - shown.length;
      total.doubled += ids.size - shown.length;
      total.copies += came.length - shown.length;
      expect(shown).toEqual(TEXTS);
      expect(ids.size).toBe(TEXTS.length);
    },
    60_000,
  );
});

const YEAR_MS = 31_536_000_000;

describe('the 72 h of a stored message', () => {
  it.runIf(systemUptime() !== null).each([
    ['ahead', YEAR_MS],
    ['back', -YEAR_MS],
  ])('outlive a kill after which the wall clock is a year %s', async (_way, wallAheadMs) => {
    const queuePath = join(folder, 'queue.db');
    relay = await RelayProcess.start(tls, queuePath, USERS);
    const alice = await login('alice');
    expect((await alice.send(addressOf('bob'), 'kept')).status).toBe(202);
    await relay.kill();
    relay = await RelayProcess.start(tls, queuePath, USERS, { wallAheadMs });
    const sender = await login('alice');
    const bob = await login('bob');
    await bob.until(() => bob.messages.length === 1);
    expect(sender.messages).toHaveLength(0);
  });
});
