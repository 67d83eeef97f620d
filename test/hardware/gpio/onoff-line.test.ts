import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openOnoffLine } from '../../../src/hardware/gpio/onoff-line.ts';
import type { Level } from '../../../src/hardware/gpio/gpio-line.ts';

interface FakeGpio {
  readonly asked: readonly unknown[];
  settings: { direction: string; activeLow: boolean };
  level: Level;
  error: Error | null;
  unexports: number;
  watchers: ((error: Error | null, level: Level) => void)[];
  poll(): void;
}

const kernel = vi.hoisted(() => ({ opened: [] as unknown[], refusal: null as Error | null, keepsDirection: '' }));

// As onoff: the callback of epoll reads the level unguarded, and settings that an exported line refuses are let pass.
vi.mock('onoff', () => ({
  Gpio: class {
    asked: unknown[];
    settings: { direction: string; activeLow: boolean };
    level = 0;
    error: Error | null = null;
    unexports = 0;
    watchers: ((error: Error | null, level: number) => void)[] = [];

    constructor(number: number, direction: string, edge: string, options: { activeLow: boolean }) {
      if (kernel.refusal !== null) throw kernel.refusal;
      this.asked = [number, direction, edge, options];
      const told = direction === 'in' ? 'in' : 'out';
      this.settings = { direction: kernel.keepsDirection || told, activeLow: options.activeLow };
      this.readSync();
      kernel.opened.push(this);
    }
    readSync(): number {
      if (this.error) throw this.error;
      return this.level;
    }
    writeSync(level: number): void {
      if (this.error) throw this.error;
      this.level = level;
    }
    watch(callback: (error: Error | null, level: number) => void): void {
      this.watchers.push(callback);
    }
    unwatchAll(): void {
      this.watchers = [];
    }
    unexport(): void {
      this.unexports += 1;
      if (this.error) throw this.error;
    }
    direction(): string {
      return this.settings.direction;
    }
    setDirection(direction: string): void {
      if (this.error) throw this.error;
      this.settings.direction = direction;
    }
    activeLow(): boolean {
      return this.settings.activeLow;
    }
    poll(): void {
      const level = this.readSync();
      for (const watcher of [...this.watchers]) watcher(null, level);
    }
  },
}));

const ENODEV = Object.assign(new Error('no such device'), { code: 'ENODEV', errno: -19, path: '/sys/x' });

function open(use: 'in' | 'out' | 'row', activeLow = false) {
  const line = openOnoffLine(520, use, activeLow);
  if (!line.ok) throw new Error(line.error.errno);
  return { line: line.value, gpio: kernel.opened.at(-1) as FakeGpio };
}

beforeEach(() => {
  kernel.opened = [];
  kernel.refusal = null;
  kernel.keepsDirection = '';
});

describe('a line by onoff', () => {
  it('is an input with both edges, or an output that rests inactive', () => {
    expect(open('in').gpio.asked).toEqual([520, 'in', 'both', { activeLow: false }]);
    expect(open('out').gpio.asked).toEqual([520, 'low', 'none', { activeLow: false }]);
    expect(open('out', true).gpio.asked).toEqual([520, 'high', 'none', { activeLow: true }]);
  });

  it.each([
    [false, 'high'],
    [true, 'low'],
  ])('that is a row is driven only while it is active, and an input otherwise; active low: %s', (activeLow, driven) => {
    const { line, gpio } = open('row', activeLow);
    expect(gpio.asked).toEqual([520, 'in', 'none', { activeLow }]);
    line.write(1);
    expect(gpio.settings.direction).toBe(driven);
    line.write(0);
    expect(gpio.settings.direction).toBe('in');
    gpio.error = ENODEV;
    expect(line.write(1)).toEqual({ ok: false, error: { errno: 'ENODEV', path: '/sys/x' } });
  });

  it('that the kernel refuses gives the name of the kernel’s error', () => {
    kernel.refusal = Object.assign(new Error('busy'), { code: 'EBUSY', errno: -16, path: '/sys/class/gpio/export' });
    expect(openOnoffLine(520, 'in', false)).toEqual({
      ok: false,
      error: { errno: 'EBUSY', path: '/sys/class/gpio/export' },
    });
  });

  it('that somebody else exported and that keeps its direction is refused and given back', () => {
    kernel.keepsDirection = 'in';
    expect(openOnoffLine(520, 'out', false)).toMatchObject({ ok: false, error: { errno: 'EPERM' } });
    expect((kernel.opened[0] as FakeGpio).unexports).toBe(1);
  });

  it('tells each edge’s level', () => {
    const { line, gpio } = open('in');
    const seen: unknown[] = [];
    line.watch((level) => seen.push(level));
    gpio.level = 1;
    gpio.poll();
    expect(seen).toEqual([{ ok: true, value: 1 }]);
  });

  it('that dies throws nothing into the event loop: it tells once, and can be watched again', () => {
    const { line, gpio } = open('in');
    const seen: unknown[] = [];
    line.watch((level) => seen.push(level));
    gpio.error = ENODEV;
    gpio.poll();
    gpio.poll();
    const gone = { ok: false, error: { errno: 'ENODEV', path: '/sys/x' } };
    expect(seen).toEqual([gone]);
    expect([line.read(), line.write(1)]).toEqual([gone, gone]);
    gpio.error = null;
    line.watch((level) => seen.push(level));
    gpio.poll();
    expect(seen).toEqual([gone, { ok: true, value: 0 }]);
  });

  it('has one listener: the next takes the place of the one before', () => {
    const { line, gpio } = open('in');
    const seen: string[] = [];
    line.watch(() => seen.push('first'));
    line.watch(() => seen.push('second'));
    gpio.poll();
    expect(seen).toEqual(['second']);
  });

  it('tells the words of a refusal without a name', () => {
    kernel.refusal = new Error('Operation not permitted');
    expect(openOnoffLine(520, 'in', false)).toEqual({
      ok: false,
      error: { errno: 'Operation not permitted', path: '/sys/class/gpio/gpio520' },
    });
  });

  it('is given back once, even when it is gone', () => {
    const { line, gpio } = open('out');
    gpio.error = ENODEV;
    line.release();
    line.release();
    expect(gpio.unexports).toBe(1);
  });
});
