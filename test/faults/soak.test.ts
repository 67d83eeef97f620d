import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/simulator/seeded-random.ts';
import { addressOf, FaultBed, type User } from './support/fault-bed.ts';
import { difference } from './support/fault-handset.ts';

const IS_LONG = process.env['FAULTS'] === 'long';
const MESSAGES = IS_LONG ? 10_000 : 200;
const FAULTS = IS_LONG ? 200 : 10;
/** A run that failed is run again by SEED=n. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const SETTLE_TIMEOUT_MS = IS_LONG ? 600_000 : 120_000;
const HOUR_MS = 3_600_000;

/** A thread shows at most 1,000 messages at once, so a long run is looked at in parts. */
const PART = 400;

describe(`messages both ways under random faults, SEED=${SEED}`, () => {
  const bed = new FaultBed();
  const random = new SeededRandom(SEED);
  const sent: Record<User, string[]> = { alice: [], bob: [] };
  const total = { messages: 0, faults: 0, kills: 0, lost: 0, doubled: 0, turned: 0 };
  const below = (count: number): number => Math.floor(random.fraction() * count);

  beforeAll(async () => {
    await bed.start();
    await bed.handset('alice').start();
    await bed.handset('bob').start();
  });
  afterAll(async () => {
    await bed.remove();
    process.stdout.write(`soak with SEED=${SEED}: ${JSON.stringify(total)}\n`);
  });

  async function fault(): Promise<void> {
    const user: User = below(2) === 0 ? 'alice' : 'bob';
    const kinds = ['kill', 'relay', 'cable', 'clock', 'unplugged'] as const;
    const kind = kinds[below(kinds.length)];
    total.faults += 1;
    if (kind === 'kill') {
      await bed.handset(user).kill();
      await bed.handset(user).start();
      total.kills += 1;
    } else if (kind === 'relay') {
      await bed.killRelay();
      await bed.startRelay();
      total.kills += 1;
    } else if (kind === 'clock') {
      bed.handset(user).setClock((below(20_000) - 10_000) * HOUR_MS);
    } else {
      // A short wink, or long enough for messages to pile up behind it.
      await bed.cable(user).pull();
      await new Promise((resolve) => setTimeout(resolve, kind === 'cable' ? 50 : 1_500));
      await bed.cable(user).plug();
    }
  }

  async function part(from: number, count: number): Promise<void> {
    const mine: Record<User, string[]> = { alice: [], bob: [] };
    const every = Math.max(1, Math.floor(MESSAGES / FAULTS));
    for (let index = from; index < from + count; index += 1) {
      const user: User = below(2) === 0 ? 'alice' : 'bob';
      const text = `${user} ${index}`;
      expect(await bed.handset(user).send(addressOf(user === 'alice' ? 'bob' : 'alice'), text)).toBe('taken');
      mine[user].push(text);
      if (index % every === every - 1) await fault();
    }
    for (const user of ['alice', 'bob'] as const) {
      const other: User = user === 'alice' ? 'bob' : 'alice';
      const seen = await bed
        .handset(other)
        .sees(
          addressOf(user),
          ({ messages }) => mine[user].every((text) => messages.some((message) => message.text === text)),
          SETTLE_TIMEOUT_MS,
        );
      const received = seen.messages.filter(({ direction }) => direction === 'incoming').map(({ text }) => text);
      const { lost, doubled, inOrder } = difference(mine[user], received);
      total.lost += lost.length;
      total.doubled += doubled.length;
      if (!inOrder) total.turned += 1;
      sent[user].push(...mine[user]);
    }
    total.messages += count;
    if (IS_LONG) process.stdout.write(`${total.messages} of ${MESSAGES} messages, ${total.faults} faults\n`);
  }

  it(`of ${MESSAGES}, with ${FAULTS} kills, cuts and set clocks, each is shown once and in order`, async () => {
    for (let from = 0; from < MESSAGES; from += PART) await part(from, Math.min(PART, MESSAGES - from));
    expect(total).toMatchObject({ lost: 0, doubled: 0, turned: 0 });
    expect(total.faults).toBeGreaterThanOrEqual(FAULTS);
  });

  it('are all told to be delivered in the end, and only then', async () => {
    for (const user of ['alice', 'bob'] as const) {
      const other: User = user === 'alice' ? 'bob' : 'alice';
      await bed
        .handset(user)
        .sees(
          addressOf(other),
          ({ messages }) =>
            messages.every(({ direction, status }) => direction === 'incoming' || status === 'delivered'),
          SETTLE_TIMEOUT_MS,
        );
    }
  });
});
