import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import { simulator12Key } from '../../../board/simulator-12key/board.ts';
import type { KeyEvent } from '../../../src/domain/keys/key-events.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { KeyPipeline } from '../../../src/domain/keys/key-pipeline.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { bounce } from '../../../src/simulator/hand/contact-bounce.ts';
import { KeySwitches } from '../../../src/simulator/hand/key-switches.ts';
import type { ContactLevels } from '../../../src/simulator/wire/protocol.ts';
import { SeededRandom } from '../../../src/simulator/hand/seeded-random.ts';
import type { Field } from '../../../src/simulator/hand/field-on-screen.ts';
import { playStrokes, strokesFor } from '../../../src/simulator/hand/strokes.ts';
import type { Board } from '../../../src/ports/device/board.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { WrittenField } from '../../support/written-field.ts';

/** Switches wired to the handset's own pipeline. */
function wired(board: Board = simulator, seed = 1) {
  const clock = new VirtualClock();
  const pipeline = new KeyPipeline(board.keypad.keyMap, board.keypad.debounceMs);
  const field = new WrittenField(board.keypad.keyMap);
  const tell = (events: readonly KeyEvent[]): void => {
    for (const event of events) field.handle(event);
  };
  const levels: ContactLevels[] = [];
  const switches = new KeySwitches({
    keyMap: board.keypad.keyMap,
    clock,
    systemNowMs: () => clock.monotonicMs(),
    random: new SeededRandom(seed),
    deliver: (batch) => {
      levels.push(...batch);
      for (const { atMs, closed } of batch) tell(pipeline.sample({ atMs: monotonicMs(atMs), closed }));
    },
  });
  const text = () => {
    tell(pipeline.tick(clock.monotonicMs()));
    return field.text;
  };
  return { clock, switches, levels, text };
}

describe('a bouncing switch', () => {
  it('ends where it should within 5 ms, flips quicker than any debounce, and differs by seed only', () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, closed) => {
        const edges = bounce(new SeededRandom(seed), 7, closed, 100);
        expect(edges[0]).toEqual({ atMs: 100, contact: 7, closed });
        expect(edges.at(-1)?.closed).toBe(closed);
        expect(edges.at(-1)!.atMs).toBeLessThan(105);
        edges.slice(1).forEach((edge, at) => {
          expect(edge.closed).not.toBe(edges[at]!.closed);
          expect(edge.atMs - edges[at]!.atMs).toBeLessThan(1);
        });
        expect(bounce(new SeededRandom(seed), 7, closed, 100)).toEqual(edges);
      }),
    );
  });

  it('really bounces more often than not', () => {
    const random = new SeededRandom(5);
    const bounced = Array.from({ length: 100 }, () => bounce(random, 0, true, 0).length).filter((flips) => flips > 1);
    expect(bounced.length).toBeGreaterThan(50);
  });
});

