import { afterAll, describe, it } from 'vitest';
import { difference, incoming } from './support/difference.ts';
import { addressOf, FaultBed, type User } from './support/fault-bed.ts';
import { IS_LONG, tell } from './support/form.ts';
import { HANDSET_FAULT_POINTS, type HandsetFaultPoint } from './support/handset-orders.ts';

const PASSINGS = IS_LONG ? Array.from({ length: 50 }, (_, index) => 1 + (index % 6)) : [1, 3];
const SETTLE_TIMEOUT_MS = 60_000;
/** More than the greatest passing, or a point would not be passed so often. */
const SENT = 8;

/** Who passes this point when Alice sends to Bob. */
function victimOf(point: HandsetFaultPoint): User {
  return /Incoming|200|report/i.test(point) ? 'bob' : 'alice';
}

describe('a handset that is killed', () => {
  const total = { cases: 0, kills: 0, messages: 0, lost: 0, doubled: 0, turned: 0, toldTwice: 0 };

  afterAll(() => {
    tell(`handset killed: ${JSON.stringify(total)}`);
  });

  // Most of a case is waiting.
  it.concurrent.for(
    HANDSET_FAULT_POINTS.flatMap((point) => PASSINGS.map((passing, round) => ({ point, passing, round }))),
  )(
    'at $point, passing $passing, loses nothing and shows nothing twice',
    async ({ point, passing, round }, { expect, onTestFinished }) => {
      const bed = new FaultBed();
      onTestFinished(() => bed.remove());
      await bed.start();
      const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
      const victim = bed.handset(victimOf(point));
      await bob.start(victim === bob ? { point, passing } : null);
      await alice.start(victim === alice ? { point, passing } : null);
      const sent: string[] = [];
      for (let count = 0; count < SENT; count += 1) {
        const text = `message ${count}`;
        const taken = await alice.send(addressOf('bob'), text);
        if (taken === 'taken') sent.push(text);
        else expect(taken).toBe('died');
      }
      expect(await victim.died(20_000), `${point} was never passed ${passing} times`).toBe(true);
      expect(victim.unasked, victim.printed).toEqual(['SIGKILL']);
      await victim.start();
      // What the owner saw in the thread after the power came back was on disk: it counts as sent.
      const own = await alice.sees(addressOf('bob'), () => true, 5_000);
      for (const { text } of own.messages) if (!sent.includes(text)) sent.push(text);
      const seen = await bob.comesTo(
        addressOf('alice'),
        ({ messages }) => sent.every((text) => messages.some((message) => message.text === text)),
        SETTLE_TIMEOUT_MS,
      );
      const shown = incoming(seen?.messages ?? []);
      const found = difference(sent, shown);
      const toldTwice = [...bob.told].filter(([, times]) => times > 1);
      total.cases += 1;
      total.kills += victim.unasked.length;
      total.messages += sent.length;
      total.lost += found.lost.length;
      total.doubled += found.doubled.length;
      total.turned += found.turned.length;
      total.toldTwice += toldTwice.length;
      if (IS_LONG && round % 10 === 9) tell(`${point}: ${round + 1} of ${PASSINGS.length}; ${JSON.stringify(total)}`);
      expect({ ...found, toldTwice }).toEqual({ lost: [], doubled: [], turned: [], toldTwice: [] });
      const settled = await alice.sees(
        addressOf('bob'),
        ({ messages }) => messages.every(({ status }) => status === 'delivered'),
        SETTLE_TIMEOUT_MS,
      );
      expect(settled.messages.map(({ text }) => text)).toEqual(shown);
    },
  );
});
