import { describe, expect, it } from 'vitest';
import { success } from '../../../src/domain/result.ts';
import { NO_OPERATOR_SETTINGS, type OperatorSettings } from '../../../src/domain/settings/settings.ts';
import { SettingsKeeper } from '../../../src/handset/settings/settings-keeper.ts';
import type { SettingsStore } from '../../../src/ports/store/settings-store.ts';
import { createMemoryHandsetStore } from '../../support/memory-store/memory-handset-store.ts';
import { systemTimeZones } from '../../support/time-zones.ts';

interface Kept {
  readonly keeper: SettingsKeeper;
  readonly settings: SettingsStore;
  readonly logged: string[];
  /** Names of the settings that changed, in order. */
  readonly heard: string[];
}

function keep(
  operator: OperatorSettings = NO_OPERATOR_SETTINGS,
  settings: SettingsStore = createMemoryHandsetStore().settings,
): Kept {
  const logged: string[] = [];
  const log = (code: string, facts = {}): void => void logged.push(`${code} ${JSON.stringify(facts)}`);
  const keeper = new SettingsKeeper({
    settings,
    operator,
    health: { check: (result) => result },
    timeZones: systemTimeZones,
    log: { info: log, warn: log, error: log },
  });
  const heard: string[] = [];
  keeper.onChange((name) => heard.push(name));
  return { keeper, settings, logged, heard };
}

describe('a setting', () => {
  it('is in force at once when the owner changes it, and whoever listens hears of it', () => {
    const { keeper, heard } = keep();
    expect(keeper.change('keypadLockSeconds', 300)).toEqual(success(undefined));
    expect(keeper.value('keypadLockSeconds')).toBe(300);
    expect(heard).toEqual(['keypadLockSeconds']);
  });

  it('outlives a restart, against another default of the operator too', () => {
    const { keeper, settings } = keep();
    keeper.change('theme', 'light');
    keeper.change('readReports', true);
    const again = keep({ defaults: { theme: 'dark', readReports: false }, locked: [] }, settings);
    expect(again.keeper.value('theme')).toBe('light');
    expect(again.keeper.value('readReports')).toBe(true);
    expect(again.logged).toEqual([]);
  });

  it('is refused out of its range, and stays as it was', () => {
    const { keeper, heard, settings } = keep();
    expect(keeper.change('keypadLockSeconds', 3_601)).toEqual({ ok: false, error: 'out-of-range' });
    expect(keeper.change('timeZone', 'Mars/Olympus')).toEqual({ ok: false, error: 'out-of-range' });
    expect(keeper.value('keypadLockSeconds')).toBe(60);
    expect(settings.setting('owner.keypad-lock-seconds')).toBeNull();
    expect(heard).toEqual([]);
  });

  it('that the operator has locked is refused', () => {
    const { keeper, heard } = keep({ defaults: { alertProfile: 'led-only' }, locked: ['alertProfile'] });
    expect(keeper.isLocked('alertProfile')).toBe(true);
    expect(keeper.isLocked('theme')).toBe(false);
    expect(keeper.change('alertProfile', 'sound')).toEqual({ ok: false, error: 'locked' });
    expect(keeper.value('alertProfile')).toBe('led-only');
    expect(heard).toEqual([]);
  });

  it("that is unlocked again is the owner's as before", () => {
    const { keeper, settings } = keep();
    keeper.change('textSize', 'large');
    expect(keep({ defaults: {}, locked: ['textSize'] }, settings).keeper.value('textSize')).toBe('normal');
    expect(keep(NO_OPERATOR_SETTINGS, settings).keeper.value('textSize')).toBe('large');
  });

  it('that the store does not take stays as it was', () => {
    const { settings } = keep();
    const refusing: SettingsStore = {
      setting: (key) => settings.setting(key),
      saveSetting: () => ({ ok: false, error: 'disk-full' }),
    };
    const { keeper, heard } = keep(NO_OPERATOR_SETTINGS, refusing);
    expect(keeper.change('theme', 'light')).toEqual({ ok: false, error: 'disk-full' });
    expect(keeper.value('theme')).toBe('dark');
    expect(heard).toEqual([]);
  });

  it('set to what it is already is kept, and nobody is told', () => {
    const { keeper, heard, settings } = keep({ defaults: { theme: 'light' }, locked: [] });
    keeper.change('theme', 'light');
    expect(heard).toEqual([]);
    expect(keep(NO_OPERATOR_SETTINGS, settings).keeper.value('theme')).toBe('light');
  });

  it('whose kept value cannot be read is told in the log, and is as without it', () => {
    const { settings } = keep();
    settings.saveSetting('owner.theme', 'sepia');
    const { keeper, logged } = keep({ defaults: { theme: 'light' }, locked: [] }, settings);
    expect(keeper.value('theme')).toBe('light');
    expect(logged).toEqual(['settings.value-unreadable {"name":"theme"}']);
  });

  it('is heard of by everybody, also when one of them throws', () => {
    const { keeper, logged } = keep();
    const heard: string[] = [];
    keeper.onChange(() => {
      throw new Error('no');
    });
    const unsubscribe = keeper.onChange((name) => heard.push(name));
    keeper.change('theme', 'light');
    unsubscribe();
    keeper.change('theme', 'dark');
    expect(heard).toEqual(['theme']);
    expect(logged).toContain('handset.listener-threw {"event":"setting theme"}');
  });
});
