import { describe, expect, it } from 'vitest';
import type { Vault } from '../../src/ports/system/vault.ts';

/** What every `Vault` does. `make` gives one of a new device each time. */
export function describeVault(adapter: string, make: () => Vault): void {
  describe(`${adapter} keeps the contract of Vault:`, () => {
    it('gives 32 bytes, the same ever after', () => {
      const vault = make();
      const first = vault.storeKey();
      expect(first.ok && first.value.length).toBe(32);
      expect(vault.storeKey()).toEqual(first);
    });

    it('gives each device its own', () => {
      expect(make().storeKey()).not.toEqual(make().storeKey());
    });

    it('is not changed by a caller who wipes the bytes', () => {
      const vault = make();
      const first = vault.storeKey();
      if (!first.ok) throw new Error(first.error.code);
      const kept = Uint8Array.from(first.value);
      first.value.fill(0);
      expect(vault.storeKey()).toEqual({ ok: true, value: kept });
    });
  });
}
