import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SIMULATED_DOMAIN } from '../../src/main/simulator-data.ts';
import { systemMonotonicMs } from '../../src/simulator/protocol.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import { quantile, type Figure } from './figures.ts';
import { DEBOUNCE_MS, ForkedHandset, isRegistered, wait } from './forked-handset.ts';
import type { Product } from './product.ts';

const LOOP_WATCH = fileURLToPath(new URL('loop-watch.ts', import.meta.url));
/** A finger that scrolls: faster than any owner's. */
const KEY_EVERY_MS = 60;
/** Half of them each: the relay bounds what it keeps of one sender. */
const SENDERS = ['alice', 'amira'];
const FULL_BOX = 1_000;

/**
 * The product's own handset comes back to as many waiting messages as a box holds, while somebody presses keys: until the last is stored and
 * reported to its sender, how long its screen takes for a key, and for how long its event loop stands still.
 */
export async function drainingOnScreen(
  { data, relay, configOf }: Product,
  count = FULL_BOX,
): Promise<readonly Figure[]> {
  const senders = await Promise.all(SENDERS.map((user) => registered(data, relay, user)));
  await Promise.all(
    senders.map(async (sender) => {
      for (let index = 0; index < count / senders.length; index += 1) await leave(sender, index);
    }),
  );
  const bob = new ForkedHandset(configOf('bob'), ['--import', LOOP_WATCH]);
  const blocks: number[] = [];
  await bob.seen(isRegistered);
  const fromMs = systemMonotonicMs();
  bob.onBlocked((blockedMs) => {
    blocks.push(blockedMs);
  });
  const reported = Promise.all(
    senders.map((sender) => sender.until(() => sender.messages.length >= count / senders.length, 60_000)),
  );
  const keys = await pressKeys(bob, reported);
  const perSecond = count / ((systemMonotonicMs() - fromMs) / 1_000);
  await bob.stop();
  await Promise.all(senders.map((sender) => sender.close()));
  return [
    {
      name: `${count} waiting messages into the handset with its screen on, each stored and reported`,
      unit: '1/s',
      samples: [perSecond],
      aim: { least: 1_000 },
    },
    { name: 'key to pixels meanwhile', unit: 'ms', samples: keys, aim: { most: 33 } },
    {
      name: 'longest that its event loop stood still meanwhile',
      unit: 'ms',
      samples: [blocks.length === 0 ? 0 : quantile(blocks, 1)],
      aim: { most: 33 },
    },
  ];
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
