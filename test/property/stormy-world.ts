import fc from 'fast-check';
import { expect } from 'vitest';
import type { OutgoingMove } from '../../src/domain/outbox/transition.ts';
import { ALLOWED } from '../domain/outbox/allowed-statuses.ts';
import type { OutgoingStatus } from '../../src/domain/history/message.ts';
import type { MessageId } from '../../src/domain/history/message-id.ts';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import type { OutgoingReport, OutgoingText } from '../../src/ports/network/message-link.ts';
import { ALICE, BOB, CAROL, HandsetWorld } from '../support/handset-world.ts';
import { ACCEPTED, type Answer } from '../support/scripted-link.ts';

const PEERS = [BOB, CAROL, ALICE] as const;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** What may happen next. */
export type Act =
  | { readonly act: 'send'; readonly to: number }
  | { readonly act: 'register' | 'keepAlive' | 'lose' }
  | { readonly act: 'resendFailed' | 'resendWaiting' | 'diskFull' | 'diskWorks' }
  | { readonly act: 'report'; readonly disposition: 'delivered' | 'displayed' | 'failed' | 'expired' }
  | { readonly act: 'forgedReport' }
  | { readonly act: 'pass'; readonly ms: number }
  | { readonly act: 'relay'; readonly mood: number }
  | { readonly act: 'crash'; readonly offMs: number }
  | { readonly act: 'setClock'; readonly byMs: number };

