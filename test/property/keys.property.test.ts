import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulator } from '../../board/simulator/board.ts';
import { simulator12Key } from '../../board/simulator-12key/board.ts';
import type { InputEvent } from '../../src/domain/input/input-event.ts';
import { HeldKeys, type KeyEvent } from '../../src/domain/keys/key-events.ts';
import type { KeyMap, KeyName } from '../../src/domain/keys/key-map.ts';
import { KeyMatrix } from '../../src/domain/keys/key-matrix.ts';
import { ContactDebouncer } from '../../src/domain/keys/debounce.ts';
import { KeyPipeline } from '../../src/domain/keys/key-pipeline.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { readMatrix } from '../../src/simulator/hand/matrix-current.ts';
import { SeededRandom } from '../../src/simulator/hand/seeded-random.ts';
import { WrittenField } from '../support/written-field.ts';

const DEBOUNCE_MS = 5;
const REPEATING: ReadonlySet<KeyName> = new Set(['Backspace', '#', 'Up', 'Down', 'Left', 'Right']);

interface Edge {
  readonly atMs: number;
  readonly contact: number;
  readonly closed: boolean;
}

/** One switch movement that bounces for up to `bounceMs`, every two flips less than the debounce time apart. */
function bouncing(random: SeededRandom, edge: Edge, bounceMs: number): Edge[] {
  const edges = [edge];
  let atMs = edge.atMs;
  for (;;) {
    const open = atMs + random.between(0.05, DEBOUNCE_MS - 0.05);
    const close = open + random.between(0.05, DEBOUNCE_MS - 0.05);
    if (close > edge.atMs + bounceMs) return edges;
    edges.push({ ...edge, atMs: open, closed: !edge.closed }, { ...edge, atMs: close });
    atMs = close;
  }
}

/** What the settled keypad reports for these raw edges: the debouncer and the matrix alone. */
function reported(keyMap: KeyMap, edges: readonly Edge[]): string[] {
  const debouncer = new ContactDebouncer(DEBOUNCE_MS);
  const matrix = new KeyMatrix(keyMap);
  const closed = new Set<number>();
  const log: string[] = [];
  const settleUntil = (untilMs: number): void => {
    for (let wake = debouncer.nextWakeMs; wake !== null && wake <= untilMs; wake = debouncer.nextWakeMs) {
      if (!debouncer.settle(wake)) continue;
      const { pressed, released } = matrix.read(debouncer.closed);
      log.push(...released.map((contact) => `up ${contact}`), ...pressed.map((contact) => `down ${contact}`));
    }
  };
  for (const edge of [...edges].sort((one, other) => one.atMs - other.atMs)) {
    settleUntil(edge.atMs);
    if (edge.closed) closed.add(edge.contact);
    else closed.delete(edge.contact);
    debouncer.read(readMatrix(keyMap, closed), monotonicMs(edge.atMs));
  }
  settleUntil(Infinity);
  return log;
}

describe('with switches that bounce for up to 20 ms at each edge,', () => {
  it('10,000 presses give 10,000 key events: none extra, none lost, each with its release', () => {
    const { keyMap } = simulator.keypad;
    const random = new SeededRandom(20261123);
    const keyed = keyMap.keys.flatMap((key, contact) => (key === null ? [] : [contact]));
    const edges: Edge[] = [];
    const expected: string[] = [];
    let atMs = 0;
    for (let press = 0; press < 10_000; press++) {
      const contact = keyed[Math.floor(random.between(0, keyed.length))]!;
      // Down for 30 ms at least, 60 ms from press to press at least, beside the time that it bounces.
      const downMs = atMs + 20 + random.between(30, 200);
      edges.push(...bouncing(random, { atMs, contact, closed: true }, 20));
      edges.push(...bouncing(random, { atMs: downMs, contact, closed: false }, 20));
      expected.push(`down ${contact}`, `up ${contact}`);
      atMs = downMs + 20 + random.between(30, 100);
    }
    expect(reported(keyMap, edges)).toEqual(expected);
  });

  it('keys that overlap never gain nor lose one when diodes sit at the keys', () => {
    const keyMap = { ...simulator12Key.keypad.keyMap, diodes: true };
    const presses = fc.array(fc.record({ gapMs: fc.nat(80), holdMs: fc.integer({ min: 55, max: 200 }) }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.integer(), presses, (seed, list) => {
        const random = new SeededRandom(seed);
        let atMs = 0;
        const edges = list.flatMap(({ gapMs, holdMs }, contact) => {
          atMs += gapMs;
          const down = bouncing(random, { atMs, contact, closed: true }, 20);
          return [...down, ...bouncing(random, { atMs: atMs + holdMs, contact, closed: false }, 20)];
        });
        const log = reported(keyMap, edges);
        expect(log).toHaveLength(list.length * 2);
        for (const contact of list.keys()) {
          const own = log.filter((line) => line.endsWith(` ${contact}`));
          expect(own).toEqual([`down ${contact}`, `up ${contact}`]);
        }
      }),
    );
  });
});

