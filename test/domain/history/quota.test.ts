import { describe, expect, it } from 'vitest';
import { isAdmitted, isShortForStrangers, isWithin, withMore } from '../../../src/domain/history/quota.ts';

const MIB = 1_024 * 1_024;
const room = (freeMib: number, totalMib: number) => ({ freeBytes: freeMib * MIB, totalBytes: totalMib * MIB });
const little = { messages: 3, bytes: 300 };
const much = { messages: 70, bytes: 70 * 4_000 };

describe('a quota', () => {
  it('is kept in rows and in bytes', () => {
    const quota = { messages: 2, bytes: 100 };
    expect(isWithin(withMore({ messages: 1, bytes: 60 }, 40), quota)).toBe(true);
    expect(isWithin(withMore({ messages: 1, bytes: 60 }, 41), quota)).toBe(false);
    expect(isWithin(withMore({ messages: 2, bytes: 0 }, 1), quota)).toBe(false);
  });
});

describe('what is left of a medium', () => {
  it('is not for strangers below a quarter, and below 64 MiB of a large one', () => {
    expect([17, 15].map((free) => isShortForStrangers(room(free, 64)))).toEqual([false, true]);
    expect([65, 63].map((free) => isShortForStrangers(room(free, 8_192)))).toEqual([false, true]);
    expect(isShortForStrangers({ freeBytes: Infinity, totalBytes: Infinity })).toBe(false);
  });

  it('is for every known peer above an eighth', () => {
    expect(isAdmitted(false, much, room(9, 64))).toBe(true);
  });

  it('is for known peers who have little above a sixteenth', () => {
    expect([little, much].map((usage) => isAdmitted(false, usage, room(7, 64)))).toEqual([true, false]);
    expect(isAdmitted(false, little, room(3, 64))).toBe(false);
  });

  it('is for favourites to the last byte', () => {
    expect(isAdmitted(true, much, room(0, 64))).toBe(true);
  });
});
