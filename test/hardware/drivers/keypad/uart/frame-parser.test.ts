import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from '../../../../../src/hardware/drivers/keypad/uart/crc16.ts';
import { UartFrameParser, type UartFrame } from '../../../../../src/hardware/drivers/keypad/uart/frame-parser.ts';
import { frame, joined } from './frames.ts';

const anyState = fc.record({
  closed: fc.uniqueArray(fc.nat(41), { maxLength: 8 }).map((list) => list.sort((one, other) => one - other)),
  clockMs: fc.nat(16_383),
});
const noise = fc.uint8Array({ maxLength: 200 });
const states = (frames: readonly UartFrame[]) => frames.filter(({ kind }) => kind === 'state');

describe('the frames of a UART keypad', () => {
  it('have the checksum that everybody knows', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x29b1);
  });

  it('are read as they are written in the documentation', () => {
    const bytes = [0x81, 0x03, 0x34, 0x12, 0x22, 0x00, 0x00, 0x00];
    const check = crc16(new Uint8Array(bytes.slice(0, 5)));
    bytes.splice(5, 3, check >> 14, (check >> 7) & 0x7f, check & 0x7f);
    expect(new UartFrameParser().read(new Uint8Array(bytes))).toEqual([
      { kind: 'state', clockMs: 0x12 * 128 + 0x34, closed: [1, 5] },
    ]);
  });

  it('are read whole, whatever the pieces in which they come', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 10 }), fc.array(fc.nat(40), { maxLength: 30 }), (sent, sizes) => {
        const bytes = joined(...sent.map(({ closed, clockMs }) => frame(closed, { clockMs })));
        const parser = new UartFrameParser();
        const read: UartFrame[] = [];
        let from = 0;
        for (const size of [...sizes, bytes.length]) {
          read.push(...parser.read(bytes.subarray(from, from + size)));
          from += size;
        }
        expect(read).toEqual(sent.map((state) => ({ kind: 'state', ...state })));
      }),
    );
  });

  it('are found again at once after any noise: a frame that follows a whole one is never lost', () => {
    fc.assert(
      fc.property(noise, anyState, anyState, (before, first, second) => {
        const bytes = joined(before, frame(first.closed, first), frame(second.closed, second));
        expect(states(new UartFrameParser().read(bytes)).at(-1)).toEqual({ kind: 'state', ...second });
      }),
    );
  });

  it('with one wrong, missing or added byte are told as broken and never as another state', () => {
    fc.assert(
      fc.property(
        anyState,
        fc.nat(12),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom(0, 1, 2),
        (state, at, flip, how) => {
          const bytes = [...frame(state.closed, state)];
          if (how === 0) bytes[at]! ^= flip;
          if (how === 1) bytes.splice(at, 1);
          if (how === 2) bytes.splice(at, 0, flip);
          const next = frame([7], { clockMs: 99 });
          const read = states(new UartFrameParser().read(joined(new Uint8Array(bytes), next)));
          for (const each of read)
            expect([
              { kind: 'state', ...state },
              { kind: 'state', clockMs: 99, closed: [7] },
            ]).toContainEqual(each);
          expect(read.at(-1)).toEqual({ kind: 'state', clockMs: 99, closed: [7] });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of another version are known by it, however long they are', () => {
    const read = new UartFrameParser().read(joined(frame([1], { version: 2, stateBytes: 30 }), frame([1])));
    expect(read.map(({ kind }) => kind)).toEqual(['other-version', 'state']);
    expect(read[0]).toMatchObject({ version: 2 });
  });

  it('come out of any bytes no oftener than frames fit into them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        const read = new UartFrameParser().read(bytes);
        expect(read.length).toBeLessThanOrEqual(bytes.length);
        expect(states(read).length).toBeLessThanOrEqual(bytes.length / 8);
      }),
    );
  });

  it('cost as much time as they are long: a megabyte of starts is read in a moment', () => {
    const starts = new Uint8Array(1_000_000).fill(0x81);
    const beforeMs = performance.now();
    new UartFrameParser().read(starts);
    expect(performance.now() - beforeMs).toBeLessThan(2_000);
  });
});
