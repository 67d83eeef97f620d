import { describe, expect, it } from 'vitest';
import { success } from '../../../../../src/domain/result.ts';
import type { LineUse } from '../../../../../src/hardware/gpio/gpio-line.ts';
import { gpioMatrix } from '../../../../../src/hardware/drivers/keypad/gpio/gpio-matrix.ts';
import { GpioMatrixKeypad } from '../../../../../src/hardware/drivers/keypad/gpio/gpio-matrix-keypad.ts';
import { LineMatrix } from '../../../../../src/hardware/drivers/keypad/gpio/key-matrix.ts';
import { LineLog } from '../../../../../src/main/machine/log/line-log.ts';
import { describeKeypad } from '../../../../contract/keypad.contract.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { CopperMatrix } from '../../../gpio/copper-matrix.ts';
import { CHIP_GONE } from '../../../gpio/copper-line.ts';
import { TWO_CHIPS } from '../../../gpio/two-chips.ts';
import { openedParts } from '../../opened-parts.ts';

function keypad() {
  const matrix = new CopperMatrix(3, 4);
  const clock = new VirtualClock();
  const lines: string[] = [];
  const log = new LineLog('test', (line) => lines.push(line));
  const pad = new GpioMatrixKeypad({ matrix: new LineMatrix(matrix.rows, matrix.columns), clock, log });
  const seen: (readonly number[])[] = [];
  return { matrix, clock, pad, seen, lines };
}

describeKeypad('gpio-matrix by onoff', () => {
  const { matrix, clock, pad } = keypad();
  const before = new Set<number>();
  return {
    keypad: pad,
    setClosed: (contacts) => {
      for (const contact of new Set([...before, ...contacts])) matrix.set(contact, contacts.includes(contact));
      before.clear();
      for (const contact of contacts) before.add(contact);
      // The matrix is read every 5 ms while contacts change.
      clock.advance(5);
    },
  };
});

describe('a key matrix on lines by onoff', () => {
  it('tells each contact by row and column, closing and opening', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(6, true);
    clock.advance(10);
    matrix.set(9, true);
    clock.advance(10);
    matrix.set(6, false);
    clock.advance(10);
    matrix.set(9, false);
    clock.advance(100);
    expect(seen).toEqual([[6], [6, 9], [9], []]);
  });

  it('reads nothing while no key is held', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(0, true);
    clock.advance(50);
    matrix.set(0, false);
    clock.advance(100);
    const reads = matrix.reads;
    clock.advance(60_000);
    expect(matrix.reads).toBe(reads);
    matrix.set(11, true);
    expect(seen.at(-1)).toEqual([11]);
  });

  it('sees a key that was held before it started', () => {
    const { matrix, pad, seen } = keypad();
    matrix.set(5, true);
    pad.start(({ closed }) => seen.push(closed));
    expect(seen).toEqual([[5]]);
  });

  it('passes bounce on as it is', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    for (const closed of [true, false, true, false, true]) {
      matrix.set(3, closed);
      clock.advance(5);
    }
    expect(seen).toEqual([[3], [], [3], [], [3]]);
  });

  it('releases all its lines once, and is silent after', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(3, true);
    pad.close();
    pad.close();
    matrix.set(3, false);
    clock.advance(100);
    expect(seen).toEqual([[3]]);
    expect(matrix.released).toBe(7);
  });

  it('sees a key that closes after the last scan and before all rows are driven again', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(2, true);
    // The last row is driven beside the others: the scan is over, and the edge is not seen.
    matrix.rows.at(-1)!.onWrite = () => {
      if (matrix.allRowsDriven) matrix.setUnseen(7, true);
    };
    clock.advance(100);
    expect(seen).toEqual([[2], [2, 7]]);
  });

  it('whose chip goes away lets its keys go, is told once, and is heard again when the chip is back', () => {
    const { matrix, clock, pad, seen, lines } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(6, true);
    clock.advance(10);
    matrix.fail(CHIP_GONE);
    clock.advance(60_000);
    expect(seen).toEqual([[6], []]);
    expect(lines).toEqual([
      'test: error board.part-failed part=keypad errno=ENODEV path=/sys/class/gpio/gpio520/value',
    ]);
    matrix.fail(null);
    clock.advance(1_000);
    expect(seen).toEqual([[6], [], [6]]);
    expect(lines.slice(1)).toEqual(['test: info board.part-works-again part=keypad']);
  });

  it('whose chip is gone while it waits for an edge goes on as well', () => {
    const { matrix, clock, pad, seen, lines } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.fail(CHIP_GONE);
    matrix.set(1, true);
    clock.advance(5_000);
    expect(lines).toHaveLength(1);
    matrix.fail(null);
    clock.advance(1_000);
    expect(seen).toEqual([[1]]);
  });

  it('whose chip is gone at the start is no throw, and needs no more than a wake-up a second', () => {
    const { matrix, clock, pad, lines } = keypad();
    matrix.fail(CHIP_GONE);
    pad.start(() => undefined);
    clock.advance(10_000);
    expect(lines).toHaveLength(1);
    expect(clock.startedTimers).toBe(11);
    pad.close();
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a held key', () => {
  it('is scanned every 20 ms once nothing changes, and another one in its column is seen then', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(2, true);
    clock.advance(100);
    const { startedTimers } = clock;
    clock.advance(200);
    expect(clock.startedTimers - startedTimers).toBe(10);
    matrix.setUnseen(6, true);
    clock.advance(20);
    matrix.setUnseen(2, false);
    clock.advance(20);
    expect(seen).toEqual([[2], [2, 6], [6]]);
  });

  it('makes edges when it is scanned, which cost a look at the columns and no scan', () => {
    const { matrix, clock, pad } = keypad();
    pad.start(() => undefined);
    matrix.set(2, true);
    clock.advance(100);
    const writes = matrix.rows[0]!.written.length;
    for (let edge = 0; edge < 10; edge += 1) matrix.columns[2]!.edge();
    expect(matrix.rows[0]!.written).toHaveLength(writes);
  });

  it('is told at once when it is let go, and another one when it comes', () => {
    const { matrix, clock, pad, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    matrix.set(2, true);
    clock.advance(100);
    matrix.set(3, true);
    expect(seen.at(-1)).toEqual([2, 3]);
    clock.advance(100);
    matrix.set(2, false);
    expect(seen.at(-1)).toEqual([3]);
  });
});

it('a key matrix by onoff is opened by its chip: rows driven, columns read, in the order of the board’s data', async () => {
  const matrix = new CopperMatrix(2, 3);
  const asked: [number, LineUse][] = [];
  const inOrder = [...matrix.rows, ...matrix.columns];
  const pad = await gpioMatrix.open(
    { access: 'onoff', chipLabel: 'keypad', activeLow: false, rowLines: [9, 8], columnLines: [0, 1, 2] },
    openedParts({
      files: TWO_CHIPS,
      loadOpenLine: () =>
        Promise.resolve((number, use) => {
          asked.push([number, use]);
          return success(inOrder[asked.length - 1]!);
        }),
    }),
  );
  if (!pad.ok) throw new Error(pad.error.code);
  const seen: (readonly number[])[] = [];
  pad.value.start(({ closed }) => seen.push(closed));
  matrix.set(4, true);
  expect(seen).toEqual([[4]]);
  expect(asked).toEqual([
    [529, 'row'],
    [528, 'row'],
    [520, 'in'],
    [521, 'in'],
    [522, 'in'],
  ]);
});
