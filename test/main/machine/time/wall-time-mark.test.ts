import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WallTimeMark } from '../../../../src/main/machine/time/wall-time-mark.ts';
import { describeWallTime } from '../../../contract/wall-time.contract.ts';
import { MemoryWallTime } from '../../../support/memory-wall-time.ts';

describeWallTime('the mark of the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wall-time-'));
  const file = join(folder, 'unsure');
  writeFileSync(file, '');
  const wallTime = new WallTimeMark(folder);
  return {
    wallTime,
    make: async (isSure) => {
      if (isSure) rmSync(file);
      else writeFileSync(file, '');
      // The kernel's word for it comes a moment later.
      await vi.waitFor(() => {
        expect(wallTime.isSure).toBe(isSure);
      });
    },
    dispose: () => {
      rmSync(folder, { recursive: true });
    },
  };
});

describeWallTime('the clock of tests', () => {
  const wallTime = new MemoryWallTime(false);
  return {
    wallTime,
    make: (isSure) => {
      wallTime.isSure = isSure;
    },
  };
});

describe('a machine that leaves no mark', () => {
  let mark: WallTimeMark | null = null;
  afterEach(() => {
    mark?.close();
  });

  it('is believed', () => {
    mark = new WallTimeMark('/nowhere/at/all');
    expect(mark.isSure).toBe(true);
  });
});
