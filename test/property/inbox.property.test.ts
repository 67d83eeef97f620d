import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MessageId } from '../../src/domain/history/message-id.ts';
import type { ReceivedText } from '../../src/ports/network/message-link.ts';
import { ALICE, BOB, CAROL, HandsetWorld } from '../support/handset-world.ts';
import { befriend } from '../support/store-fixtures.ts';

const PEERS = [ALICE, BOB, CAROL] as const;

type Act =
  | { readonly act: 'text'; readonly from: number; readonly id: number; readonly body: number }
  | { readonly act: 'read'; readonly from: number }
  | { readonly act: 'crash' | 'register' | 'lose' | 'diskFull' | 'diskWorks' | 'pass' };

/** Few peers, ids and bodies, so that the same text comes again and again, from others and in other words too. */
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ act: fc.constant('text' as const), from: fc.nat(2), id: fc.nat(5), body: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('read' as const), from: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom<'crash' | 'register' | 'lose' | 'diskFull' | 'diskWorks' | 'pass'>(
        ...(['crash', 'register', 'register', 'lose', 'diskFull', 'diskWorks', 'diskWorks', 'pass'] as const),
      ),
    }),
  },
);

/** What a peer's handset knows: which texts were answered 200, and in which order. */
class Inbox {
  readonly world = new HandsetWorld();
  readonly kept = new Map<string, { readonly text: ReceivedText; read: boolean }>();

  constructor() {
    // What strangers write is bounded and never reported; that has tests of its own.
    befriend(this.world.store.contacts, ...PEERS);
  }

  async perform(act: Act): Promise<void> {
    const { world } = this;
    switch (act.act) {
      case 'text':
        this.#text(act.from, act.id, act.body);
        break;
      case 'read':
        this.#read(act.from);
        break;
      case 'crash':
        world.crash(1_000);
        world.handset.start();
        break;
      case 'pass':
        await world.clock.run(40_000);
        break;
      case 'register':
        world.link.register();
        break;
      case 'lose':
        world.link.lose();
        break;
      default:
        world.store.failWritesWith(act.act === 'diskFull' ? 'disk-full' : null);
    }
    await world.clock.run(0);
  }

  #text(from: number, id: number, body: number): void {
    const peer = PEERS[from] ?? BOB;
    const text = this.world.text(`words ${body}`, { id: `id-${id}` as MessageId, from: peer });
    const key = `${peer} ${text.id} ${text.body}`;
    if (this.world.link.deliver(text) === 'kept' && !this.kept.has(key)) this.kept.set(key, { text, read: false });
  }

  #read(from: number): void {
    const peer = PEERS[from] ?? BOB;
    if (!this.world.handset.markRead(peer, Number.MAX_SAFE_INTEGER).ok) return;
    for (const each of this.kept.values()) if (each.text.from === peer) each.read = true;
  }

  check(): void {
    const { world } = this;
    const unread = [...this.kept.values()].filter(({ read }) => !read).length;
    expect(world.handset.state().unread).toBe(unread);
    expect(world.led === 'message').toBe(unread > 0);
    for (const peer of PEERS) {
      const expected = [...this.kept.values()].filter(({ text }) => text.from === peer).map(({ text }) => text.body);
      const shown = world.handset
        .events(peer, { beforeSequence: null, limit: 100 })
        .flatMap((event) => (event.kind === 'message' ? [event.message.body] : []));
      expect(shown).toEqual(expected);
    }
  }
}

it('whatever comes, and however often: all that was answered is shown once, in all its words, in order, and the LED knows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { maxLength: 60 }), async (acts) => {
      const inbox = new Inbox();
      inbox.world.handset.start();
      await inbox.world.clock.run(0);
      for (const act of acts) {
        await inbox.perform(act);
        inbox.check();
      }
      // Once all works again, every text that was kept has been reported, and none that was not.
      inbox.world.store.failWritesWith(null);
      inbox.world.link.register();
      await inbox.world.clock.run(60_000);
      expect(inbox.world.store.messages.owedReports()).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);

it('each text that was kept is reported to its sender, a restart notwithstanding, and nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { maxLength: 60 }), async (acts) => {
      const inbox = new Inbox();
      const reported = new Set<string>();
      const listen = (): void => {
        inbox.world.link.answer = (message) => {
          if (message.kind === 'report') reported.add(`${message.to} ${message.about}`);
          return { outcome: { kind: 'accepted', sipStatus: 200 }, afterMs: 5 };
        };
      };
      inbox.world.handset.start();
      listen();
      await inbox.world.clock.run(0);
      for (const act of acts) {
        await inbox.perform(act);
        listen();
      }
      inbox.world.store.failWritesWith(null);
      inbox.world.link.register();
      await inbox.world.clock.run(60_000);
      const ids = [...inbox.kept.values()].map(({ text }) => `${text.from} ${text.id}`);
      expect([...reported].sort()).toEqual([...new Set(ids)].sort());
    }),
    { numRuns: 200 },
  );
}, 60_000);
