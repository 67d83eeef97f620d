import { describe, expect, it } from 'vitest';
import type { Sealer } from '../../src/ports/system/sealer.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));

/** What every `Sealer` does. `make` gives one with a key of its own each time. */
export function describeSealer(adapter: string, make: () => Sealer): void {
  describe(`${adapter} keeps the contract of Sealer:`, () => {
    it.each(['', 'x', 'żółw 🐢'.repeat(500)])('opens what it sealed (%#)', (text) => {
      const sealer = make();
      expect(sealer.open(sealer.seal(bytes(text), 'a b'), 'a b')).toEqual({ ok: true, value: bytes(text) });
    });

    it('shows neither the text nor that two texts are the same', () => {
      const sealer = make();
      const [first, second] = [sealer.seal(bytes('CANARY'), 'c'), sealer.seal(bytes('CANARY'), 'c')];
      expect(Buffer.from(first).includes('CANARY')).toBe(false);
      expect(first).not.toEqual(second);
    });

    it('opens in no other context', () => {
      const sealer = make();
      const sealed = sealer.seal(bytes('text'), 'from alice to bob');
      expect(sealer.open(sealed, 'from alice to carol')).toEqual({ ok: false, error: 'tampered' });
      expect(sealer.open(sealed, '')).toEqual({ ok: false, error: 'tampered' });
    });

    it('notices a change of any byte, a cut and an addition', () => {
      const sealer = make();
      const sealed = sealer.seal(bytes('some text'), 'c');
      for (let index = 0; index < sealed.length; index++) {
        const changed = Uint8Array.from(sealed);
        changed[index]! ^= 0x40;
        expect(sealer.open(changed, 'c').ok, `byte ${index}`).toBe(false);
        expect(sealer.open(sealed.subarray(0, index), 'c'), `cut at ${index}`).toEqual({
          ok: false,
          error: 'tampered',
        });
      }
      expect(sealer.open(Uint8Array.of(...sealed, 0), 'c')).toEqual({ ok: false, error: 'tampered' });
    });

    it('does not open what another key sealed', () => {
      expect(make().open(make().seal(bytes('text'), 'c'), 'c').ok).toBe(false);
    });
  });
}
