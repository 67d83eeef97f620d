import { afterEach, describe, expect, it } from 'vitest';
import type { BatteryReading } from '../../src/domain/power/battery.ts';
import type { Power } from '../../src/ports/device/power.ts';

/** A board's battery in somebody's hands. */
export interface PowerRig {
  readonly power: Power;
  /** Null takes the battery out. Resolves when the port must have heard of it. */
  make(reading: { readonly percent: number; readonly isPlugged: boolean } | null): void | Promise<void>;
  dispose?(): void;
}

/** @param open a rig whose battery has 80 % and no charger. */
export function describePower(adapter: string, open: () => PowerRig | Promise<PowerRig>): void {
  describe(`${adapter} keeps the contract of Power:`, () => {
    let rig: PowerRig;
    afterEach(() => {
      rig.power.close();
      rig.dispose?.();
    });

    function heard(): (BatteryReading | null)[] {
      const readings: (BatteryReading | null)[] = [];
      rig.power.onChange(() => readings.push(rig.power.reading));
      return readings;
    }

    it('tells the charge at once, and calls nobody for it', async () => {
      rig = await open();
      const readings = heard();
      expect(rig.power.reading).toEqual({ percent: 80, isPlugged: false });
      expect(readings).toEqual([]);
    });

    it('tells of each change, with the new reading in force', async () => {
      rig = await open();
      const readings = heard();
      await rig.make({ percent: 79, isPlugged: false });
      await rig.make({ percent: 79, isPlugged: true });
      expect(readings).toEqual([
        { percent: 79, isPlugged: false },
        { percent: 79, isPlugged: true },
      ]);
    });

    it('is silent while nothing changes', async () => {
      rig = await open();
      const readings = heard();
      await rig.make({ percent: 80, isPlugged: false });
      expect(readings).toEqual([]);
    });

    it('tells of a battery that is taken out and put back', async () => {
      rig = await open();
      const readings = heard();
      await rig.make(null);
      await rig.make({ percent: 12, isPlugged: false });
      expect(readings).toEqual([null, { percent: 12, isPlugged: false }]);
    });

    it('calls nobody who has left, and nobody after close, which may come twice', async () => {
      rig = await open();
      const readings: unknown[] = [];
      rig.power.onChange(() => readings.push(1))();
      rig.power.onChange(() => readings.push(2));
      rig.power.close();
      rig.power.close();
      await rig.make({ percent: 3, isPlugged: false });
      expect(readings).toEqual([]);
    });
  });
}
