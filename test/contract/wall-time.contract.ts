import { afterEach, describe, expect, it } from 'vitest';
import type { WallTime } from '../../src/ports/system/wall-time.ts';

export interface WallTimeRig {
  readonly wallTime: WallTime;
  /** Resolves when the port must have heard of it. */
  make(isSure: boolean): void | Promise<void>;
  dispose?(): void;
}

/** @param open a clock that nobody believes yet. */
export function describeWallTime(adapter: string, open: () => WallTimeRig): void {
  describe(`${adapter} keeps the contract of WallTime:`, () => {
    let rig: WallTimeRig;
    afterEach(() => {
      rig.wallTime.close();
      rig.dispose?.();
    });

    it('tells of each change, with the new word in force', async () => {
      rig = open();
      const heard: boolean[] = [];
      rig.wallTime.onChange(() => heard.push(rig.wallTime.isSure));
      expect(rig.wallTime.isSure).toBe(false);
      await rig.make(true);
      await rig.make(false);
      expect(heard).toEqual([true, false]);
    });

    it('calls nobody who has left', async () => {
      rig = open();
      const heard: boolean[] = [];
      rig.wallTime.onChange(() => heard.push(true))();
      await rig.make(true);
      expect(heard).toEqual([]);
    });

    it('may be closed twice', () => {
      rig = open();
      rig.wallTime.close();
      rig.wallTime.close();
    });
  });
}
