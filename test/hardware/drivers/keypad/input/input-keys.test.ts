import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputKeys } from '../../../../../src/hardware/drivers/keypad/input/input-keys.ts';
import { bytesOf, heldBits, key, SYN_DROPPED, SYN_REPORT, type KernelEvent } from './kernel-events.ts';

const CODES = [30, 48, 46];
const at = (stampMs: number, ...events: readonly Omit<KernelEvent, 'stampMs'>[]) =>
  events.map((event) => ({ ...event, stampMs }));
const nobody = () => {
  throw new Error('nothing was lost');
};

describe('keys of an input device', () => {
  it('are contacts in the order of their codes, each change with its age', () => {
    const keys = new InputKeys(CODES);
    const events = [...at(1_000, key(48, 1), SYN_REPORT), ...at(1_060.5, key(30, 1), key(48, 0), SYN_REPORT)];
    expect(keys.read(bytesOf(events), 1_100, nobody)).toEqual([
      { closed: [1], ageMs: 100 },
      { closed: [0, 1], ageMs: 39.5 },
      { closed: [0], ageMs: 39.5 },
    ]);
  });

  it('say nothing of the kernel’s own repeat, of other keys and of other kinds of events', () => {
    const keys = new InputKeys(CODES);
    const other = [key(30, 2), key(99, 1), { type: 4, code: 4, value: 458_756 }, { type: 17, code: 0, value: 1 }];
    expect(keys.read(bytesOf(at(5, ...other, SYN_REPORT)), 5, nobody)).toEqual([]);
  });

  it('after lost events are what the device says now', () => {
    const keys = new InputKeys(CODES);
    keys.read(bytesOf(at(5, key(30, 1), SYN_REPORT)), 5, nobody);
    const events = [...at(10, SYN_DROPPED, key(30, 0), key(46, 1), SYN_REPORT), ...at(30, key(46, 0), SYN_REPORT)];
    expect(keys.read(bytesOf(events), 20, () => heldBits([48, 46]))).toEqual([
      { closed: [1, 2], ageMs: 0 },
      { closed: [1], ageMs: 0 },
    ]);
  });

  it('are not changed any more by events that are older than what the device said', () => {
    const keys = new InputKeys(CODES);
    const answer = keys.read(bytesOf(at(10, SYN_DROPPED, SYN_REPORT)), 50, () => heldBits([]));
    expect(answer).toEqual([{ closed: [], ageMs: 0 }]);
    expect(keys.read(bytesOf(at(40, key(30, 1), SYN_REPORT)), 51, nobody)).toEqual([]);
    expect(keys.read(bytesOf(at(60, key(30, 1), SYN_REPORT)), 61, nobody)).toEqual([{ closed: [0], ageMs: 1 }]);
  });

  it('stay as they were when the device does not answer', () => {
    const keys = new InputKeys(CODES);
    expect(keys.read(bytesOf(at(10, SYN_DROPPED, SYN_REPORT)), 10, () => null)).toEqual([]);
  });

  it('come out of any bytes ascending, each once, and cost what their number costs', () => {
    const anyEvent = fc.record({
      type: fc.oneof(fc.constantFrom(0, 1), fc.nat(65_535)),
      code: fc.oneof(fc.constantFrom(0, 3, ...CODES), fc.nat(65_535)),
      value: fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      stampMs: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 64 }), fc.nat(23), (events, rest) => {
        const bytes = bytesOf(events);
        const told = new InputKeys(CODES).read(new Uint8Array([...bytes, ...new Uint8Array(rest)]), 500_000, () =>
          heldBits([30]),
        );
        expect(told.length).toBeLessThanOrEqual(events.length);
        for (const { closed, ageMs } of told) {
          expect(closed).toEqual([...new Set(closed)].sort((one, other) => one - other));
          expect(closed.every((contact) => contact < CODES.length)).toBe(true);
          expect(ageMs).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
