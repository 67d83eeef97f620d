import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { difference, incoming, outgoing } from './support/difference.ts';
import { addressOf, FaultBed, otherThan, USERS, type User } from './support/fault-bed.ts';
import { IS_LONG, tell } from './support/form.ts';
import { SoakFaults } from './support/soak-faults.ts';
import { planSoak, type SoakStep } from './support/soak-plan.ts';

const MESSAGES = IS_LONG ? 10_000 : 200;
const FAULTS = IS_LONG ? 200 : 10;
/** A run that failed is run again by SEED=n. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const SETTLE_TIMEOUT_MS = 900_000;
/** Settled one after the other, so that no outbox and no box at the relay is ever full. */
const PART = 400;
/** For a handset that is dead, or whose disk takes nothing, to come back. */
const TAKEN_TIMEOUT_MS = 120_000;

const scheduleOf = (plan: readonly SoakStep[]): string =>
  createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);

describe(`messages both ways under random faults, SEED=${SEED}`, () => {
  const plan = planSoak(SEED, MESSAGES, FAULTS);
  const bed = new FaultBed();
  const faults = new SoakFaults(bed);
  const total = { messages: 0, lost: 0, doubled: 0, turned: 0, toldTwice: 0 };
  const begunMs = performance.now();
  const report = (): string =>
    `SEED=${SEED} schedule ${scheduleOf(plan)}: ${Math.round((performance.now() - begunMs) / 1_000)} s, ` +
    JSON.stringify({ ...total, ...faults.counted });

  beforeAll(async () => {
    tell(`soak begins: SEED=${SEED}, schedule ${scheduleOf(plan)}`);
    await bed.start({ failingDisks: ['relay', ...USERS], seed: SEED });
    for (const user of USERS) await bed.handset(user).start();
  });
  afterAll(async () => {
    await bed.remove();
    tell(`soak ended: ${report()}`);
  });

  /** As an owner does it: again, until the handset has it. One that died on the way may have it, and then shows it. */
  async function send({ from, text }: SoakStep): Promise<void> {
    const untilMs = performance.now() + TAKEN_TIMEOUT_MS;
    const handset = bed.handset(from);
    const at = addressOf(otherThan(from));
    for (;;) {
      const sent = await handset.send(at, text);
      if (sent === 'taken') return;
      if (sent === 'died') {
        const own = await handset.sees(at, () => true, TAKEN_TIMEOUT_MS);
        if (own.messages.at(-1)?.text === text || own.messages.some((message) => message.text === text)) return;
      }
      if (performance.now() > untilMs) throw new Error(`${from} cannot send: ${JSON.stringify(sent)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function settle(part: readonly SoakStep[]): Promise<void> {
    for (const user of USERS) {
      const mine = part.filter(({ from }) => from === user).map(({ text }) => text);
      await bed.handset(otherThan(user)).sees(
        addressOf(user),
        ({ messages }) => {
          const shown = new Set(incoming(messages));
          return mine.every((text) => shown.has(text));
        },
        SETTLE_TIMEOUT_MS,
      );
    }
  }

  it(`of ${MESSAGES}, with ${FAULTS} faults, each is taken and arrives`, { timeout: 4 * 3_600_000 }, async () => {
    let happening: Promise<void> = Promise.resolve();
    for (let from = 0; from < plan.length; from += PART) {
      const part = plan.slice(from, from + PART);
      for (const step of part) {
        await send(step);
        total.messages += 1;
        if (step.fault === null) continue;
        // One at a time; the messages that follow are sent while it lasts.
        await happening;
        if (IS_LONG) tell(`fault ${faults.counted.faults + 1} after ${step.text}: ${JSON.stringify(step.fault)}`);
        happening = faults.happen(step.fault);
        happening.catch(() => undefined);
      }
      await happening;
      await settle(part);
      if (IS_LONG) tell(report());
    }
    expect(faults.counted.faults).toBe(FAULTS);
  });

  it('each stands in both threads once and in order, and is told once and as delivered', async () => {
    for (const user of USERS) {
      const sent = plan.filter(({ from }) => from === user).map(({ text }) => text);
      const receiver = bed.handset(otherThan(user));
      const own = await bed
        .handset(user)
        .sees(
          addressOf(otherThan(user)),
          ({ messages }) => outgoing(messages).every(({ status }) => status === 'delivered'),
          SETTLE_TIMEOUT_MS,
          true,
        );
      const seen = await receiver.sees(addressOf(user), () => true, 60_000, true);
      count(
        sent,
        outgoing(own.messages).map(({ text }) => text),
        receiver.told,
      );
      count(sent, incoming(seen.messages), receiver.told);
    }
    expect(total).toEqual({ messages: MESSAGES, lost: 0, doubled: 0, turned: 0, toldTwice: 0 });
  });

  function count(sent: readonly string[], shown: readonly string[], told: ReadonlyMap<string, number>): void {
    const found = difference(sent, shown);
    total.lost += found.lost.length;
    total.doubled += found.doubled.length;
    total.turned += found.turned.length;
    total.toldTwice += [...told.values()].filter((times) => times > 1).length;
  }

  it('no process ended but by a kill', () => {
    const ends = [bed.relay, ...USERS.map((user: User) => bed.handset(user))].flatMap(({ unasked }) => unasked);
    expect(ends.filter((end) => end !== 'SIGKILL')).toEqual([]);
  });

  it('the same seed plans the same soak, another one another', () => {
    expect(planSoak(SEED, MESSAGES, FAULTS)).toEqual(plan);
    expect(planSoak(SEED + 1, MESSAGES, FAULTS)).not.toEqual(plan);
  });
});
