import { expect, it } from 'vitest';
import { metricsFor } from '../../../src/ui/style/metrics.ts';

it('puts the same thing at the same place, as the design says', () => {
  const metrics = metricsFor({ widthPx: 240, heightPx: 320, textSize: 'normal', hasSoftKeys: true });
  expect(metrics).toMatchObject({
    statusBar: 20,
    header: 32,
    headerTwoLines: 44,
    row: 44,
    rowOneLine: 34,
    softKeys: 22,
  });
  expect(metrics.bubbleMax).toBeLessThanOrEqual((240 * 3) / 4);
});

it('leaves out the soft keys on a board that has none', () => {
  expect(metricsFor({ widthPx: 320, heightPx: 240, textSize: 'normal', hasSoftKeys: false }).softKeys).toBe(0);
});

it('gives every line of large text the room that it needs', () => {
  for (const textSize of ['normal', 'large'] as const) {
    const metrics = metricsFor({ widthPx: 320, heightPx: 240, textSize, hasSoftKeys: true });
    expect(metrics.row).toBeGreaterThanOrEqual(metrics.body.line + metrics.meta.line);
    expect(metrics.statusBar).toBeGreaterThanOrEqual(metrics.meta.line);
    expect(metrics.softKeys).toBeGreaterThan(metrics.meta.line);
  }
});
