import { afterAll, describe, it } from 'vitest';
import { difference, incoming, outgoing } from './support/difference.ts';
import { addressOf, FaultBed, otherThan, USERS, type User } from './support/fault-bed.ts';
import { IS_LONG, tell } from './support/form.ts';
import { RELAY_FAULT_POINTS } from './support/relay-orders.ts';

const PASSINGS = IS_LONG ? Array.from({ length: 50 }, (_, index) => 1 + (index % 5)) : [1, 3];
const SETTLE_TIMEOUT_MS = 90_000;
/** Sent while Bob is away, so that the relay stores them; more than the greatest passing. */
const STORED = 6;
/** Sent by each while both are there. */
const FORWARDED = 6;

describe('a relay that is killed with handsets at work', () => {
  const total = { cases: 0, kills: 0, messages: 0, lost: 0, doubled: 0, turned: 0, toldTwice: 0 };

  afterAll(() => {
    tell(`relay killed: ${JSON.stringify(total)}`);
  });

  // Most of a case is waiting.
  it.concurrent.for(
    RELAY_FAULT_POINTS.flatMap((point) => PASSINGS.map((passing, round) => ({ point, passing, round }))),
  )(
    'at $point, passing $passing, loses nothing, shows nothing twice, and tells the truth of what was delivered',
    async ({ point, passing, round }, { expect, onTestFinished }) => {
      const bed = new FaultBed();
      onTestFinished(() => bed.remove());
      await bed.start();
      // A supervisor starts it anew, once it has died; nothing else may end it.
      bed.relay.arm({ point, passing });
      const restarted = bed.relay.died(60_000).then((died) => died && bed.startRelay());
      const sent: Record<User, string[]> = { alice: [], bob: [] };
      const send = async (user: User, text: string): Promise<void> => {
        expect(await bed.handset(user).send(addressOf(otherThan(user)), text)).toBe('taken');
        sent[user].push(text);
      };
      await bed.handset('alice').start();
      for (let count = 0; count < STORED; count += 1) await send('alice', `stored ${count}`);
      await bed
        .handset('alice')
        .sees(
          addressOf('bob'),
          ({ messages }) =>
            messages.filter(({ status }) => status === 'enqueued').length === STORED || bed.relay.unasked.length > 0,
          SETTLE_TIMEOUT_MS,
        );
      await bed.handset('bob').start();
      await bed.handset('bob').sees(addressOf('alice'), ({ messages }) => messages.length >= STORED, SETTLE_TIMEOUT_MS);
      for (let count = 0; count < FORWARDED; count += 1) {
        for (const user of USERS) await send(user, `${user} ${count}`);
      }
      const found = await Promise.all(USERS.map((user) => settled(bed, user, sent[user])));
      expect(await restarted, `${point} was never passed ${passing} times`).toBe(true);
      expect(bed.relay.unasked, bed.relay.printed).toEqual(['SIGKILL']);
      total.cases += 1;
      total.kills += 1;
      if (IS_LONG && round % 10 === 9) tell(`${point}: ${round + 1} of ${PASSINGS.length}; ${JSON.stringify(total)}`);
      const nothing = { lost: [], doubled: [], turned: [], toldTwice: [] };
      expect(found).toEqual([nothing, nothing]);
    },
  );

  /** What `user` sent has arrived and is told to be delivered. */
  async function settled(bed: FaultBed, user: User, sent: readonly string[]): Promise<object> {
    const receiver = bed.handset(otherThan(user));
    const seen = await receiver.comesTo(
      addressOf(user),
      ({ messages }) => sent.every((text) => messages.some((message) => message.text === text)),
      SETTLE_TIMEOUT_MS,
    );
    const found = difference(sent, incoming(seen?.messages ?? []));
    const toldTwice = [...receiver.told].filter(([, times]) => times > 1);
    total.messages += sent.length;
    total.lost += found.lost.length;
    total.doubled += found.doubled.length;
    total.turned += found.turned.length;
    total.toldTwice += toldTwice.length;
    if (found.lost.length > 0) return { ...found, toldTwice };
    await bed
      .handset(user)
      .sees(
        addressOf(otherThan(user)),
        ({ messages }) => outgoing(messages).every(({ status }) => status === 'delivered'),
        SETTLE_TIMEOUT_MS,
      );
    return { ...found, toldTwice };
  }
});