describe('keys pressed in the simulator', () => {
  it('reach the pipeline as levels that bounce, and come out as one key each', () => {
    const { switches, clock, levels, text } = wired();
    for (const key of ['H', 'I'] as const) {
      switches.press(key);
      clock.advance(60);
      switches.release(key);
      clock.advance(60);
    }
    expect(levels.length).toBeGreaterThan(4);
    expect(text()).toBe('Hi');
  });

  it('never type a ghost: three corners of a rectangle give two letters', () => {
    const { switches, clock, levels, text } = wired();
    for (const key of ['Q', 'W', 'A'] as const) {
      switches.press(key);
      clock.advance(50);
    }
    expect(levels.at(-1)?.closed).toHaveLength(4);
    expect(text()).toBe('Qw');
  });

  it('played all within one millisecond come out in order, as slowly as a finger', () => {
    const { switches, clock, text } = wired();
    for (const key of Array.from('QWERTYASDFGHZXC') as KeyName[]) {
      switches.press(key);
      switches.release(key);
    }
    expect(text()).toBe('');
    clock.advance(2000);
    expect(text()).toBe('Qwertyasdfghzxc');
  });

  it('keep their order when a chord comes faster than a finger is', () => {
    const { switches, clock, text } = wired();
    switches.press('A');
    switches.release('A');
    switches.press('Shift');
    switches.press('B');
    switches.release('B');
    switches.release('Shift');
    switches.press('C');
    switches.release('C');
    clock.advance(500);
    expect(text()).toBe('ABc');
  });

  it('are shown as pressed while their contact is closed', () => {
    const { switches, clock } = wired();
    switches.press('E');
    clock.advance(10);
    expect(switches.pressed).toEqual(['E']);
    switches.release('E');
    clock.advance(50);
    expect(switches.pressed).toEqual([]);
  });

  it('are let go when the power goes: nothing more comes', () => {
    const { switches, clock, levels } = wired();
    switches.press('E');
    clock.advance(10);
    switches.release('E');
    const before = levels.length;
    switches.letGo();
    clock.advance(1000);
    expect(levels).toHaveLength(before);
    expect(switches.pressed).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('pressed twice without a release in between is one press, released without a press none', () => {
    const { switches, clock, text } = wired();
    switches.release('A');
    switches.press('A');
    switches.press('A');
    clock.advance(100);
    switches.release('A');
    switches.release('A');
    clock.advance(100);
    expect(text()).toBe('A');
  });

  it('of another board are refused by name', () => {
    expect(() => wired(simulator12Key).switches.press('Q')).toThrow('no key Q');
  });
});

describe('a text typed by strokes', () => {
  const typed = (board: Board, text: string, seed: number) => {
    const rig = wired(board, seed);
    const strokes = strokesFor(board.keypad.keyMap, text);
    if (!strokes.ok) return strokes.error;
    const endMs = playStrokes(rig.switches, strokes.value);
    rig.clock.advance(endMs - rig.clock.monotonicMs() + 50);
    return rig.text();
  };

  it('comes out as it was meant, letters, capitals, digits and signs', () => {
    expect(typed(simulator, 'Meet Bob at 18:00 (gate 7)!', 3)).toBe('Meet Bob at 18:00 (gate 7)!');
    expect(typed(simulator12Key, 'Hello, gate 18', 3)).toBe('Hello, gate 18');
  });

  it('comes out the same however the switches bounce', () => {
    fc.assert(
      fc.property(fc.integer(), fc.stringMatching(/^[A-Z][a-z]{0,5}( [a-z0-9@#+]{1,6}){0,3}$/), (seed, text) => {
        expect(typed(simulator, text, seed)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('has the letter case that was meant on twelve keys, and digits', () => {
    for (const text of ['Twelve Keys Bob 12', 'A aB ABC', 'Room 12 For Bob. Ok? Yes', 'Abba cab 22a']) {
      expect(typed(simulator12Key, text, 3)).toBe(text);
    }
  });

  it('begins on twelve keys in the letter case that the field has', () => {
    const { keyMap } = simulator12Key.keypad;
    const keys = (field: Field) => strokesFor(keyMap, 'bA', field);
    const shown = (field: Field) => {
      const strokes = keys(field);
      return strokes.ok ? strokes.value.map(({ key }) => key).join('') : strokes.error;
    };
    expect(shown({ letterCase: 'abc', textBefore: 'x' })).toBe('22*2');
    expect(shown({ letterCase: '123', textBefore: '1' })).toBe('*22*2');
    expect(shown({ letterCase: 'ABC', textBefore: 'X' })).toBe('222');
  });

  it('names the character that no key types', () => {
    expect(typed(simulator, 'aß', 1)).toBe('"ß" (U+00DF) is on no key of this keypad');
    expect(typed(simulator, 'a🇮🇹', 1)).toBe('"🇮🇹" (U+1F1EE U+1F1F9) is on no key of this keypad');
    expect(typed(simulator, '☂', 1)).toContain('U+2602');
  });
});
