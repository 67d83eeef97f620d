import { randomInt } from 'node:crypto';
import { writeSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import * as api from '../../native/src/index.ts';
import { Obj } from '../../native/src/index.ts';
import type { CallWatchdog } from './call-watchdog.ts';

export const fuzzRuns = Number(process.env['FUZZ_RUNS'] ?? 150);

// The same walk in every run, so that a failure is a change of ours; FUZZ_SEED=random explores, FUZZ_SEED=… plays one
// again. Written before anything is tried and past all buffers: a native crash leaves no other trace.
const wanted = process.env['FUZZ_SEED'] ?? '20261123';
export const fuzzSeed = wanted === 'random' ? randomInt(2 ** 31) : Number(wanted);
writeSync(2, `fuzz: FUZZ_SEED=${String(fuzzSeed)} FUZZ_RUNS=${String(fuzzRuns)}\n`);

/** Every widget that can be created. */
export const classes = Object.values(api).filter(
  (each): each is typeof Obj =>
    typeof each === 'function' && each.prototype instanceof Obj && Object.hasOwn(each, 'create'),
);

/**
 * Values of every kind, most of them wrong for where they land. Sizes are kept to what a screen could ask for: memory
 * is not what is tried here.
 */
export const anyValue = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(0, 1, -1, 255, 256, 4095, NaN, 1.5, 2 ** 31, -(2 ** 31), 2 ** 40),
  fc.boolean(),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(null, undefined, '#ff0000', '', 'a\nb', '\u0000', [], [1, 2], { x: 1, y: 2 }),
);

const codes = new Set(['LVGL_CLOSED', 'LVGL_ARGUMENT', 'LVGL_BUSY', 'LVGL_DELETED', 'LVGL_ASSERTION']);

function isOurs(error: unknown): boolean {
  // Several listeners threw during one call.
  if (error instanceof AggregateError) return error.errors.every(isOurs);
  const { code, name } = error as { code?: string; name: string };
  return code === undefined ? ['TypeError', 'RangeError'].includes(name) : codes.has(code);
}

/** Calls, and accepts a result or one of our errors; anything else (or a dead process) fails the test. */
export function attempt(watchdog: CallWatchdog, words: string, values: readonly unknown[], run: () => unknown): void {
  try {
    watchdog.run(`${words}(${values.map(String).join(', ')}), FUZZ_SEED=${String(fuzzSeed)}`, run);
  } catch (error) {
    expect(isOurs(error), String(error)).toBe(true);
  }
}
