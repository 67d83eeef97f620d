import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledPattern, type AlertFacts } from '../../../../src/domain/alert/alert.ts';
import type { LedColour, LedPattern } from '../../../../src/domain/alert/signals.ts';
import { coloursByLamp } from '../../../../src/hardware/drivers/led/lamp-colours.ts';
import { LedClassLed } from '../../../../src/hardware/drivers/led/led-class-led.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { LampKernel } from '../../kernel/lamp-kernel.ts';

const COLOURS: readonly LedColour[] = ['green', 'amber', 'red', 'blue'];
const UNREAD: AlertFacts = {
  unread: 1,
  missedCalls: 0,
  requests: 0,
  lastFate: null,
  otherDevice: false,
  unreachable: false,
  storeFailing: false,
};

/** Every way to wire up to four lamps: each colour has a lamp or none, lamps may have several colours. At least one lamp. */
const everyBoard = COLOURS.reduce<Partial<Record<LedColour, string>>[]>(
  (boards, colour) =>
    boards.flatMap((board) => [board, ...['a', 'b', 'c', 'd'].map((lamp) => ({ ...board, [colour]: lamp }))]),
  [{}],
).filter((board) => Object.keys(board).length > 0);

const facts: fc.Arbitrary<AlertFacts> = fc.record({
  unread: fc.nat(2),
  missedCalls: fc.nat(1),
  requests: fc.nat({ max: 3 }),
  lastFate: fc.constantFrom(null, 'sending', 'waiting', 'enqueued', 'delivered', 'read', 'failed'),
  otherDevice: fc.boolean(),
  unreachable: fc.boolean(),
  storeFailing: fc.boolean(),
});

/** Which lamps are lit at each step of a pattern, on lamps of the LED class. */
function litAtEachStep(names: Partial<Record<LedColour, string>>, pattern: LedPattern): readonly (readonly string[])[] {
  const lamps = [...new Set(Object.values(names))];
  const files = new LampKernel(Object.fromEntries(lamps.map((lamp) => [lamp, 255])));
  const log = new LineLog('test', (line) => {
    throw new Error(line);
  });
  new LedClassLed({ names, files, clock: new VirtualClock(), log }).show(pattern);
  return pattern.steps.map((_step, index) =>
    lamps.filter((lamp) => {
      const levels = files.seen(lamp);
      return (levels[index] ?? levels[0])!.level > 0;
    }),
  );
}

describe('on every board with any lamp', () => {
  it('there are 624 ways to wire four colours to up to four lamps', () => {
    expect(everyBoard).toHaveLength(624);
  });

  it('each lit step of each pattern lights exactly one lamp, that of its colour where there is one, and dark steps none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyBoard), facts, (names, told) => {
        const pattern = ledPattern(told);
        litAtEachStep(names, pattern).forEach((lit, index) => {
          const { colour } = pattern.steps[index]!;
          if (colour === 'off') expect(lit).toEqual([]);
          else if (names[colour] !== undefined) expect(lit).toEqual([names[colour]]);
          else expect(lit).toHaveLength(1);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('an unread message is seen', () => {
    for (const names of everyBoard) expect(litAtEachStep(names, ledPattern(UNREAD))[0]).toHaveLength(1);
  });

  it('every colour has exactly one lamp', () => {
    for (const names of everyBoard) {
      const shown = [...coloursByLamp(names).values()].flat();
      expect([...shown].sort()).toEqual([...COLOURS].sort());
    }
  });
});

describe('a colour that the board does not have', () => {
  it('is shown by the nearest: a message is green where there is green and red', () => {
    expect([...coloursByLamp({ green: 'g', red: 'r' })]).toEqual([
      ['g', ['blue', 'green', 'amber']],
      ['r', ['red']],
    ]);
  });

  it('takes no colour from a lamp that has two', () => {
    expect([...coloursByLamp({ green: 'a', blue: 'a', red: 'b' })]).toEqual([
      ['a', ['blue', 'green', 'amber']],
      ['b', ['red']],
    ]);
  });
});
