import { describe, expect, it } from 'vitest';
import { columnsFor } from '../../../src/simulator/page/columns.ts';

const qwerty = { usualPx: 432, leastPx: 378 };
const twelveKeys = { usualPx: 364, leastPx: 298 };
const room = (windowPx: number, scrollBarPx = 0) => ({ windowPx, freePx: windowPx - scrollBarPx, gapPx: 12 });

describe('the columns of the handsets', () => {
  it('are as many as fit', () => {
    expect(columnsFor([qwerty, qwerty], room(876))).toBe(2);
    expect(columnsFor([qwerty, qwerty], room(875))).toBe(1);
    expect(columnsFor([qwerty, qwerty, qwerty], room(884))).toBe(2);
    expect(columnsFor([qwerty, twelveKeys], room(808))).toBe(2);
  });

  it('are the same with and without a scroll bar', () => {
    expect(columnsFor([qwerty, qwerty], room(884, 17))).toBe(2);
  });

  it('are fewer when a screen cannot become narrower', () => {
    const enlarged = { usualPx: 485, leastPx: 485 };
    expect(columnsFor([enlarged, enlarged], room(990, 17))).toBe(1);
  });

  it('are one in the narrowest window, and without a handset', () => {
    expect(columnsFor([qwerty, qwerty], room(100))).toBe(1);
    expect(columnsFor([], room(900))).toBe(1);
  });
});