describe('for any chaos of levels', () => {
  const { keyMap } = simulator.keypad;
  const samples = fc.array(
    fc.record({
      // Now and then so long that keys count as stuck.
      waitMs: fc.oneof(
        { weight: 15, arbitrary: fc.double({ min: 0, max: 700, noNaN: true }) },
        { weight: 1, arbitrary: fc.double({ min: 29_000, max: 31_000, noNaN: true }) },
      ),
      closed: fc.uniqueArray(fc.nat(64), { maxLength: 8 }),
    }),
    { maxLength: 40 },
  );

  it('no key comes up that did not go down, none goes down twice, and all come up in the end', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.nat(64), { maxLength: 12 })), (readings) => {
        const matrix = new KeyMatrix(keyMap);
        const down = new Set<number>();
        for (const reading of [...readings, []]) {
          const { pressed, released } = matrix.read(new Set(reading));
          for (const contact of released) expect(down.delete(contact)).toBe(true);
          for (const contact of pressed) expect(down.size < down.add(contact).size).toBe(true);
        }
        expect(down.size).toBe(0);
      }),
    );
  });

  it('the order in which contacts are scanned changes nothing', () => {
    fc.assert(
      fc.property(samples, fc.integer(), (list, seed) => {
        const random = new SeededRandom(seed);
        const shuffled = list.map(({ waitMs, closed }) => ({
          waitMs,
          closed: closed
            .map((contact) => ({ contact, place: random.fraction() }))
            .sort((one, other) => one.place - other.place)
            .map(({ contact }) => contact),
        }));
        expect(played(keyMap, shuffled)).toEqual(played(keyMap, list));
      }),
    );
  });

  const times = fc.double({ min: 0.1, max: 400, noNaN: true });

  it('how often the time is told changes nothing where no key repeats', () => {
    const keys = keyMap.keys.map((key) => (key !== null && REPEATING.has(key) ? null : key));
    const withoutRepeats = { ...keyMap, keys };
    fc.assert(
      fc.property(samples, times, (list, tickMs) => {
        expect(played(withoutRepeats, list, tickMs)).toEqual(played(withoutRepeats, list));
      }),
    );
  });

  it('how often the time is told changes no command but the number of repeats', () => {
    // The letter case is left out: a capital follows from the text, and the text from how much a held Backspace took away.
    const commands = ({ keys, inputs }: Played) => ({
      keys: keys.filter(({ kind }) => kind !== 'repeat'),
      commands: inputs.filter((input) => input.kind === 'command' && !input.repeated),
    });
    fc.assert(
      fc.property(samples, times, (list, tickMs) => {
        expect(commands(played(keyMap, list, tickMs))).toEqual(commands(played(keyMap, list)));
      }),
    );
  });

  it('with all contacts open it soon wants no wake-up any more', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const pipeline = new KeyPipeline(keyMap, DEBOUNCE_MS);
        let atMs = 0;
        for (const { waitMs, closed } of list) pipeline.sample({ atMs: monotonicMs((atMs += waitMs)), closed });
        pipeline.sample({ atMs: monotonicMs(atMs), closed: [] });
        pipeline.tick(monotonicMs(atMs + DEBOUNCE_MS));
        expect(pipeline.nextWakeMs).toBeNull();
      }),
    );
  });
});

interface Played {
  readonly keys: readonly KeyEvent[];
  readonly inputs: readonly InputEvent[];
}

/** The keys of these samples and what they mean in a field; the time is told between them every `tickMs`, or not at all. */
function played(
  keyMap: KeyMap,
  list: readonly { readonly waitMs: number; readonly closed: readonly number[] }[],
  tickMs = Infinity,
): Played {
  const field = new WrittenField(keyMap);
  const pipeline = new KeyPipeline(keyMap, DEBOUNCE_MS);
  const keys: KeyEvent[] = [];
  let atMs = 0;
  for (const { waitMs, closed } of [...list, { waitMs: 100, closed: [] }, { waitMs: 100, closed: [] }]) {
    for (let between = atMs + tickMs; between < atMs + waitMs; between += tickMs) {
      keys.push(...pipeline.tick(monotonicMs(between)));
    }
    keys.push(...pipeline.sample({ atMs: monotonicMs((atMs += waitMs)), closed }));
  }
  for (const key of keys) field.handle(key);
  return { keys, inputs: field.events };
}

it('any time told to held keys gives at most one repeat and one long press for each', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 1 }), (waits) => {
      const held = new HeldKeys();
      held.press(0, 'Backspace', monotonicMs(0));
      let atMs = 0;
      const kinds: string[] = [];
      for (const waitMs of waits) {
        const now = held.advance(monotonicMs((atMs += waitMs))).map((event) => event.kind);
        expect(now.filter((kind) => kind === 'repeat').length).toBeLessThanOrEqual(1);
        kinds.push(...now);
      }
      expect(kinds.filter((kind) => kind === 'long')).toHaveLength(atMs >= 500 ? 1 : 0);
      expect(kinds.filter((kind) => kind === 'stuck')).toHaveLength(atMs >= 30_000 ? 1 : 0);
    }),
  );
});
