import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandsetStore } from '../../src/store/handset/handset-store.ts';
import { valueOf } from '../support/store-fixtures.ts';

export function describeSettingsStore(adapter: string, open: () => HandsetStore): void {
  describe(`${adapter} keeps the contract of SettingsStore:`, () => {
    let store: HandsetStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => {
      store.close();
    });

    it('answers the last value saved under a key, null before', () => {
      expect(store.settings.setting('device-age.ms')).toBeNull();
      valueOf(store.settings.saveSetting('device-age.ms', '1'));
      valueOf(store.settings.saveSetting('device-age.ms', '2'));
      valueOf(store.settings.saveSetting('empty', ''));
      expect(store.settings.setting('device-age.ms')).toBe('2');
      expect(store.settings.setting('empty')).toBe('');
    });

    it('throws on a key or a value out of bounds', () => {
      for (const key of ['', 'Upper', 'a b', 'x'.repeat(65)]) {
        expect(() => store.settings.saveSetting(key, '1')).toThrow(RangeError);
        expect(() => store.settings.setting(key)).toThrow(RangeError);
      }
      expect(() => store.settings.saveSetting('key', 'é'.repeat(2_049))).toThrow(RangeError);
      valueOf(store.settings.saveSetting('key', 'é'.repeat(2_048)));
      expect(store.settings.setting('key')).toHaveLength(2_048);
    });

    it('refuses to save once closed, and throws on reading', () => {
      store.close();
      expect(store.settings.saveSetting('key', '1')).toEqual({ ok: false, error: 'closed' });
      expect(() => store.settings.setting('key')).toThrow(/closed/);
    });
  });
}
