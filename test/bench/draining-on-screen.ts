import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SIMULATED_DOMAIN } from '../../src/main/simulator/simulator-data.ts';
import { systemMonotonicMs } from '../../src/simulator/wire/protocol.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import { quantile, type Figure } from './figures.ts';
import { DEBOUNCE_MS, ForkedHandset, isRegistered, processorMsOf, wait } from './forked-handset.ts';
import type { Product } from './product.ts';

const REPORTED_TIMEOUT_MS = 120_000;
const LOOP_WATCH = fileURLToPath(new URL('loop-watch.ts', import.meta.url));
/** A finger that scrolls: faster than any owner's. */
const KEY_EVERY_MS = 60;
/** Half of them each: the relay bounds what it keeps of one sender. */
const SENDERS = ['alice', 'amira'];
/** Hers is the last message of the box; its report waits for no other, so it tells when all were stored. */
const LAST_SENDER = 'klara';
const FULL_BOX = 1_000;

/**
 * The product's own handset comes back to a thousand waiting messages while somebody presses keys: how many a second it stores, and stores and
 * reports; until the last report, how long its screen takes for a key, and for how long its event loop stands still.
 */
export async function drainingOnScreen(
  { data, relay, configOf }: Product,
  count = FULL_BOX,
): Promise<readonly Figure[]> {
  const senders = await Promise.all(SENDERS.map((user) => registered(data, relay, user)));
  const last = await registered(data, relay, LAST_SENDER);
  await Promise.all(
    senders.map(async (sender) => {
      for (let index = 0; index < count / senders.length; index += 1) await leave(sender, index);
    }),
  );
  await leave(last, count);
  const bob = new ForkedHandset(configOf('bob'), ['--import', LOOP_WATCH]);
  const blocks: number[] = [];
  await bob.seen(isRegistered);
  const fromMs = systemMonotonicMs();
  const fromProcessorMs = processorMsOf(bob.processId);
  bob.onBlocked((blockedMs) => {
    blocks.push(blockedMs);
  });
  const stored = last
    .until(() => last.messages.length > 0, REPORTED_TIMEOUT_MS)
    .then(() => perSecondSince(fromMs, count));
  const reported = Promise.all(
    senders.map((sender) => sender.until(() => sender.messages.length >= count / senders.length, REPORTED_TIMEOUT_MS)),
  );
  const keys = await pressKeys(bob, reported);
  const reportedPerSecond = perSecondSince(fromMs, count);
  const storedPerSecond = await stored;
  const processorMs = (processorMsOf(bob.processId) - fromProcessorMs) / count;
  await bob.stop();
  await Promise.all([...senders, last].map((sender) => sender.close()));
  return [
    {
      name: `${count} waiting messages into the store of the handset with its screen on`,
      unit: '1/s',
      samples: [storedPerSecond],
      aim: { least: 1_000 },
    },
    { name: 'the same until each is reported to its sender', unit: '1/s', samples: [reportedPerSecond], aim: null },
    // What a busy machine changes least.
    { name: 'processor time of the handset for one of them', unit: 'ms', samples: [processorMs], aim: null },
    { name: 'key to pixels meanwhile', unit: 'ms', samples: keys, aim: { most: 33 } },
    {
      name: 'longest that its event loop stood still meanwhile',
      unit: 'ms',
      samples: [blocks.length === 0 ? 0 : quantile(blocks, 1)],
      aim: { most: 33 },
    },
  ];
}

function perSecondSince(fromMs: number, count: number): number {
  return count / ((systemMonotonicMs() - fromMs) / 1_000);
}

async function registered(
  data: Product['data'],
  { host, port }: Product['relay'],
  user: string,
): Promise<RawSipClient> {
  const client = await RawSipClient.connect({
    host,
    port,
    ca: readFileSync(data.authorityFile, 'utf8'),
    domain: SIMULATED_DOMAIN,
    user,
    password: readFileSync(data.passwordFile(user), 'utf8').trimEnd(),
  });
  await client.register();
  return client;
}

async function leave(sender: RawSipClient, index: number): Promise<void> {
  const text = [
    `From: <${sender.address}>`,
    `To: <sip:bob@${SIMULATED_DOMAIN}>`,
    'NS: imdn <urn:ietf:params:imdn>',
    `imdn.Message-ID: ${randomUUID()}`,
    'imdn.Disposition-Notification: positive-delivery',
    '',
    'Content-Type: text/plain; charset=UTF-8',
    '',
    `Meet at the south gate, ${index}`,
  ].join('\r\n');
  const { status } = await sender.send(`sip:bob@${SIMULATED_DOMAIN}`, text, { contentType: 'message/cpim' });
  if (status !== 202) throw new Error(`the relay answered ${status ?? 'nothing'} in place of 202`);
}

/** Right and Left in the list where the handset stands after its start, until `done`; the time from each contact to its pixels. */
async function pressKeys(handset: ForkedHandset, done: Promise<unknown>): Promise<readonly number[]> {
  const over = new AbortController();
  const ended = done.finally(() => {
    over.abort();
  });
  const samples: number[] = [];
  for (let round = 0; !over.signal.aborted; round += 1) {
    const drawn = handset.seen(({ kind }) => kind === 'screen');
    const { pressedAtMs } = await handset.tap(round % 2 === 0 ? 'Down' : 'Up');
    samples.push((await drawn) - pressedAtMs - DEBOUNCE_MS);
    await wait(KEY_EVERY_MS);
  }
  await ended;
  return samples;
}
