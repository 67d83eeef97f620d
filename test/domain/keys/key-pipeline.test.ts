import { describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import type { KeyEvent } from '../../../src/domain/keys/key-events.ts';
import { KeyPipeline } from '../../../src/domain/keys/key-pipeline.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { TypedKeys } from '../../support/typed-keys.ts';
import { WrittenField } from '../../support/written-field.ts';

const { keyMap } = simulator.keypad;
const handset = () => new TypedKeys(keyMap);

function written(events: readonly KeyEvent[]): string {
  const field = new WrittenField(keyMap);
  for (const event of events) field.handle(event);
  return field.text;
}

describe('Enter', () => {
  it('comes when the key is released, and only once', () => {
    const keys = handset().down('Enter').wait(100);
    expect(keys.commands).toEqual([]);
    keys.up('Enter').wait(5);
    expect(keys.commands).toEqual(['enter']);
    expect(keys.wait(1000).commands).toEqual(['enter']);
  });

  it('becomes a long one after 500 ms while it is still held, never repeats, and its release brings nothing', () => {
    const keys = handset().down('Enter').wait(504);
    expect(keys.commands).toEqual([]);
    keys.wait(1);
    expect(keys.commands).toEqual(['enter-long']);
    expect(keys.wait(5000).up('Enter').wait(100).commands).toEqual(['enter-long']);
  });

  it('comes before a letter that is pressed while it is still down', () => {
    const keys = handset().press(['H', 'I']).down('Enter').wait(20).down('Q').wait(20).up('Enter').up('Q').wait(20);
    expect(keys.events.map((event) => (event.kind === 'command' ? event.command : event.text))).toEqual([
      'H',
      'i',
      'enter',
      'Q',
    ]);
  });

  it('comes ten times when it is pressed ten times fast', () => {
    expect(
      handset().press(
        Array.from({ length: 10 }, () => 'Enter' as const),
        20,
      ).commands,
    ).toEqual(Array.from({ length: 10 }, () => 'enter'));
  });
});

describe('a held key', () => {
  it('repeats 15 times a second after 400 ms when it moves the cursor', () => {
    const keys = handset().down('Left').wait(5);
    for (let ms = 0; ms < 1410; ms += 10) keys.wait(10);
    const repeated = keys.events.filter((event) => event.kind === 'command' && event.repeated);
    expect(repeated).toHaveLength(16);
    expect(keys.up('Left').wait(1000).commands).toHaveLength(17);
  });

  it('deletes characters, the word at 500 ms, and the text at 2 s', () => {
    const keys = handset().down('Backspace').wait(5);
    for (let ms = 0; ms < 2100; ms += 5) keys.wait(5);
    const long = keys.events.filter((event) => event.kind === 'command' && event.command === 'backspace-long');
    expect(long.map((event) => event.kind === 'command' && event.repeated)).toEqual([false, true]);
    expect(keys.commands.slice(0, 4)).toEqual(['backspace', 'backspace', 'backspace', 'backspace-long']);
  });

  it('types a letter once however long it is held', () => {
    expect(handset().down('A').wait(3000).up('A').wait(50).text).toBe('A');
  });

  it('repeats once, not in a burst, for all that a busy process missed', () => {
    const keys = handset().down('Backspace').wait(5).wait(1800);
    expect(keys.commands).toEqual(['backspace', 'backspace-long', 'backspace']);
  });

  it('tells a busy process what it missed in the order in which it fell due', () => {
    const keys = handset().down('Down').wait(29_800).down('Enter').wait(1000);
    expect(keys.keyEvents.slice(-2)).toMatchObject([
      { kind: 'stuck', key: 'Down' },
      { kind: 'long', key: 'Enter' },
    ]);
    expect(keys.commands.at(-1)).toBe('enter-long');
  });

  it('is named as stuck after 30 s and stops repeating, while other keys work, and is freed by its release', () => {
    const keys = handset().down('Down').wait(5);
    for (let ms = 0; ms < 30_000; ms += 50) keys.wait(50);
    expect(keys.keyEvents.filter(({ kind }) => kind === 'stuck')).toMatchObject([{ key: 'Down' }]);
    const before = keys.commands.length;
    expect(keys.wait(10_000).commands).toHaveLength(before);
    expect(keys.press(['Q']).text).toBe('Q');
    keys.up('Down').wait(10);
    expect(keys.keyEvents.at(-1)).toMatchObject({ kind: 'up', key: 'Down' });
  });
});

describe('time', () => {
  it('asks for no wake-up while no key is down', () => {
    const keys = handset();
    expect(keys.pipeline.nextWakeMs).toBeNull();
    keys.press(['H', 'Enter', 'Shift', 'Left']);
    expect(keys.pipeline.nextWakeMs).toBeNull();
  });

  it('asks to be woken for what is due first: a level that settles, or a key that becomes a long press', () => {
    // A level settles after 5 ms, and a key is long 500 ms after that.
    expect(handset().down('Enter').wait(10).down('Q').pipeline.nextWakeMs).toBe(15);
    expect(handset().down('Enter').wait(502).down('Q').pipeline.nextWakeMs).toBe(505);
  });

  it('counts a release at the time when it happened although it arrives late', () => {
    const pipeline = new KeyPipeline(keyMap, 5);
    const enter = keyMap.keys.indexOf('Enter');
    pipeline.sample({ atMs: monotonicMs(0), closed: [enter] });
    pipeline.tick(monotonicMs(5));
    pipeline.sample({ atMs: monotonicMs(100), closed: [] });
    expect(pipeline.tick(monotonicMs(900))).toEqual([{ kind: 'up', key: 'Enter', atMs: 105 }]);
  });

  it('keeps order and length of presses that arrive long after they happened', () => {
    const keys = ['Shift', 'A', 'T'] as const;
    const [shift, a, t] = keys.map((key) => keyMap.keys.indexOf(key));
    const trace = [
      [0, [shift!]],
      [5, [a!, shift!]],
      [30, [shift!]],
      [36, []],
      [42, [t!]],
      [67, []],
    ] as const;
    const events = (tellMs: number): KeyEvent[] => {
      const pipeline = new KeyPipeline(keyMap, 5);
      const told = trace.flatMap(([atMs, closed]) => [
        ...pipeline.tick(monotonicMs(atMs + tellMs)),
        ...pipeline.sample({ atMs: monotonicMs(atMs), closed: [...closed].sort((one, other) => one - other) }),
      ]);
      return [...told, ...pipeline.tick(monotonicMs(400))];
    };
    expect(written(events(0))).toBe('At');
    for (const lateMs of [4, 50, 300]) expect(events(lateMs)).toEqual(events(0));
  });

  it('keeps the order of two keys whose samples arrive after a later step', () => {
    const [b, shift, a] = (['B', 'Shift', 'A'] as const).map((key) => keyMap.keys.indexOf(key));
    const pipeline = new KeyPipeline(keyMap, 5);
    const events: KeyEvent[] = [];
    const tell = (atMs: number, closed: readonly number[]) => {
      events.push(...pipeline.sample({ atMs: monotonicMs(atMs), closed }));
    };
    tell(0, [b!]);
    tell(30, []);
    // The release of B is taken at 35; what was pressed before is told only now.
    events.push(...pipeline.tick(monotonicMs(60)));
    tell(30.5, [shift!]);
    tell(31, [a!, shift!]);
    events.push(...pipeline.tick(monotonicMs(60)));
    const field = new WrittenField(keyMap);
    for (const event of events) field.handle(event);
    expect(field.text).toBe('BA');
    // Shift is still down.
    expect(field.mode).toBe('Abc');
  });

  it('refuses a contact that the keypad does not have', () => {
    const pipeline = new KeyPipeline(keyMap, 5);
    expect(() => pipeline.sample({ atMs: monotonicMs(0), closed: [65] })).toThrow('contact 65');
    expect(() => pipeline.sample({ atMs: monotonicMs(0), closed: [-1] })).toThrow(RangeError);
    expect(() => pipeline.sample({ atMs: monotonicMs(0), closed: [1.5] })).toThrow(RangeError);
  });
});
