import { describe, expect, it } from 'vitest';
import { COST_TIMEOUT_MS, costOfFourfold, LINEAR } from './cost-growth.ts';

let sink = 0;

function spend(steps: number): void {
  for (let step = 0; step < steps; step += 1) sink = (sink * 31 + step) | 0;
}

describe('the growth of a cost', { timeout: COST_TIMEOUT_MS }, () => {
  it.each([10, 10_000, 1_000_000])('is that of linear work of %i steps', (steps) => {
    expect(
      costOfFourfold((size) => {
        spend(size);
      }, steps),
    ).toBeLessThan(LINEAR);
  });

  it.each([4, 100, 1_000])('is more than that where it goes with the square of %i', (steps) => {
    expect(
      costOfFourfold((size) => {
        spend(size * size);
      }, steps),
    ).toBeGreaterThan(LINEAR);
  });
});
