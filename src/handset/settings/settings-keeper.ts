import { failure, success, type Result } from '../../domain/result.ts';
import {
  SETTING_NAMES,
  SETTINGS,
  valueInForce,
  type OperatorSettings,
  type SettingName,
  type SettingValues,
} from '../../domain/settings/settings.ts';
import type { LiveSettings, SettingRefusal } from '../../ports/live-settings.ts';
import type { Log } from '../../ports/system/log.ts';
import type { TimeZones } from '../../ports/system/time-zones.ts';
import type { SettingsStore } from '../../ports/store/settings-store.ts';
import { Listeners } from '../listeners.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

export interface SettingsKeeperParts {
  readonly settings: SettingsStore;
  readonly health: Pick<StoreHealth, 'check'>;
  readonly operator: OperatorSettings;
  readonly timeZones: TimeZones;
  readonly log: Log;
}

type OwnValues = { -readonly [Name in SettingName]: SettingValues[Name] | null };

/**
 * Knows the settings in force and changes them. The owner's values are kept in the store; one that the operator has
 * locked stays there, and is in force again when it is unlocked.
 */
export class SettingsKeeper implements LiveSettings {
  readonly #parts: SettingsKeeperParts;
  readonly #listeners: Listeners<SettingName>;
  /** What the owner set; null where they left it. */
  readonly #own: OwnValues;

  /** Reads the store; throws StoreUnavailable when it cannot be read. */
  constructor(parts: SettingsKeeperParts) {
    this.#parts = parts;
    this.#listeners = new Listeners(parts.log, (name) => `setting ${name}`);
    this.#own = Object.fromEntries(SETTING_NAMES.map((name) => [name, this.#kept(name)])) as OwnValues;
  }

  value<Name extends SettingName>(name: Name): SettingValues[Name] {
    const own: SettingValues[Name] | null = this.#own[name];
    return valueInForce(name, this.#parts.operator, own);
  }

  isLocked(name: SettingName): boolean {
    return this.#parts.operator.locked.includes(name);
  }

  change<Name extends SettingName>(name: Name, value: SettingValues[Name]): Result<void, SettingRefusal> {
    if (this.isLocked(name)) return failure('locked');
    const setting = SETTINGS[name];
    // The types know no ranges: a number may be too large, a name of a time zone none.
    if (!setting.accepts(value) || !this.#isKnown(name, value)) return failure('out-of-range');
    const { settings, health } = this.#parts;
    const saved = health.check(settings.saveSetting(keyOf(name), setting.print(value)));
    if (!saved.ok) return saved;
    const before = this.value(name);
    this.#own[name] = value;
    if (before !== value) this.#listeners.emit(name);
    return success(undefined);
  }

  onChange(listener: (name: SettingName) => void): () => void {
    return this.#listeners.add(listener);
  }

  #kept<Name extends SettingName>(name: Name): SettingValues[Name] | null {
    const text = this.#parts.settings.setting(keyOf(name));
    if (text === null) return null;
    const value = SETTINGS[name].parse(text);
    if (value !== null && this.#isKnown(name, value)) return value;
    this.#parts.log.warn('settings.value-unreadable', { name });
    return null;
  }

  /** There are well-formed names of time zones that this machine has no rules for. */
  #isKnown(name: SettingName, value: unknown): boolean {
    return SETTINGS[name].range.kind !== 'time-zone' || this.#parts.timeZones.rulesOf(String(value)) !== null;
  }
}

/** `keypadLockSeconds` is kept as `owner.keypad-lock-seconds`, apart from what the handset itself keeps there. */
function keyOf(name: SettingName): string {
  return `owner.${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
