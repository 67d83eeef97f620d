import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isOfPeer } from '../../src/domain/history/event.ts';
import type { Command } from '../../src/domain/input/input-event.ts';
import { peerAddress, type MemoryHandset } from '../ui/support/memory-handset.ts';
import { openBench, type Shape, type UiBench } from '../ui/support/ui-bench.ts';

const bruno = peerAddress('bruno');
const amira = peerAddress('amira');
const WORDS = 'the keys are with the porter at the south gate and the second one is in the drawer ';

const UNLOCK = ['menu', 'left', 'right', 'enter'] as const satisfies readonly Command[];

type Act =
  | { readonly kind: 'press'; readonly command: Command }
  | { readonly kind: 'receive'; readonly count: number; readonly length: number }
  | { readonly kind: 'unlock' };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom<Command>('up', 'up', 'down', 'down', 'down', 'enter', 'back', 'emoji', 'menu', 'lock')
      .map((command) => ({ kind: 'press' as const, command })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      count: fc.integer({ min: 1, max: 12 }),
      length: fc.constantFrom(0, 30, 160, 900),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'unlock' as const }) },
);

let bench: UiBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

function receive(handset: MemoryHandset, number: number, length: number): void {
  const peer = number % 4 === 3 ? amira : bruno;
  // Whom the owner has blocked meanwhile is not heard.
  if (handset.blocked().includes(peer)) return;
  handset.receive(peer, `No ${number}. ${WORDS.repeat(11).slice(0, length)}`.trim());
}

/** @param look is called whenever something was drawn. */
function play(opened: UiBench, step: Act, number: number, look: () => void): number {
  switch (step.kind) {
    case 'press':
      opened.press(step.command);
      return 0;
    case 'unlock':
      for (const command of UNLOCK) {
        opened.press(command);
        look();
      }
      return 0;
    case 'receive':
      for (let index = 0; index < step.count; index += 1) {
        receive(opened.handset, number + index, step.length);
        look();
      }
      opened.clock.advance(50);
      return step.count;
  }
}

/** The texts that are read, as far as the store knows. */
function readTexts(handset: MemoryHandset): readonly string[] {
  return [bruno, amira].flatMap((peer) =>
    handset
      .events(peer, { beforeSequence: null, limit: 1_000 })
      .filter(isOfPeer)
      .flatMap((event) => (event.unread ? [] : [event.message.body])),
  );
}

describe.each<Shape>(['landscape', 'portrait'])('whatever is pressed and whatever comes (%s)', (shape) => {
  it('only what stood on the screen is read, and nothing while the keypad is locked', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40, size: 'max' }), (acts) => {
        // Of a run that failed: the next, shorter one needs the screen.
        bench?.close();
        bench = openBench({ shape }, (handset) => {
          handset.addContact('bruno', 'Bruno Ferri');
          for (let number = 0; number < 31; number += 1) receive(handset, number, 30);
        });
        const { ui } = bench;
        const shown = new Set<string>();
        const look = (): void => {
          for (const text of ui.visibleText()) shown.add(text);
        };
        let number = 31;
        for (const step of acts) {
          const before = readTexts(bench.handset).length;
          number += play(bench, step, number, look);
          look();
          const texts = ui.visibleText();
          const read = readTexts(bench.handset);
          expect(read.filter((text) => !shown.has(text))).toEqual([]);
          if (texts.some((text) => /^(Menu, then|Now|Locked)/.test(text))) expect(read.length).toBe(before);
        }
        bench.close();
        bench = null;
      }),
      { numRuns: 25 },
    );
  });
});
