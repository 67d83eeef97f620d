import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../src/domain/message-id.ts';
import { mayBecome } from '../../src/domain/delivery-status.ts';
import { GIVE_UP_AFTER_MS } from '../../src/domain/outbox-policy.ts';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import type { OutgoingStatus } from '../../src/domain/message.ts';
import { ALICE, BOB, CAROL, HandsetWorld } from '../support/handset-world.ts';
import { ACCEPTED, type Answer } from '../support/scripted-link.ts';

const PEERS = [BOB, CAROL, ALICE] as const;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Act =
  | { readonly act: 'send'; readonly to: number }
  | { readonly act: 'register' | 'keepAlive' | 'lose' }
  | { readonly act: 'resendFailed' | 'report' | 'diskFull' | 'diskWorks' }
  | { readonly act: 'pass'; readonly ms: number }
  | { readonly act: 'relay'; readonly mood: number }
  | { readonly act: 'crash'; readonly offMs: number }
  | { readonly act: 'setClock'; readonly byMs: number };

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('send' as const), to: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constantFrom('register', 'keepAlive', 'lose', 'resendFailed', 'report') }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('diskFull', 'diskWorks') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('pass' as const),
      ms: fc.constantFrom(0, 3, 10, 900, 3_000, 13_000, MINUTE_MS, HOUR_MS),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('relay' as const), mood: fc.nat(99) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('crash' as const), offMs: fc.constantFrom(0, 1_000, HOUR_MS) }),
  },
);

/** How a relay in a given mood answers: most accept, some after a while; it may take a message and lose the answer, be silent, or say "later". */
function answerOf(mood: number): Answer {
  const unanswered = { kind: 'unanswered', reason: 'server-fault' } as const;
  if (mood < 40) return { outcome: ACCEPTED, afterMs: 5 };
  if (mood < 50) return { outcome: ACCEPTED, afterMs: 900 };
  if (mood < 60) return 'silence';
  if (mood < 70) return { outcome: { ...unanswered, sipStatus: 500, retryAfterMs: null }, afterMs: 5 };
  if (mood < 80) return { outcome: { ...unanswered, sipStatus: 503, retryAfterMs: 30_000 }, afterMs: 5 };
  if (mood < 90) return { outcome: { kind: 'refused', sipStatus: 404, reason: 'unknown-number' }, afterMs: 5 };
  return { outcome: { ...unanswered, sipStatus: null, retryAfterMs: null }, afterMs: 300 };
}

/** A relay that remembers, and a world in which things go wrong; checks at every request what must hold at every moment. */
class StormyWorld {
  readonly world = new HandsetWorld();
  /** Ids in the order of sending, per peer. */
  readonly entered = new Map<PeerAddress, MessageId[]>();
  /** Ids whose acceptance the handset has been told, or whose copy the relay holds, in the order of arrival, per peer. */
  readonly arrived = new Map<PeerAddress, MessageId[]>();
  readonly statuses = new Map<MessageId, OutgoingStatus>();
  readonly resent = new Set<MessageId>();
  #mood = 0;
  #serial = 0;

  async start(): Promise<void> {
    this.#script();
    this.world.handset.start();
    await this.world.clock.run(0);
  }

  async perform(act: Act): Promise<void> {
    const { world } = this;
    switch (act.act) {
      case 'send':
        this.#send(PEERS[act.to] ?? BOB);
        break;
      case 'register':
        world.link.register();
        break;
      case 'keepAlive':
        if (world.link.state.kind === 'registered') world.link.answerKeepAlive();
        break;
      case 'lose':
        world.link.lose();
        break;
      case 'pass':
        await world.clock.run(act.ms);
        break;
      case 'relay':
        this.#mood = act.mood;
        break;
      case 'crash':
        await this.#crash(act.offMs);
        break;
      default:
        this.#performElse(act);
    }
    await world.clock.run(0);
    this.#checkStatuses();
  }

  #performElse(act: Extract<Act, { act: 'setClock' | 'resendFailed' | 'report' | 'diskFull' | 'diskWorks' }>): void {
    const { world } = this;
    switch (act.act) {
      case 'setClock':
        world.clock.setWall(world.clock.wallMs() + act.byMs);
        return;
      case 'diskFull':
      case 'diskWorks':
        world.store.failWritesWith(act.act === 'diskFull' ? 'disk-full' : null);
        return;
      case 'report':
        this.#report();
        return;
      case 'resendFailed':
        this.#resendFailed();
    }
  }

  /** Everything heals: the disk, the network, the relay. Then time for all that waits, Retry-After and the reading of a healed disk included. */
  async heal(): Promise<void> {
    this.#mood = 0;
    this.world.store.failWritesWith(null);
    await this.world.clock.run(2 * MINUTE_MS);
    this.world.link.register();
    await this.world.clock.run(MINUTE_MS);
    this.world.link.answerKeepAlive();
    await this.world.clock.run(MINUTE_MS);
    this.#checkStatuses();
  }

  #send(to: PeerAddress): void {
    const result = this.world.handset.send(to, `text ${++this.#serial}`);
    if (!result.ok) return;
    this.entered.set(to, [...(this.entered.get(to) ?? []), result.value]);
  }

  #resendFailed(): void {
    const failed = [...this.statuses].find(([, status]) => status === 'failed');
    if (failed === undefined) return;
    if (this.world.handset.resend(failed[0]).ok) this.resent.add(failed[0]);
  }

  /** The peer's device reports the last text that arrived. */
  #report(): void {
    for (const [peer, ids] of this.arrived) {
      const about = ids.at(-1);
      if (about !== undefined) this.world.link.deliver({ kind: 'report', from: peer, about, disposition: 'delivered' });
    }
  }

  async #crash(offMs: number): Promise<void> {
    this.world.crash(offMs);
    this.#script();
    this.world.handset.start();
    await this.world.clock.run(0);
  }

  #script(): void {
    this.world.link.answer = (message) => {
      expect(this.world.link.inFlight.filter((peer) => peer === message.to)).toEqual([]);
      const answer = answerOf(this.#mood);
      if (message.kind !== 'text') return answer;
      const row = this.world.row(message.id);
      expect(row.body).toBe(message.body);
      // A refused message never arrives; any other may have, even where the answer got lost.
      if (answer === 'silence' || answer.outcome.kind !== 'refused') this.#arrive(message.to, message.id);
      return answer;
    };
  }

  #arrive(peer: PeerAddress, id: MessageId): void {
    const ids = this.arrived.get(peer) ?? [];
    if (!ids.includes(id)) this.arrived.set(peer, [...ids, id]);
  }

  #checkStatuses(): void {
    for (const id of [...this.entered.values()].flat()) {
      const { status, failure } = this.world.row(id);
      const before = this.statuses.get(id);
      // Only the owner's resend takes a message back to sending.
      const resent = before === 'failed' && this.resent.delete(id);
      if (before !== undefined && before !== status && !resent) {
        const passed = mayBecome(before, status) || (before === 'waiting' && status === 'enqueued');
        expect(passed, `${before} became ${status}`).toBe(true);
      }
      expect(failure !== null).toBe(status === 'failed');
      this.statuses.set(id, status);
    }
  }
}

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
      { numRuns: 300 },
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
});
