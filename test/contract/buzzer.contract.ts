import { afterEach, describe, expect, it } from 'vitest';
import type { BuzzerPattern } from '../../src/domain/alert/signals.ts';
import type { Buzzer } from '../../src/ports/device/buzzer.ts';

/** A buzzer with an ear. Time is the rig's. */
export interface BuzzerRig {
  readonly buzzer: Buzzer;
  /** Hz of the tone that sounds now, 0 for none. */
  heardHz(): number;
  /** The only tone that it has; absent where it sounds any. */
  readonly ownToneHz?: number;
  /** Lets so much time pass. */
  wait(durationMs: number): void;
  dispose?(): void;
}

// prettier-ignore
const TWO_TONES: BuzzerPattern = { name: 'test', steps: [{ frequencyHz: 2000, durationMs: 100 }, { frequencyHz: 0, durationMs: 50 }, { frequencyHz: 1000, durationMs: 100 }] };

export function describeBuzzer(adapter: string, open: () => BuzzerRig | Promise<BuzzerRig>): void {
  describe(`${adapter} keeps the contract of Buzzer:`, () => {
    let rig: BuzzerRig;
    const tone = (frequencyHz: number): number => (frequencyHz === 0 ? 0 : (rig.ownToneHz ?? frequencyHz));
    afterEach(() => {
      rig.buzzer.close();
      rig.dispose?.();
    });

    it('plays a pattern once, from now on, and ends by itself', async () => {
      rig = await open();
      rig.buzzer.play(TWO_TONES);
      const heard = [50, 75, 75, 100].map((durationMs) => {
        rig.wait(durationMs);
        return rig.heardHz();
      });
      expect(heard).toEqual([2000, 0, 1000, 0].map(tone));
    });

    it('plays the next pattern in place of the one that sounds', async () => {
      rig = await open();
      rig.buzzer.play(TWO_TONES);
      rig.wait(125);
      expect(rig.heardHz()).toBe(0);
      rig.buzzer.play({ name: 'other', steps: [{ frequencyHz: 3000, durationMs: 100 }] });
      rig.wait(20);
      expect(rig.heardHz()).toBe(tone(3000));
      rig.wait(200);
      expect(rig.heardHz()).toBe(0);
    });

    it('is silent after close, which may be called twice', async () => {
      rig = await open();
      rig.buzzer.play(TWO_TONES);
      rig.wait(10);
      rig.buzzer.close();
      rig.buzzer.close();
      expect(rig.heardHz()).toBe(0);
    });

    it('plays nothing that comes after close', async () => {
      rig = await open();
      rig.buzzer.play(TWO_TONES);
      rig.buzzer.close();
      rig.buzzer.play(TWO_TONES);
      rig.wait(10);
      expect(rig.heardHz()).toBe(0);
    });
  });
}
