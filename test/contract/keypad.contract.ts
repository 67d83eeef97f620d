import { afterEach, describe, expect, it } from 'vitest';
import type { KeySample, Keypad } from '../../src/ports/device/keypad.ts';

/** A keypad with fingers. */
export interface KeypadRig {
  readonly keypad: Keypad;
  /** Makes exactly these contacts closed, and lets the adapter see it. */
  setClosed(contacts: readonly number[]): void | Promise<void>;
  dispose?(): void;
}

export function describeKeypad(adapter: string, open: () => KeypadRig | Promise<KeypadRig>): void {
  describe(`${adapter} keeps the contract of Keypad:`, () => {
    let rig: KeypadRig;
    const start = (): KeySample[] => {
      const samples: KeySample[] = [];
      rig.keypad.start((sample) => samples.push(sample));
      return samples;
    };
    afterEach(() => {
      rig.keypad.close();
      rig.dispose?.();
    });

    it('says nothing while no contact is closed', async () => {
      rig = await open();
      expect(start()).toEqual([]);
    });

    it('tells each change in order, contacts ascending, times never going back', async () => {
      rig = await open();
      const samples = start();
      for (const closed of [[2], [0, 2], [0], []]) await rig.setClosed(closed);
      expect(samples.map((sample) => sample.closed)).toEqual([[2], [0, 2], [0], []]);
      const times = samples.map((sample) => sample.atMs);
      expect(times).toEqual([...times].sort((one, other) => one - other));
    });

    it('tells a contact that was closed before the start', async () => {
      rig = await open();
      await rig.setClosed([1]);
      const samples = start();
      await rig.setClosed([]);
      expect(samples.map((sample) => sample.closed)).toEqual([[1], []]);
    });

    it('lives, however often it is asked, until it is closed', async () => {
      rig = await open();
      start();
      expect(rig.keypad.isAlive()).toEqual(true);
      await rig.setClosed([1]);
      expect(rig.keypad.isAlive()).toEqual(true);
      rig.keypad.close();
      expect(rig.keypad.isAlive()).toEqual(false);
    });

    it('can be started only once', async () => {
      rig = await open();
      start();
      expect(start).toThrow();
    });

    it('is silent after close, which may be called twice', async () => {
      rig = await open();
      const samples = start();
      rig.keypad.close();
      rig.keypad.close();
      await rig.setClosed([3]);
      expect(samples).toEqual([]);
    });
  });
}
