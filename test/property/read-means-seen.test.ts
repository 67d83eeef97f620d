import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
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
  | { readonly kind: 'receive'; readonly count: number; readonly length: number; readonly apartMs: number }
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
      // Within one frame, in the next, or each by itself.
      apartMs: fc.constantFrom(0, 10, 40),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'unlock' as const }) },
);

let bench: UiBench | null = null;
function shut(): void {
  vi.restoreAllMocks();
  bench?.close();
  bench = null;
}
afterEach(shut);

function receive(handset: MemoryHandset, number: number, length: number): void {
  const peer = number % 4 === 3 ? amira : bruno;
  // Whom the owner has blocked meanwhile is not heard.
  if (handset.blocked().includes(peer)) return;
  handset.receive(peer, `No ${number}. ${WORDS.repeat(11).slice(0, length)}`.trim());
}

function play(opened: UiBench, step: Act, number: number): number {
  switch (step.kind) {
    case 'press':
      opened.press(step.command);
      return 0;
    case 'unlock':
      opened.press(...UNLOCK);
      return 0;
    case 'receive':
      for (let index = 0; index < step.count; index += 1) {
        receive(opened.handset, number + index, step.length);
        opened.clock.advance(step.apartMs);
      }
      opened.clock.advance(50);
      return step.count;
  }
}

/** Every text that was on the screen, from now on, when its pixels were. */
function drawnTexts({ display, ui }: UiBench): ReadonlySet<string> {
  const drawn = new Set(ui.visibleText());
  const refreshNow = display.refreshNow.bind(display);
  vi.spyOn(display, 'refreshNow').mockImplementation(() => {
    refreshNow();
    for (const text of ui.visibleText()) drawn.add(text);
  });
  return drawn;
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
        shut();
        bench = openBench({ shape }, (handset) => {
          handset.addContact('bruno', 'Bruno Ferri');
          for (let number = 0; number < 31; number += 1) receive(handset, number, 30);
        });
        const { ui } = bench;
        const shown = drawnTexts(bench);
        let number = 31;
        for (const step of acts) {
          const before = readTexts(bench.handset).length;
          number += play(bench, step, number);
          const texts = ui.visibleText();
          const read = readTexts(bench.handset);
          expect(read.filter((text) => !shown.has(text))).toEqual([]);
          if (texts.some((text) => /^(Menu, then|Now|Locked)/.test(text))) expect(read.length).toBe(before);
        }
        shut();
      }),
      { numRuns: 25 },
    );
  });
});
