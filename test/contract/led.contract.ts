import { afterEach, describe, expect, it } from 'vitest';
import type { LedPattern } from '../../src/domain/alert/signals.ts';
import type { Led } from '../../src/ports/device/led.ts';

/** An LED with an eye on it. */
export interface LedRig {
  readonly led: Led;
  /** What the lamp does now. */
  seen(): 'dark' | 'lit' | 'blinking';
  /** How often the lamp was told to do something else. */
  changes(): number;
  dispose?(): void;
}

const LIT: LedPattern = { name: 'test-lit', steps: [{ colour: 'green', durationMs: 1000 }] };
// prettier-ignore
const BLINKING: LedPattern = { name: 'test-blinking', steps: [{ colour: 'green', durationMs: 200 }, { colour: 'off', durationMs: 800 }] };

export function describeLed(adapter: string, open: () => LedRig): void {
  describe(`${adapter} keeps the contract of Led:`, () => {
    let rig: LedRig;
    afterEach(() => {
      rig.led.close();
      rig.dispose?.();
    });

    it('shows a pattern at once, in place of the one before', () => {
      rig = open();
      rig.led.show(BLINKING);
      expect(rig.seen()).toBe('blinking');
      rig.led.show(LIT);
      expect(rig.seen()).toBe('lit');
      rig.led.show({ name: 'dark', steps: [] });
      expect(rig.seen()).toBe('dark');
    });

    it('does not restart a pattern that is shown again', () => {
      rig = open();
      rig.led.show(BLINKING);
      const before = rig.changes();
      rig.led.show({ ...BLINKING });
      expect(rig.changes()).toBe(before);
    });

    it('is dark after close, stays so, and may be closed twice', () => {
      rig = open();
      rig.led.show(BLINKING);
      rig.led.close();
      rig.led.close();
      expect(rig.seen()).toBe('dark');
    });

    it('shows nothing that comes after close', () => {
      rig = open();
      rig.led.close();
      rig.led.show(BLINKING);
      expect(rig.seen()).toBe('dark');
      rig.led.show(LIT);
      expect(rig.seen()).toBe('dark');
    });
  });
}