export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('send' as const), to: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('register', 'keepAlive', 'lose', 'resendFailed', 'resendWaiting', 'forgedReport'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('report' as const),
      disposition: fc.constantFrom('delivered', 'displayed', 'failed', 'expired'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('diskFull', 'diskWorks') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('setClock' as const),
      byMs: fc.constantFrom(-YEAR_MS, -HOUR_MS, -1_000, 1_000, HOUR_MS, YEAR_MS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('pass' as const),
      ms: fc.constantFrom(0, 3, 10, 900, 3_000, 13_000, MINUTE_MS, HOUR_MS, 5.5 * HOUR_MS),
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
export class StormyWorld {
  readonly world = new HandsetWorld();
  /** Ids in the order of sending, per peer. */
  readonly entered = new Map<PeerAddress, MessageId[]>();
  /** Ids whose acceptance the handset has been told, or whose copy the relay holds, in the order of arrival, per peer. */
  readonly arrived = new Map<PeerAddress, MessageId[]>();
  readonly statuses = new Map<MessageId, OutgoingStatus>();
  readonly resends = new Map<MessageId, number>();
  /** When each waiting message was tried last since its peer's last trigger, or the end of a try that others follow. */
  readonly #triedAtMs = new Map<MessageId, number>();
  readonly #violations: unknown[] = [];
  /** What was written last through the store's door for statuses. */
  readonly #written = new Map<MessageId, OutgoingStatus>();
  /** The disk refused since: what it did not take may be told twice after a crash. */
  #diskFailed = false;
  #mood = 0;
  #serial = 0;

  async start(): Promise<void> {
    this.#watchStatuses();
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
        this.#trigger();
        world.link.register();
        break;
      case 'keepAlive':
        this.#trigger();
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
    this.#check();
  }

  #performElse(
    act: Exclude<Act, { act: 'send' | 'register' | 'keepAlive' | 'lose' | 'pass' | 'relay' | 'crash' }>,
  ): void {
    const { world } = this;
    switch (act.act) {
      case 'setClock':
        world.clock.setWall(world.clock.wallMs() + act.byMs);
        return;
      case 'diskFull':
      case 'diskWorks':
        this.#diskFailed ||= act.act === 'diskFull';
        world.store.failWritesWith(act.act === 'diskFull' ? 'disk-full' : null);
        return;
      case 'report':
        this.#report(act.disposition);
        return;
      case 'forgedReport':
        this.#forgeReports();
        return;
      case 'resendFailed':
      case 'resendWaiting':
        this.#resend(act.act === 'resendFailed' ? 'failed' : 'waiting');
    }
  }

  /** Everything heals: the disk, the network, the relay. Then time for all that waits, Retry-After and the reading of a healed disk included. */
  async heal(): Promise<void> {
    this.#mood = 0;
    this.world.store.failWritesWith(null);
    await this.world.clock.run(2 * MINUTE_MS);
    this.#trigger();
    this.world.link.register();
    await this.world.clock.run(MINUTE_MS);
    this.#trigger();
    this.world.link.answerKeepAlive();
    await this.world.clock.run(MINUTE_MS);
    this.#check();
  }

  #trigger(): void {
    for (const peer of PEERS) this.#mayTryAgain(peer);
  }

  #send(to: PeerAddress): void {
    this.#trigger();
    const result = this.world.handset.send(to, `text ${++this.#serial}`);
    if (!result.ok) return;
    this.entered.set(to, [...(this.entered.get(to) ?? []), result.value]);
  }

  #resend(wanted: OutgoingStatus): void {
    const [id] = [...this.statuses].find(([, status]) => status === wanted) ?? [];
    if (id === undefined) return;
    this.#trigger();
    if (!this.world.handset.resend(id).ok) return;
    this.resends.set(id, (this.resends.get(id) ?? 0) + 1);
  }

  /** The peer's device, or its relay, reports on the last text that arrived. */
  #report(disposition: Extract<Act, { act: 'report' }>['disposition']): void {
    for (const [peer, ids] of this.arrived) {
      const about = ids.at(-1);
      if (about !== undefined) this.world.link.deliver({ kind: 'report', from: peer, about, disposition });
    }
  }

  /** Each message is reported by everybody whom it did not go to: nothing may change, and the relay must not bring the report again. */
  #forgeReports(): void {
    for (const [peer, ids] of this.entered) {
      for (const about of ids) {
        const before = this.world.row(about);
        for (const from of PEERS.filter((other) => other !== peer)) {
          for (const disposition of ['delivered', 'displayed', 'failed', 'expired'] as const) {
            expect(this.world.link.deliver({ kind: 'report', from, about, disposition })).toBe('dropped');
          }
        }
        expect(this.world.row(about)).toEqual(before);
      }
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
      const answer = answerOf(this.#mood);
      // The handset survives a link that throws, and would hide what fails here.
      try {
        this.#checkRequest(message, answer);
      } catch (violation) {
        this.#violations.push(violation);
      }
      return answer;
    };
  }

  #checkRequest(message: OutgoingText | OutgoingReport, answer: Answer): void {
    expect(this.world.link.inFlight.filter((peer) => peer === message.to)).toEqual([]);
    if (message.kind !== 'text') return;
    // I1 and I9: on disk before it goes out, under the id of its row.
    expect(this.world.row(message.id)).toMatchObject({ body: message.body, peer: message.to });
    this.#checkTry(message);
    const outcome = answer === 'silence' ? null : answer.outcome;
    const later = outcome?.kind === 'unanswered' && outcome.retryAfterMs !== null;
    if (later || (outcome !== null && outcome.kind !== 'unanswered')) this.#mayTryAgain(message.to);
    // A refused message never arrives; any other may have, even where the answer got lost.
    if (outcome?.kind !== 'refused') this.#arrive(message.to, message.id);
  }

  #mayTryAgain(peer: PeerAddress): void {
    for (const id of this.entered.get(peer) ?? []) this.#triedAtMs.delete(id);
  }

  /**
   * One trigger is one try of each that only waits, and a back-off is a minute at least; what the owner sent within the
   * minute goes its own way.
   */
  #checkTry({ id, to }: OutgoingText): void {
    const unfinished = this.world.store.messages.unfinishedOutgoing().filter((row) => row.peer === to);
    if (unfinished.some(({ status }) => status === 'sending')) return;
    const nowMs = this.world.clock.monotonicMs();
    const triedAtMs = this.#triedAtMs.get(id) ?? -Infinity;
    expect(nowMs - triedAtMs, 'a try without a trigger').toBeGreaterThanOrEqual(MINUTE_MS);
    this.#triedAtMs.set(id, nowMs);
  }

  #arrive(peer: PeerAddress, id: MessageId): void {
    const ids = this.arrived.get(peer) ?? [];
    if (!ids.includes(id)) this.arrived.set(peer, [...ids, id]);
  }

  #check(): void {
    for (const violation of this.#violations) throw violation;
    for (const id of [...this.entered.values()].flat()) {
      this.#checkStatus(id);
      this.#checkSteps(id);
    }
    this.#checkWarnings();
  }

  /** I8: whatever is written leads from the status before by an event that may do so. */
  #watchStatuses(): void {
    const { messages } = this.world.store;
    const write = messages.moveOutgoing.bind(messages);
    messages.moveOutgoing = (id, ...moves) => {
      const before = this.world.row(id).status;
      const moved = write(id, ...moves);
      if (!moved.ok) return moved;
      const { status } = moved.value.message;
      if (!reachable(before, moves).has(status)) {
        this.#violations.push(
          new Error(`${before} became ${status} by ${moves.map(({ event }) => event.kind).join()}`),
        );
      }
      this.#written.set(id, status);
      return moved;
    };
  }

  /** Nobody else writes a status; what the peer's device has confirmed stays. */
  #checkStatus(id: MessageId): void {
    const { status, failure } = this.world.row(id);
    const before = this.statuses.get(id);
    expect(status).toBe(this.#written.get(id) ?? 'sending');
    if (before === 'delivered') expect(['delivered', 'read']).toContain(status);
    if (before === 'read') expect(status).toBe('read');
    expect(failure !== null).toBe(status === 'failed');
    this.statuses.set(id, status);
  }

  /** I7: one "not delivered" for each time that the owner sent it, and none after "delivered". */
  #checkSteps(id: MessageId): void {
    const kinds = this.world.handset.steps(this.world.row(id).sequence).map(({ kind }) => kind);
    const failures = kinds.filter((kind) => kind === 'failed').length;
    expect(failures).toBeLessThanOrEqual(1 + (this.resends.get(id) ?? 0));
    const arrived = kinds.findIndex((kind) => kind === 'delivered' || kind === 'read');
    if (arrived >= 0) expect(kinds.slice(arrived)).not.toContain('failed');
  }

  /** One warning for each time that the owner sent it, over restarts too. */
  #checkWarnings(): void {
    if (this.#diskFailed) return;
    const { events } = this.world;
    for (const [id] of this.statuses) {
      const { sequence } = this.world.row(id);
      const warnings = events.filter((event) => event.kind === 'givingUpSoon' && event.sequence === sequence);
      expect(warnings.length).toBeLessThanOrEqual(1 + (this.resends.get(id) ?? 0));
    }
  }
}

/** Each event may have been forbidden, and then left the status as it was. */
function reachable(from: OutgoingStatus, moves: readonly OutgoingMove[]): ReadonlySet<string> {
  const statuses = new Set<string>([from]);
  for (const { event } of moves) {
    for (const way of ALLOWED[event.kind] ?? []) {
      const [start = '', end = ''] = way.split(' → ');
      if (statuses.has(start)) statuses.add(end);
    }
  }
  return statuses;
}
