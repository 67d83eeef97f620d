import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Setting } from '../../../src/domain/settings/setting.ts';
import {
  NO_OPERATOR_SETTINGS,
  SETTING_NAMES,
  SETTINGS,
  valueInForce,
  type SettingName,
} from '../../../src/domain/settings/settings.ts';

/** Values that the setting takes. */
function acceptedBy({ range }: Setting<never>): fc.Arbitrary<string | number | boolean> {
  switch (range.kind) {
    case 'choice':
      return fc.constantFrom(...range.values);
    case 'whole-number':
      return fc.integer({ min: range.least, max: range.most });
    case 'on-off':
      return fc.boolean();
    case 'time-zone':
      return fc.constantFrom('UTC', 'Europe/Rome', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires');
  }
}

const settingOf = (name: SettingName): Setting<never> => SETTINGS[name] as unknown as Setting<never>;

describe.each(SETTING_NAMES)('the setting %s', (name) => {
  const setting = settingOf(name);

  it('accepts its own default', () => {
    expect(setting.accepts(setting.default)).toBe(true);
  });

  it('reads back what it printed', () => {
    fc.assert(
      fc.property(acceptedBy(setting), (value) => {
        expect(setting.accepts(value)).toBe(true);
        expect(setting.parse(setting.print(value as never))).toBe(value);
      }),
    );
  });

  it('makes of any text a value that it accepts, or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.constantFrom('on', 'off', 'UTC')), (text) => {
        const value: unknown = setting.parse(text);
        expect(value === null || setting.accepts(value)).toBe(true);
      }),
    );
  });

  it('accepts nothing of another kind', () => {
    for (const value of [null, undefined, {}, [], -1, 0.5, Number.NaN, 1e9, '', 'x'.repeat(100)]) {
      expect(setting.accepts(value)).toBe(false);
    }
  });
});

describe('the value in force', () => {
  const operator = { defaults: { theme: 'light', textSize: 'large' }, locked: ['theme'] } as const;

  it('is ours where nobody said anything', () => {
    expect(valueInForce('keypadLockSeconds', NO_OPERATOR_SETTINGS)).toBe(60);
    expect(valueInForce('alertProfile', operator)).toBe('sound');
  });

  it("is the operator's where the owner said nothing", () => {
    expect(valueInForce('textSize', operator)).toBe('large');
  });

  it("is the owner's before the operator's default", () => {
    expect(valueInForce('textSize', operator, 'normal')).toBe('normal');
  });

  it("is the operator's where the owner may not change it, whatever the owner said before", () => {
    expect(valueInForce('theme', operator, 'dark')).toBe('light');
    expect(valueInForce('readReports', { defaults: {}, locked: ['readReports'] }, true)).toBe(false);
  });

  it("is the owner's also where that is off or zero", () => {
    const defaults = { readReports: true, keypadLockSeconds: 60 };
    expect(valueInForce('readReports', { defaults, locked: [] }, false)).toBe(false);
    expect(valueInForce('keypadLockSeconds', { defaults, locked: [] }, 0)).toBe(0);
  });
});
