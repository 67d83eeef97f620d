import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { addressOf, FaultBed, type User } from './support/fault-bed.ts';
import { difference } from './support/fault-handset.ts';
import { HANDSET_FAULT_POINTS, type HandsetFaultPoint } from './support/handset-orders.ts';

const PASSINGS = process.env['FAULTS'] === 'long' ? Array.from({ length: 50 }, (_, index) => 1 + (index % 6)) : [1, 3];
const SETTLE_TIMEOUT_MS = 60_000;
/** More than the greatest passing, or a point would not be passed so often. */
const SENT = 8;

/** Who passes this point when Alice sends to Bob. */
function victimOf(point: HandsetFaultPoint): User {
  return /Incoming|200|report/i.test(point) ? 'bob' : 'alice';
}

describe('a handset that is killed', () => {
  let bed: FaultBed;
  const total = { cases: 0, kills: 0, lost: 0, doubled: 0 };

  afterEach(() => bed.remove());
  afterAll(() => {
    process.stdout.write(`handset killed: ${JSON.stringify(total)}\n`);
  });

  it.each(HANDSET_FAULT_POINTS.flatMap((point) => PASSINGS.map((passing) => ({ point, passing }))))(
    'at $point, passing $passing, loses nothing and shows nothing twice',
    async ({ point, passing }) => {
      bed = new FaultBed();
      await bed.start();
      const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
      const victim = victimOf(point);
      await bob.start(victim === 'bob' ? { point, passing } : null);
      await alice.start(victim === 'alice' ? { point, passing } : null);
      const sent: string[] = [];
      for (let count = 0; count < SENT; count += 1) {
        const text = `message ${count}`;
        const taken = await alice.send(addressOf('bob'), text);
        if (taken === 'taken') sent.push(text);
        else expect(taken).toBe('died');
      }
      expect(await bed.handset(victim).died(20_000), `${victim} never passed ${point} ${passing} times`).toBe(true);
      await bed.handset(victim).start();
      // What the owner saw in the thread after the power came back was on disk: it counts as sent.
      const own = await alice.sees(addressOf('bob'), () => true, 5_000);
      for (const { text } of own.messages) if (!sent.includes(text)) sent.push(text);
      const seen = await bob.sees(
        addressOf('alice'),
        ({ messages }) => sent.every((text) => messages.some((message) => message.text === text)),
        SETTLE_TIMEOUT_MS,
      );
      const settled = await alice.sees(
        addressOf('bob'),
        ({ messages }) => messages.every(({ status }) => status === 'delivered'),
        SETTLE_TIMEOUT_MS,
      );
      const shown = seen.messages.map(({ text }) => text);
      const { lost, doubled, inOrder } = difference(sent, shown);
      total.cases += 1;
      total.kills += bed.handset(victim).deaths;
      total.lost += lost.length;
      total.doubled += doubled.length;
      expect({ lost, doubled, inOrder }).toEqual({ lost: [], doubled: [], inOrder: true });
      expect(settled.messages.map(({ text }) => text)).toEqual(shown);
    },
  );
});
