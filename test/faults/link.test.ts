import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { difference, incoming, outgoing } from './support/difference.ts';
import { addressOf, FaultBed, otherThan, USERS, type User } from './support/fault-bed.ts';
import { IS_LONG, tell } from './support/form.ts';
import { GOOD_LINK } from './support/lossy-link.ts';
import { HAS_NETEM, netem } from './support/netem.ts';

const SEED = Number(process.env['SEED'] ?? 1);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let bed: FaultBed;
let sent: Record<User, string[]>;

beforeEach(() => {
  bed = new FaultBed();
  sent = { alice: [], bob: [] };
});
afterEach(() => bed.remove());

async function send(user: User, text: string): Promise<void> {
  expect(await bed.handset(user).send(addressOf(otherThan(user)), text)).toBe('taken');
  sent[user].push(text);
}

/** Both show all that was sent to them, once and in order, within the time; and then each is told to be delivered. */
async function allArrive(withinMs: number): Promise<void> {
  const begunMs = performance.now();
  await Promise.all(
    USERS.map(async (user) => {
      const seen = await bed
        .handset(otherThan(user))
        .sees(addressOf(user), ({ messages }) => incoming(messages).length >= sent[user].length, withinMs);
      expect(difference(sent[user], incoming(seen.messages))).toEqual({ lost: [], doubled: [], turned: [] });
    }),
  );
  tell(`${sent.alice.length + sent.bob.length} messages stood ${Math.round(performance.now() - begunMs)} ms later`);
  for (const user of USERS) {
    await bed
      .handset(user)
      .sees(
        addressOf(otherThan(user)),
        ({ messages }) => outgoing(messages).every(({ status }) => status === 'delivered'),
        120_000,
      );
  }
}

async function start(options: Parameters<FaultBed['start']>[0] = {}): Promise<void> {
  await bed.start({ seed: SEED, ...options });
  for (const user of USERS) await bed.handset(user).start();
}

describe('a link that flaps', () => {
  // 10 minutes in the long form; 200 messages in both, or fewer where there is no time for more.
  const [cycles, everyMs, perCycle] = IS_LONG ? [100, 3_000, 1] : [6, 1_000, 2];

  it('carries every message of both sides within 60 s after it is steady', { timeout: 1_200_000 }, async () => {
    await start();
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      for (const user of USERS) await bed.cable(user).pull();
      for (let each = 0; each < perCycle; each += 1) {
        for (const user of USERS) await send(user, `${user} ${cycle}.${each}`);
      }
      await pause(everyMs);
      for (const user of USERS) await bed.cable(user).plug();
      await pause(everyMs);
      if (IS_LONG && cycle % 10 === 9) tell(`flap ${cycle + 1} of ${cycles}`);
    }
    await allArrive(60_000);
  });
});

describe('a link of 800 ms and 5 % loss', () => {
  const messages = IS_LONG ? 100 : 5;

  it('through a proxy of ours that loses, delays and resets: carries all of both sides, once and in order', async () => {
    await start();
    const bad = { delayMs: 400, loss: 0.05, resets: 0.01 };
    for (const user of USERS) bed.link(user).quality = bad;
    for (let index = 0; index < messages; index += 1) for (const user of USERS) await send(user, `${user} ${index}`);
    await pause(IS_LONG ? 120_000 : 8_000);
    for (const user of USERS) bed.link(user).quality = GOOD_LINK;
    await allArrive(60_000);
    const counted = USERS.map((user) => bed.link(user).counted);
    tell(`lossy link, SEED=${SEED}: ${JSON.stringify(counted)}`);
    expect(counted.reduce((total, { segments }) => total + segments, 0)).toBeGreaterThan(messages);
  });

  describe.skipIf(!HAS_NETEM)("in the kernel (needs root and its netem, in a network of the test's own)", () => {
    afterEach(() => {
      netem('del');
    });

    it('carries all of both sides, once and in order', async () => {
      await start({ noCable: true });
      // On the loopback device each way is delayed: 400 ms make 800 there and back.
      expect(netem('add', 'delay', '400ms', 'loss', '5%')).toBe(true);
      for (let index = 0; index < messages; index += 1) for (const user of USERS) await send(user, `${user} ${index}`);
      await allArrive(IS_LONG ? 600_000 : 120_000);
    });
  });
});
