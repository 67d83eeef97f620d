import { beforeEach, describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import type { KeyEvent } from '../../../src/domain/keys/key-events.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { epochMs, monotonicMs, type EpochMs, type MonotonicMs } from '../../../src/domain/time.ts';
import { KeyReader } from '../../../src/handset/keys/key-reader.ts';
import type { Clock, Timer } from '../../../src/ports/system/clock.ts';
import type { KeySample, Keypad } from '../../../src/ports/device/keypad.ts';
import type { Command } from '../../../src/domain/input/input-event.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { WrittenField } from '../../support/written-field.ts';

const { keyMap, debounceMs } = simulator.keypad;

/** Hands samples over when the test says so, which may be later than they were taken. */
class TestKeypad implements Keypad {
  closed = false;
  #listener: ((sample: KeySample) => void) | null = null;

  start(listener: (sample: KeySample) => void): void {
    this.#listener = listener;
  }

  isAlive(): boolean {
    return !this.closed;
  }

  close(): void {
    this.closed = true;
    this.#listener = null;
  }

  tell(atMs: number, keys: readonly KeyName[]): void {
    const closed = keys.map((key) => keyMap.keys.indexOf(key)).sort((one, other) => one - other);
    this.#listener?.({ atMs: monotonicMs(atMs), closed });
  }
}

/** A clock whose time passes without anything being run, as while a process is busy. */
class LoopClock implements Clock {
  #nowMs = 0;
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = [];

  wallMs(): EpochMs {
    return epochMs(this.#nowMs);
  }

  monotonicMs(): MonotonicMs {
    return monotonicMs(this.#nowMs);
  }

  startTimer(delayMs: number, callback: () => void): Timer {
    const timer = { dueMs: this.#nowMs + delayMs, callback };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  pass(durationMs: number): void {
    this.#nowMs += durationMs;
  }

  /** One phase of the loop: timers that are due now; those that they start wait for the next. */
  runTimers(): void {
    for (const timer of this.#timers.filter(({ dueMs }) => dueMs <= this.#nowMs)) {
      if (!this.#timers.includes(timer)) continue;
      this.#timers = this.#timers.filter((other) => other !== timer);
      timer.callback();
    }
  }
}

describe('the key reader', () => {
  let clock: VirtualClock;
  let keypad: TestKeypad;
  let reader: KeyReader;
  let events: KeyEvent[];
  let field: WrittenField;
  let stuck: (readonly KeyName[])[];

  beforeEach(() => {
    clock = new VirtualClock();
    keypad = new TestKeypad();
    reader = new KeyReader({ keypad, clock, keyMap, debounceMs });
    events = [];
    stuck = [];
    field = new WrittenField(keyMap);
    reader.start({ key, stuckKeysChanged: (keys) => stuck.push(keys) });
  });

  const key = (event: KeyEvent): void => {
    events.push(event);
    field.handle(event);
  };
  const commands = (): readonly Command[] => field.commands;
  const hold = (keys: readonly KeyName[], durationMs: number): void => {
    keypad.tell(clock.monotonicMs(), keys);
    clock.advance(durationMs);
  };

  it('hands a key on as soon as it has been unchanged for 5 ms', () => {
    hold(['Back'], 4.9);
    expect(commands()).toEqual([]);
    clock.advance(0.1);
    expect(commands()).toEqual(['back']);
  });

  it('sets no timer while no key is down, and none again once all are up', () => {
    expect(clock.pendingTimers).toBe(0);
    hold(['A'], 60);
    expect(clock.pendingTimers).toBe(1);
    hold([], 60);
    expect(clock.pendingTimers).toBe(0);
    const before = clock.startedTimers;
    clock.advance(3_600_000);
    expect(clock.startedTimers).toBe(before);
  });

  it('makes repeats and long presses by the clock', () => {
    hold(['Up'], 1000);
    expect(commands().length).toBeGreaterThan(8);
    hold([], 20);
    hold(['Enter'], 505);
    expect(commands().at(-1)).toBe('enter-long');
  });

  it('does not take a short press for a long one because the process was busy while the key came up', () => {
    const loop = new LoopClock();
    const late = new KeyReader({ keypad, clock: loop, keyMap, debounceMs });
    late.start({ key, stuckKeysChanged: () => undefined });
    keypad.tell(0, ['Enter']);
    loop.pass(5);
    loop.runTimers();
    // Busy for 2 s, in which the key came up. As in Node's loop, timers run before anything is read.
    loop.pass(2000);
    loop.runTimers();
    keypad.tell(100, []);
    loop.runTimers();
    loop.pass(10);
    loop.runTimers();
    expect(commands()).toEqual(['enter']);
  });

  it('reports a long press although every turn of the event loop is slow', () => {
    const loop = new LoopClock();
    const slow = new KeyReader({ keypad, clock: loop, keyMap, debounceMs });
    slow.start({ key, stuckKeysChanged: () => undefined });
    keypad.tell(0, ['Enter']);
    for (let turn = 0; turn < 30; turn += 1) {
      loop.pass(30);
      loop.runTimers();
    }
    expect(commands()).toEqual(['enter-long']);
  });

  it('names stuck keys, and tells when they are free again', () => {
    hold(['Down'], 30_010);
    expect(stuck).toEqual([['Down']]);
    hold([], 20);
    expect(stuck).toEqual([['Down'], []]);
  });

  it('hands nothing on after close, and lets go of keypad and clock', () => {
    hold(['A'], 2);
    reader.close();
    clock.advance(100);
    expect(events).toEqual([]);
    expect(keypad.closed).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('can be started only once', () => {
    expect(() => {
      reader.start({ key: () => undefined, stuckKeysChanged: () => undefined });
    }).toThrow('started before');
  });
});
