import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIVE_UP_AFTER_MS } from '../../src/domain/outbox/outbox-policy.ts';
import { BOB } from '../support/handset-world.ts';
import { anyAct, StormyWorld, type Act } from './stormy-world.ts';

const HOUR_MS = 3_600_000;

async function storm(acts: readonly Act[]): Promise<StormyWorld> {
  const stormy = new StormyWorld();
  await stormy.start();
  for (const act of acts) await stormy.perform(act);
  return stormy;
}

describe('whatever happens to network, relay, disk and power', () => {
  it('no message is lost: in the end each is at the relay, or its owner was told the reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { maxLength: 60 }), async (acts) => {
        const stormy = await storm(acts);
        await stormy.heal();
        for (const [peer, ids] of stormy.entered) {
          for (const id of ids) {
            const { status } = stormy.world.row(id);
            expect(['enqueued', 'delivered', 'read', 'failed']).toContain(status);
            if (status !== 'failed') expect(stormy.arrived.get(peer)).toContain(id);
          }
        }
        expect(stormy.world.store.messages.unfinishedOutgoing()).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

  it('messages to one peer arrive in the order of sending', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          anyAct.filter(({ act }) => act !== 'resendFailed'),
          { maxLength: 60 },
        ),
        async (acts) => {
          const stormy = await storm(acts);
          await stormy.heal();
          for (const [peer, ids] of stormy.arrived) {
            const sent = stormy.entered.get(peer) ?? [];
            expect(ids).toEqual(sent.filter((id) => ids.includes(id)));
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it('a message that nobody takes fails at 12 h, to the second, however the clock is set', async () => {
    const anyJump = fc.record({
      afterMs: fc.integer({ min: 0, max: 4 * HOUR_MS }),
      byMs: fc.integer({ min: -400 * 24 * HOUR_MS, max: 400 * 24 * HOUR_MS }),
      trigger: fc.boolean(),
      mood: fc.integer({ min: 50, max: 79 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyJump, { maxLength: 6 }), async (jumps) => {
        const stormy = await storm([{ act: 'register' }, { act: 'relay', mood: 55 }, { act: 'send', to: 0 }]);
        const { clock } = stormy.world;
        const startedMs = clock.monotonicMs();
        const id = stormy.entered.get(BOB)![0]!;
        const lifeMs = () => clock.monotonicMs() - startedMs;
        for (const { afterMs, byMs, trigger, mood } of jumps) {
          await clock.run(Math.min(afterMs, Math.max(0, GIVE_UP_AFTER_MS - 1_000 - lifeMs())));
          await stormy.perform({ act: 'setClock', byMs });
          await stormy.perform({ act: 'relay', mood });
          if (trigger) await stormy.perform({ act: 'keepAlive' });
        }
        await clock.run(Math.max(0, GIVE_UP_AFTER_MS - 1_000 - lifeMs()));
        expect(['sending', 'waiting']).toContain(stormy.world.status(id));
        await clock.run(2_000);
        expect(stormy.world.status(id)).toBe('failed: not-sent-in-12-h');
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('the owner of a message that nobody takes is warned once and told once that it was not sent, over restarts and set clocks', async () => {
    const anyCut = fc.record({
      afterMs: fc.integer({ min: 0, max: 3 * HOUR_MS }),
      offMs: fc.integer({ min: 0, max: HOUR_MS / 2 }),
      setMs: fc.constantFrom(0, 0, 400 * 24 * HOUR_MS, -400 * 24 * HOUR_MS),
      registers: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyCut, { minLength: 3, maxLength: 14 }), async (cuts) => {
        const stormy = await storm([{ act: 'register' }, { act: 'relay', mood: 55 }, { act: 'send', to: 0 }]);
        const { world } = stormy;
        for (const { afterMs, offMs, setMs, registers } of cuts) {
          await world.clock.run(afterMs);
          if (setMs !== 0) await stormy.perform({ act: 'setClock', byMs: setMs });
          // The age is kept once a minute: only a step of the clock just before a power cut counts as time switched off.
          if (setMs !== 0) await world.clock.run(61_000);
          await stormy.perform({ act: 'crash', offMs });
          if (registers) await stormy.perform({ act: 'register' });
        }
        await world.clock.run(13 * HOUR_MS);
        const [id] = stormy.entered.get(BOB)!;
        expect(world.status(id!)).toBe('failed: not-sent-in-12-h');
        expect(world.events.filter(({ kind }) => kind === 'givingUpSoon')).toHaveLength(1);
        const kinds = world.handset.steps(world.row(id!).sequence).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'failed')).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
