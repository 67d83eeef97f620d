import { beforeEach, describe, expect, it } from 'vitest';
import type { InputEvent } from '../../src/domain/input/input-event.ts';
import { SEEN_AFTER_MS } from '../../src/ui/fresh-events.ts';
import { english } from '../../src/ui/languages/english.ts';
import { createStrings } from '../../src/ui/languages/strings.ts';
import { createPresenter } from '../../src/ui/frame/present/present.ts';
import { createTimeWords } from '../../src/ui/phrases/time-words.ts';
import { UiSession } from '../../src/ui/session.ts';
import { BOB, CAROL, HandsetWorld } from '../support/handset-world.ts';
import type { MemoryHandsetStore } from '../support/memory-store/memory-handset-store.ts';
import { MeantInput } from './support/meant-input.ts';
import { rowsInSight } from './support/rows-in-sight.ts';
import { SwitchedLight } from './support/switched-light.ts';
import { UTC_RULES } from '../../src/domain/time-zone/zone-rules.ts';

const READS = {
  messages: ['threads', 'events', 'find', 'steps', 'requests'],
  contacts: ['contacts', 'contact'],
  drafts: ['draft'],
} as const;

/** Counts what is asked of the store from now on. */
function countReads(store: MemoryHandsetStore): () => Readonly<Record<string, number>> {
  let counts: Record<string, number> = {};
  for (const [port, methods] of Object.entries(READS)) {
    const target = store[port as keyof typeof READS] as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const method of methods) {
      const real = target[method]!.bind(target);
      target[method] = (...args) => {
        counts[method] = (counts[method] ?? 0) + 1;
        return real(...args);
      };
    }
  }
  return () => {
    const taken = counts;
    counts = {};
    return taken;
  };
}

/** The real handset under the screen's own behaviour. */
describe('the store is read once for what happened, and only what it touched', () => {
  let world: HandsetWorld;
  let session: UiSession;
  let reads: () => Readonly<Record<string, number>>;
  const inputMethod = new MeantInput();

  const give = (input: InputEvent): void => {
    inputMethod.give(session, input);
  };
  const press = (...commands: readonly Extract<InputEvent, { kind: 'command' }>['command'][]): void => {
    for (const command of commands) give({ kind: 'command', command, repeated: false });
  };
  /** All frames that follow have been drawn. */
  const rest = (): Promise<void> => world.clock.run(200);

  beforeEach(async () => {
    world = await HandsetWorld.registered();
    const { handset, store, clock } = world;
    store.contacts.saveContact({ address: BOB, name: 'Bob', favourite: false });
    const strings = createStrings(english);
    const times = createTimeWords(strings, UTC_RULES);
    session = new UiSession({
      handset,
      clock,
      light: new SwitchedLight(),
      times,
      present: createPresenter({ handset, strings, times, hasSoftKeys: true }),
      draw: () => undefined,
      overflow: () => ({ abovePx: 0, belowPx: 0 }),
      caretBeside: () => null,
      seen: () => rowsInSight(session.model),
      emoji: [],
      symbols: [],
      keyOf: () => '',
      lockAfterMs: null,
      inputMethod,
    });
    world.link.deliver(world.text('hello'));
    await rest();
    press('back', 'enter', 'enter');
    await rest();
    reads = countReads(store);
  });

  it('a typed character reads nothing, and neither does the minute', async () => {
    give({ kind: 'text', text: 'a' });
    await world.clock.run(120_000);
    press('backspace');
    expect(reads()).toEqual({});
  });

  it('Enter reads the thread once, and so does each answer about the message', async () => {
    give({ kind: 'text', text: 'On my way' });
    press('enter');
    expect(reads()).toEqual({ events: 1 });
    await rest();
    expect(reads()).toEqual({ events: 1 });
  });

  it('a message that arrives in its open thread reads the thread once', async () => {
    world.link.deliver(world.text('here'));
    await rest();
    expect(reads()).toEqual({ events: 1 });
    await world.clock.run(SEEN_AFTER_MS);
    expect(world.handset.state().unread).toBe(0);
  });

  it("another peer's message reads what its notification says, and not the open thread", async () => {
    world.link.deliver(world.text('news', { from: CAROL }));
    await rest();
    expect(reads()).toEqual({ contact: 1, find: 1 });
    await world.clock.run(5_000);
    expect(reads()).toEqual({});
  });

  it('the way to the relay is no reason to read, but the line that its absence leaves is', async () => {
    world.link.lose();
    await rest();
    expect(reads()).toEqual({ events: 1 });
    world.link.lose('server-fault');
    await rest();
    expect(reads()).toEqual({});
    world.link.register();
    await rest();
    expect(reads()).toEqual({ events: 1 });
  });

  it('a focus that moves in History reads nothing', async () => {
    world.link.deliver(world.text('from a stranger', { from: CAROL }));
    await rest();
    press('back');
    reads();
    press('down', 'up', 'down');
    expect(reads()).toEqual({});
  });

  it('details read their message when it changed, not at every key', async () => {
    give({ kind: 'text', text: 'x' });
    press('enter', 'up', 'right');
    reads();
    press('down', 'down', 'up');
    expect(reads()).toEqual({});
    await rest();
    expect(reads()).toEqual({ find: 1, steps: 1 });
  });
});
